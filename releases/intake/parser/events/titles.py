"""The title of an event, from its heading, its sentence or the headline."""

from __future__ import annotations

import re

from releases.intake.parser.dates.dating import without_dates
from releases.intake.parser.events.event_kinds import (
    KINDS,
    OCCASION,
    TITLED,
    event_kind_in,
    is_bare_title,
    meeting_name_in,
    title_with_purpose,
)
from releases.intake.parser.reading import EventKind

_WHAT = re.compile(
    r"(?i)\b(?:[a-z-]+ )?(?:reception|visit|tour|ribbon[- ]cutting|press conference|ceremony)(?: (?:for|of|at) (?:the )?[^.,;]{3,40}?)?(?=\s(?:will|is|on|at|in|to)\b|[.,;])"
)
_VERB = re.compile(r"(?i)\s(?:will|is|are|to be)\b.*$")
_DETAILS = re.compile(r"(?i)\s(?:details|information|instructions|logistics)\s?:?$")


def event_title(
    kind: EventKind, text: str, *, heading: str, headline: str, occasion: str | None
) -> str:
    """Return the fullest name that the text gives an event."""
    if kind == "annual_meeting":
        return meeting_name_in(without_dates(text), heading, headline) or headline
    if _is_headed(kind, heading):
        return _DETAILS.sub("", heading)
    name = _named_in_sentence(kind, text, occasion)
    if name:
        return title_with_purpose(name, text)
    if kind == "presentation" and occasion:
        return occasion
    if kind != "other" and event_kind_in(headline) == kind:
        return headline
    match = _WHAT.search(text) if kind == "other" else None
    match = match or KINDS[kind].search(text)
    title = _VERB.sub("", match.group()).strip() if match else ""
    title = title or headline or "Conference call"
    return title_with_purpose(title, text)


def fuller_title(title: str, kind: EventKind, heading: str) -> str:
    """Return the heading below which the event's facts are, if the title is bare."""
    if is_bare_title(title) and _is_headed(kind, heading):
        return _DETAILS.sub("", heading)
    return title


def _named_in_sentence(kind: EventKind, text: str, occasion: str | None) -> str | None:
    """Return what somebody hosts, holds or attends, according to a sentence."""
    match = TITLED.search(without_dates(text))
    if not match or not (event_kind_in(match["title"]) or kind == "presentation"):
        return None
    words = match["title"].strip(" ,¦")
    title = re.sub(r"^(?:and\s)?(?:an?|the|its|our)\s|^and\s", "", words)
    if kind == "presentation" and not title[:1].isupper():
        return occasion or (title if event_kind_in(title) else None)
    return title


def _is_headed(kind: EventKind, heading: str) -> bool:
    """Return whether the heading above is the event's name, not a sentence."""
    named = OCCASION.fullmatch(heading) if kind == "presentation" else None
    short = len(heading) < 90 and not heading.endswith(":")
    return short and bool(event_kind_in(heading) or named)
