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
# Of each kind of change: the heading of its notice, the mark that lists show, and the
# word before the moment that it came.
NOTICES = {
    "correction": ("Correction", "Corrected", "Corrected"),
    "replacement": ("Correct and replace", "Corrected and replaced", "Replaced"),
    "withdrawal": ("This release is withdrawn", "Withdrawn", "Withdrawn"),
    "disregard": ("Notice to disregard", "Disregard", "Issued"),
}


@register.filter
def notice_heading(kind: str) -> str:
    """Correction, Correct and replace, Notice to disregard."""
    return NOTICES[kind][0]


@register.filter
def notice_mark(kind: str) -> str:
    """What a list says of a release that was changed so."""
    return NOTICES[kind][1]


@register.filter
def notice_came(kind: str) -> str:
    """The word before the moment of the notice."""
    return NOTICES[kind][2]


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
