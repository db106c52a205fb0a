"""Specimens: press releases of fictional issuers, and what must be read in them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from releases.intake.parser.reading import (
    Contact,
    Event,
    Reading,
    Replay,
    Section,
    Session,
)

FOLDER = Path(__file__).parent / "specimens"
Expected = dict[str, Any]
Change = Callable[[str], str]


def specimens() -> list[tuple[str, str, Expected]]:
    """Name, text and expectation of each, in the order of their numbers."""
    return [
        (path.stem, path.read_text(), json.loads(path.with_suffix(".json").read_text()))
        for path in sorted(FOLDER.glob("*.txt"))
    ]


def _or_dash(text: object) -> str:
    return str(text) if text else "-"


def _clock(event: Event | Session) -> str:
    if event.start is None:
        return "-"
    until = f"-{event.end:%H:%M}" if event.end else ""
    return f"{event.start:%H:%M}{until} {event.tz or ''}".strip()


def listings(reading: Reading) -> list[str]:
    """Each as exchange: symbol (MIC)."""
    return [
        f"{listing.exchange}: {listing.symbol} ({listing.mic})"
        for listing in reading.listings
    ]


def contact(contact_read: Contact) -> str:
    """Audience; name; title; organisation; phones; e-mails."""
    phones = ", ".join(phone.written for phone in contact_read.phones)
    parts = [
        contact_read.name,
        contact_read.title,
        contact_read.organization,
        phones,
        ", ".join(contact_read.emails),
    ]
    return "; ".join([contact_read.audience, *(_or_dash(part) for part in parts)])


def _days(date: dt.date | None, ends_on: dt.date | None) -> str:
    return f"{_or_dash(date)} to {ends_on}" if ends_on else _or_dash(date)


def event(event_read: Event) -> str:
    """Kind; days; clock as printed; zone; place; title."""
    place = event_read.location or event_read.city
    parts = [_clock(event_read), event_read.timezone, place, event_read.title]
    days = _days(event_read.date, event_read.ends_on)
    return "; ".join([event_read.kind, days, *(_or_dash(part) for part in parts)])


def session(session_read: Session) -> str:
    """Kind; day; clock as printed; zone; place; reference."""
    parts = [
        session_read.date,
        _clock(session_read),
        session_read.timezone,
        session_read.location,
        session_read.reference,
    ]
    return "; ".join([session_read.kind, *(_or_dash(part) for part in parts)])


def replay(replay_read: Replay) -> str:
    """Until when; numbers; pass code."""
    phones = ", ".join(phone.written for phone in replay_read.phones)
    until = f"{_or_dash(replay_read.until)} {replay_read.until_time or ''}".strip()
    return f"{until}; {_or_dash(phones)}; {_or_dash(replay_read.passcode)}"


def section_fits(section: Section, expected: tuple[str | None, str, str]) -> bool:
    """Whether a section has this heading, begins so and ends so."""
    heading, starts, ends = expected
    return (
        section.heading == heading
        and section.text.startswith(starts)
        and section.text.endswith(ends)
    )
