"""A reading told to the person at the terminal, fields aligned."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Iterable, Iterator
from html import unescape

from releases.intake.parser.reading import (
    Contact,
    Event,
    Lines,
    Quote,
    Reading,
    Section,
    Session,
)
from releases.text.links import strip_markdown

_WIDTH = 96
_LABEL = 14
_TAG = re.compile(r"<[^<>]{1,2000}>")


def _where(lines: Lines | None) -> str:
    if lines is None:
        return ""
    if lines.first == lines.last:
        return f"[{lines.first}]"
    return f"[{lines.first}-{lines.last}]"


def _row(label: str, value: str, lines: Lines | None = None) -> str:
    text = f"{' '.join(strip_markdown(value).split())} {_where(lines)}".strip()
    indent = " " * _LABEL
    wrapped = textwrap.wrap(text, _WIDTH - _LABEL, break_on_hyphens=False) or ["-"]
    return f"{label:<{_LABEL}}" + f"\n{indent}".join(wrapped)


def _said(label: str, said: Quote | None) -> str:
    return _row(label, said.text, said.lines) if said else _row(label, "-")


def _dateline(reading: Reading) -> str:
    line = reading.dateline
    if line is None:
        return _row("Dateline", "-")
    date = f"{line.date:%-d %B %Y}" if line.date else "no date"
    parts = [" / ".join(line.places) or "no place", date, line.wire or "no wire"]
    return _row("Dateline", ", ".join(parts), line.lines)


def _listings(reading: Reading) -> Iterator[str]:
    for one in reading.listings:
        mic = f" ({one.mic})" if one.mic else " (exchange not known)"
        yield _row("Listing", f"{one.exchange}: {one.symbol}{mic}", one.lines)


def _start_of(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 100 else f"{words[:48]} … {words[-48:]}"


def _sections(label: str, sections: Iterable[Section]) -> Iterator[str]:
    for one in sections:
        heading = f"{one.heading.rstrip(':')}: " if one.heading else ""
        yield _row(label, heading + _start_of(one.text), one.lines)


def _contact(contact: Contact) -> str:
    parts = [contact.name, contact.title, contact.organization]
    parts += [phone.e164 or phone.written for phone in contact.phones]
    parts += contact.emails
    said = ", ".join(part for part in parts if part)
    return _row("Contact", f"{contact.audience}: {said}", contact.lines)


def _clock(start: dt.time | None, end: dt.time | None, tz: str | None) -> str:
    if start is None:
        return ""
    until = f"-{end:%H:%M}" if end else ""
    return f"{start:%H:%M}{until} {tz or ''}".strip()


def _days(date: dt.date | None, ends_on: dt.date | None) -> str:
    if date is None:
        return "no date"
    last = f" to {ends_on:%-d %B %Y}" if ends_on else ""
    return f"{date:%a %-d %B %Y}{last}"


def _session(session: Session) -> str:
    clock = _clock(session.start, session.end, session.tz)
    parts = [_days(session.date, None), clock, session.location, session.reference]
    said = ", ".join(part for part in parts if part)
    return _row("  session", f"{session.kind}: {said}: {session.title}", session.lines)


def _event(event: Event) -> Iterator[str]:
    kind = event.kind.replace("_", " ")
    clock = _clock(event.start, event.end, event.tz)
    zone = f"({event.timezone})" if event.timezone else None
    parts = [_days(event.date, event.ends_on), clock, zone, event.location, event.city]
    said = ", ".join(part for part in parts if part)
    yield _row("Event", f"{kind}: {event.title}: {said}", event.lines)
    numbers = [phone.e164 or phone.written for phone in event.dial_ins]
    reach = [*numbers, event.reference or "", *event.links]
    if any(reach):
        yield _row("  join", ", ".join(part for part in reach if part))
    if event.replay:
        until = f"until {event.replay.ends}" if event.replay.ends else ""
        heard = [phone.written for phone in event.replay.phones]
        heard += [event.replay.passcode or "", *event.replay.links, until]
        said = ", ".join(part for part in heard if part) or "announced"
        yield _row("  replay", said, event.replay.lines)
    yield from (_session(session) for session in event.sessions)


def _body(reading: Reading) -> str:
    words = unescape(_TAG.sub(" ", reading.body_html))
    count = len(words.split())
    return _row("Body", f"{count} words: {_start_of(words)}", reading.body_lines)


def _rows(reading: Reading) -> Iterator[str]:
    yield _said("Headline", reading.headline)
    yield from (_said("Subheadline", said) for said in reading.subheadlines)
    yield _dateline(reading)
    yield _said("Issuer", reading.issuer)
    yield from _listings(reading)
    yield _body(reading)
    yield from _sections("About", reading.boilerplates)
    yield from _sections("Disclaimer", reading.disclaimers)
    if reading.source:
        yield _said("Source", reading.source)
    yield from (_contact(contact) for contact in reading.contacts)
    for event in reading.events:
        yield from _event(event)
    if reading.replaces:
        yield _said("Replaces", reading.replaces)


def account(reading: Reading) -> str:
    """What was understood, with its lines in brackets, then what is doubted."""
    rows = list(_rows(reading))
    if not reading.doubts:
        return "\n".join([*rows, "", "No doubts.", ""])
    rows += ["", f"{len(reading.doubts)} to check:"]
    for doubt in reading.doubts:
        label = f"  line {doubt.line}"
        rows.append(_row(label, f"{doubt.saw} — {doubt.assumed}"))
    return "\n".join([*rows, ""])
