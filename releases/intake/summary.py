"""The summary of a reading for a person at a terminal, in aligned rows."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Iterable, Iterator
from html import unescape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.intake.messages import translated_doubts
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


def summarise(reading: Reading) -> str:
    """Return the fields with their line numbers in brackets, then the doubts."""
    rows = list(_rows(reading))
    if not reading.doubts:
        nothing = _("No problems found. Check it against the original.")
        return "\n".join([*rows, "", nothing, ""])
    count = len(reading.doubts)
    heading = ngettext("%(count)d doubt to check:", "%(count)d doubts to check:", count)
    rows += ["", heading % {"count": count}]
    for doubt in translated_doubts(reading.doubts):
        label = _("line %(number)d") % {"number": doubt.line}
        rows.append(_row(f"  {label}", f"{doubt.saw} — {doubt.assumed}"))
    return "\n".join([*rows, ""])


def _rows(reading: Reading) -> Iterator[str]:
    yield _quote(_("Headline"), reading.headline)
    yield from (_quote(_("Subheadline"), quote) for quote in reading.subheadlines)
    yield _dateline(reading)
    yield _quote(_("Company"), reading.issuer)
    yield from _listings(reading)
    yield _body(reading)
    yield from _sections(_("About"), reading.boilerplates)
    yield from _sections(_("Disclaimer"), reading.disclaimers)
    if reading.source:
        yield _quote(_("Source"), reading.source)
    yield from (_contact(contact) for contact in reading.contacts)
    for event in reading.events:
        yield from _event(event)
    if reading.replaces:
        yield _quote(_("Replaces"), reading.replaces)


def _row(label: str, value: str, lines: Lines | None = None) -> str:
    text = f"{' '.join(strip_markdown(value).split())} {_line_numbers(lines)}".strip()
    indent = " " * _LABEL
    wrapped = textwrap.wrap(text, _WIDTH - _LABEL, break_on_hyphens=False) or ["-"]
    return f"{label:<{_LABEL}}" + f"\n{indent}".join(wrapped)


def _line_numbers(lines: Lines | None) -> str:
    if lines is None:
        return ""
    if lines.first == lines.last:
        return f"[{lines.first}]"
    return f"[{lines.first}-{lines.last}]"


def _quote(label: str, quote: Quote | None) -> str:
    return _row(label, quote.text, quote.lines) if quote else _row(label, "-")


def _dateline(reading: Reading) -> str:
    dateline = reading.dateline
    if dateline is None:
        return _row(_("Dateline"), "-")
    date = f"{dateline.date:%-d %B %Y}" if dateline.date else _("no date")
    places = " / ".join(dateline.places) or _("no place")
    wire = dateline.wire or _("no wire")
    return _row(_("Dateline"), f"{places}, {date}, {wire}", dateline.lines)


def _listings(reading: Reading) -> Iterator[str]:
    for listing in reading.listings:
        mic = listing.mic or _("unknown exchange")
        text = f"{listing.exchange}: {listing.symbol} ({mic})"
        yield _row(_("Listing"), text, listing.lines)


def _body(reading: Reading) -> str:
    text = unescape(_TAG.sub(" ", reading.body_html))
    count = len(text.split())
    words = ngettext("%(count)d word", "%(count)d words", count) % {"count": count}
    return _row(_("Body"), f"{words}: {_excerpt(text)}", reading.body_lines)


def _sections(label: str, sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        heading = f"{section.heading.rstrip(':')}: " if section.heading else ""
        yield _row(label, heading + _excerpt(section.text), section.lines)


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:48]} … {line[-48:]}"


def _contact(contact: Contact) -> str:
    parts = [contact.name, contact.title, contact.organization]
    parts += [phone.e164 or phone.written for phone in contact.phones]
    parts += contact.emails
    details = ", ".join(part for part in parts if part)
    return _row(_("Contact"), f"{contact.audience}: {details}", contact.lines)


def _event(event: Event) -> Iterator[str]:
    kind = event.kind.replace("_", " ")
    clock = _clock(event.start, event.end, event.tz)
    zone = f"({event.timezone})" if event.timezone else None
    parts = [_days(event.date, event.ends_on), clock, zone, event.location, event.city]
    details = ", ".join(part for part in parts if part)
    yield _row(_("Event"), f"{kind}: {event.title}: {details}", event.lines)
    numbers = [phone.e164 or phone.written for phone in event.dial_ins]
    access = [*numbers, event.reference or "", *event.links]
    if any(access):
        yield _row(f"  {_('join')}", ", ".join(part for part in access if part))
    if event.replay:
        until = ""
        if event.replay.ends:
            until = _("until %(date)s") % {"date": event.replay.ends}
        access = [phone.written for phone in event.replay.phones]
        access += [event.replay.passcode or "", *event.replay.links, until]
        details = ", ".join(part for part in access if part) or _("announced")
        yield _row(f"  {_('replay')}", details, event.replay.lines)
    yield from (_session(session) for session in event.sessions)


def _session(session: Session) -> str:
    clock = _clock(session.start, session.end, session.tz)
    parts = [_days(session.date, None), clock, session.location, session.reference]
    details = ", ".join(part for part in parts if part)
    text = f"{session.kind}: {details}: {session.title}"
    return _row(f"  {_('session')}", text, session.lines)


def _clock(start: dt.time | None, end: dt.time | None, tz: str | None) -> str:
    if start is None:
        return ""
    until = f"-{end:%H:%M}" if end else ""
    return f"{start:%H:%M}{until} {tz or ''}".strip()


def _days(date: dt.date | None, ends_on: dt.date | None) -> str:
    if date is None:
        return _("no date")
    if ends_on is None:
        return f"{date:%a %-d %B %Y}"
    return _("%(first)s to %(last)s") % {
        "first": f"{date:%a %-d %B %Y}",
        "last": f"{ends_on:%-d %B %Y}",
    }
