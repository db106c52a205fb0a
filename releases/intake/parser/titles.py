"""What an event is called: by its heading, its sentence or the headline."""

from __future__ import annotations

import re

from releases.intake.parser.dating import without
from releases.intake.parser.occasions import (
    KINDS,
    OCCASION,
    TITLED,
    kind_in,
    meeting_in,
    purposeful,
)
from releases.intake.parser.reading import EventKind
from releases.intake.parser.tenses import DETAILS, WHAT


def title_of(
    kind: EventKind, text: str, *, heading: str, headline: str, occasion: str | None
) -> str:
    """The fullest name that the text gives an event."""
    if kind == "annual_meeting":
        return meeting_in(without(text), heading, headline) or headline
    if _is_headed(kind, heading):
        return DETAILS.sub("", heading)
    said = _said(kind, text, occasion)
    if said:
        return purposeful(said, text)
    if kind == "presentation" and occasion:
        return occasion
    if kind != "other" and kind_in(headline) == kind:
        return headline
    found = WHAT.search(text) if kind == "other" else None
    found = found or dict(KINDS)[kind].search(text)
    title = found.group().strip() if found else headline or "Conference call"
    return purposeful(title, text)


def _said(kind: EventKind, text: str, occasion: str | None) -> str | None:
    """What somebody is said to hold, host or attend."""
    match = TITLED.search(without(text))
    if not match or not (kind_in(match["title"]) or kind == "presentation"):
        return None
    words = match["title"].strip(" ,¦")
    title = re.sub(r"^(?:and\s)?(?:an?|the|its|our)\s|^and\s", "", words)
    if kind == "presentation" and not title[:1].isupper():
        return occasion or title
    return title


def _is_headed(kind: EventKind, heading: str) -> bool:
    """Whether the heading above is the event's name rather than a sentence."""
    named = OCCASION.fullmatch(heading) if kind == "presentation" else None
    short = len(heading) < 90 and not heading.endswith(":")
    return short and bool(kind_in(heading) or named)
