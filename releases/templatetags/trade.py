"""The trade's own words: audiences, kinds of event, kinds of file."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from releases.record.documents import FileEntry, Person

register = template.Library()

AUDIENCES = {"investors": "Investors", "media": "Media", "general": "General"}
EVENTS = {
    "earnings_call": "Earnings call",
    "webcast": "Webcast",
    "conference": "Investor conference",
    "annual_meeting": "Annual meeting",
    "medical_meeting": "Medical meeting",
    "calendar_date": "Financial calendar",
    "other": "Event",
}
SESSIONS = {
    "poster": "Poster",
    "oral": "Oral presentation",
    "discussion": "Discussion",
    "presentation": "Presentation",
    "other": "Session",
}


@register.filter
def by_audience(people: Iterable[Person]) -> list[tuple[str, list[Person]]]:
    """Investors first, then the media, then everybody; each in its own order."""
    found = list(people)
    groups = [
        (label, [one for one in found if one.audience == audience])
        for audience, label in AUDIENCES.items()
    ]
    return [(label, group) for label, group in groups if group]


@register.filter
def event_kind(kind: str) -> str:
    """What kind of event it is."""
    return EVENTS.get(kind, EVENTS["other"])


@register.filter
def session_kind(kind: str) -> str:
    """What kind of session it is."""
    return SESSIONS.get(kind, SESSIONS["other"])


@register.filter
def file_kind(file: FileEntry) -> str:
    """PDF, XLSX: the ending of its name."""
    ending = file.name.rpartition(".")[2]
    return ending.upper() if ending != file.name else "File"
