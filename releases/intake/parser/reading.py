"""The result of reading a press release: plain values with their line numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from releases.text.translatable import Message

Audience = Literal["investors", "media", "general"]
EventKind = Literal[
    "poster",
    "oral",
    "discussion",
    "conference_call",
    "webcast",
    "annual_meeting",
    "presentation",
    "meeting",
    "other",
]
# What a session of a scientific meeting can be.
SCIENTIFIC_KINDS: frozenset[EventKind] = frozenset({"poster", "oral", "discussion"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The first and the last line, counted from 1, that a value was read from."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of the release and their lines."""

    text: str
    lines: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """Places, date and wire; `text` is as printed."""

    places: tuple[str, ...]
    date: dt.date | None
    wire: str | None
    text: str
    lines: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One symbol on one exchange, as printed, with the exchange's MIC if known."""

    exchange: str
    symbol: str
    mic: str | None
    lines: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """An About or legal section, as plain text and as HTML."""

    heading: str | None
    text: str
    html: str
    lines: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number as printed, in E.164 if valid, and its label."""

    written: str
    e164: str | None
    label: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person or desk to contact; notes are addresses, web sites and fax numbers."""

    audience: Audience
    organization: str | None
    name: str | None
    title: str | None
    phones: tuple[Phone, ...]
    emails: tuple[str, ...]
    notes: tuple[str, ...]
    lines: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """How to hear an event afterwards, and until when.

    `until_time` is local to `timezone`, or to the event's if that is None.
    """

    phones: tuple[Phone, ...]
    passcode: str | None
    links: tuple[str, ...]
    until: dt.date | None
    until_time: dt.time | None
    timezone: str | None
    lines: Lines

    @property
    def ends(self) -> str:
        """Return the end as text: 18 August 2016, 23:59; empty if no day is given."""
        if self.until is None:
            return ""
        clock = f", {self.until_time:%H:%M}" if self.until_time else ""
        return f"{self.until:%-d %B %Y}{clock}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One presentation at a meeting: a poster or a talk."""

    title: str
    kind: EventKind
    date: dt.date | None
    start: dt.time | None
    end: dt.time | None
    tz: str | None
    timezone: str | None
    location: str | None
    reference: str | None
    presenter: str | None
    lines: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event that readers could attend or listen to; a meeting has sessions.

    Times are local to the zone: `tz` as printed, `timezone` as IANA name.
    `about_results` is true for financial results, their call or their date.
    """

    title: str
    kind: EventKind
    date: dt.date | None
    ends_on: dt.date | None
    start: dt.time | None
    end: dt.time | None
    tz: str | None
    timezone: str | None
    location: str | None
    city: str | None
    reference: str | None
    dial_ins: tuple[Phone, ...]
    passcode: str | None
    links: tuple[str, ...]
    replay: Replay | None
    sessions: tuple[Session, ...]
    lines: Lines
    about_results: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What could not be read for certain, and what was assumed instead.

    A string quotes the text; a message is translated where the doubt is shown.
    """

    line: int
    saw: str | Message
    assumed: str | Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A press release as read; `furniture` has the lines that belong to no field.

    `disregards` is the headline of the release that this text asks readers to disregard.
    `language` is a BCP 47 code, or None if the text is too short to tell.
    """

    headline: Quote | None
    subheadlines: tuple[Quote, ...]
    dateline: Dateline | None
    issuer: Quote | None
    listings: tuple[Listing, ...]
    body_html: str
    body_lines: Lines | None
    boilerplates: tuple[Section, ...]
    disclaimers: tuple[Section, ...]
    source: Quote | None
    contacts: tuple[Contact, ...]
    events: tuple[Event, ...]
    replaces: Quote | None
    placeholders: tuple[Quote, ...]
    furniture: tuple[Quote, ...]
    doubts: tuple[Doubt, ...]
    language: str | None = None
    disregards: Quote | None = None
