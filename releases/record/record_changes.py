"""What the triggers note beside each generation: from when the public sees the change."""

from __future__ import annotations

from django.apps.registry import Apps

NEXT_GENERATION = "UPDATE {edition} SET generation = generation + 1"
# From when the public sees it: what the press keeps is right until then.
SEEN_FROM_ITS_INSTANT = (
    "INSERT INTO {impression} (generation, affects_from)"
    " SELECT generation, NEW.live_from FROM {edition}"
)
SEEN_FROM_THE_EARLIER_END = (
    "INSERT INTO {impression} (generation, affects_from) SELECT generation,"
    " CASE WHEN OLD.live_until IS NULL OR NEW.live_until < OLD.live_until"
    " THEN NEW.live_until ELSE OLD.live_until END FROM {edition}"
)
FORGET_OLD_IMPRESSIONS = (
    "DELETE FROM {impression}"
    " WHERE generation <= (SELECT generation - 1000 FROM {edition})"
)
TELL_THE_PRESS = (
    "PERFORM pg_notify('releases_edition', NEW.generation::text)"
    " WHERE NEW.generation <> OLD.generation"
)


def are_noted(apps: Apps) -> bool:
    """Whether these are models of a migration that has impressions."""
    return "impression" in apps.all_models["releases"]


def noted(apps: Apps, seen: str) -> tuple[str, ...]:
    """Raise the generation, and note from when the public sees the change.

    The migrations before the one that brings `Impression` know only the first.
    """
    if not are_noted(apps):
        return (NEXT_GENERATION,)
    return (NEXT_GENERATION, seen, FORGET_OLD_IMPRESSIONS)
