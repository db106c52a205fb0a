"""Specimens: press releases of fictional issuers, and what must be read in them."""

from __future__ import annotations

import datetime as dt
import json
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


def specimens() -> list[tuple[str, str, Expected]]:
    """Name, text and expectation of each, in the order of their numbers."""
    return [
        (path.stem, path.read_text(), json.loads(path.with_suffix(".json").read_text()))
        for path in sorted(FOLDER.glob("*.txt"))
    ]


def _or_dash(text: object) -> str:
    return str(text) if text else "-"


def _clock(one: Event | Session) -> str:
    if one.start is None:
        return "-"
    until = f"-{one.end:%H:%M}" if one.end else ""
    return f"{one.start:%H:%M}{until} {one.tz or ''}".strip()


def listings(reading: Reading) -> list[str]:
    """Each as exchange: symbol (MIC)."""
    return [f"{one.exchange}: {one.symbol} ({one.mic})" for one in reading.listings]


def contact(one: Contact) -> str:
    """Audience; name; title; organisation; phones; e-mails."""
    phones = ", ".join(phone.written for phone in one.phones)
    said = [one.name, one.title, one.organization, phones, ", ".join(one.emails)]
    return "; ".join([one.audience, *(_or_dash(part) for part in said)])


def _days(date: dt.date | None, ends_on: dt.date | None) -> str:
    return f"{_or_dash(date)} to {ends_on}" if ends_on else _or_dash(date)


def event(one: Event) -> str:
    """Kind; days; clock as printed; zone; place; title."""
    place = one.location or one.city
    said = [_clock(one), one.timezone, place, one.title]
    days = _days(one.date, one.ends_on)
    return "; ".join([one.kind, days, *(_or_dash(part) for part in said)])


def session(one: Session) -> str:
    """Kind; day; clock as printed; zone; place; reference."""
    said = [one.date, _clock(one), one.timezone, one.location, one.reference]
    return "; ".join([one.kind, *(_or_dash(part) for part in said)])


def replay(one: Replay) -> str:
    """Until when; numbers; pass code."""
    phones = ", ".join(phone.written for phone in one.phones)
    until = f"{_or_dash(one.until)} {one.until_time or ''}".strip()
    return f"{until}; {_or_dash(phones)}; {_or_dash(one.passcode)}"


def section_fits(one: Section, expected: tuple[str | None, str, str]) -> bool:
    """Whether a section has this heading, begins so and ends so."""
    heading, starts, ends = expected
    return (
        one.heading == heading
        and one.text.startswith(starts)
        and one.text.endswith(ends)
    )
