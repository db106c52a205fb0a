"""A reading as the JSON that `manage.py intake --json` prints."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.intake.parser.front.notes import without_banner
from releases.intake.parser.reading import (
    Contact,
    Event,
    Phone,
    Quote,
    Reading,
    Section,
    Session,
)
from releases.text.links import strip_markdown

Json = dict[str, Any]
_TITLE = 4


def _folded(text: str | None) -> str | None:
    return " ".join(strip_markdown(text).split()) if text is not None else None


def _clock(time: dt.time | None) -> str | None:
    return f"{time:%H:%M}" if time else None


def _day(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def _numbers(phones: tuple[Phone, ...]) -> list[str]:
    return [phone.written for phone in phones]


def _section(section: Section) -> Json:
    return {"heading": _folded(section.heading), "text": _folded(section.text)}


def _contact(contact: Contact) -> Json:
    return {
        "audience": contact.audience,
        "organization": contact.organization,
        "name": contact.name,
        "title": contact.title,
        "phones": _numbers(contact.phones),
        "emails": list(contact.emails),
        "e164": [phone.e164 for phone in contact.phones],
        "lines": [contact.lines.first, contact.lines.last],
    }


def _session(session: Session, meeting: Event) -> Json:
    return {
        "title": _folded(session.title),
        "kind": session.kind,
        "date": _day(session.date),
        "start": _clock(session.start),
        "end": _clock(session.end),
        "tz": session.tz,
        "timezone": session.timezone or meeting.timezone,
        "location": session.location,
        "reference": session.reference,
        "url": None,
        "phones": [],
        "meeting": _folded(meeting.title),
        "lines": [session.lines.first, session.lines.last],
    }


def _event(event: Event) -> list[Json]:
    """Return an event, or its sessions if it is a meeting."""
    if event.sessions:
        return [_session(session, event) for session in event.sessions]
    return [
        {
            "title": _folded(event.title),
            "kind": "other" if event.kind == "meeting" else event.kind,
            "date": _day(event.date),
            "start": _clock(event.start),
            "end": _clock(event.end),
            "tz": event.tz,
            "timezone": event.timezone,
            "location": event.location,
            "reference": event.reference,
            "url": event.links[0] if event.links else None,
            "phones": _numbers(event.dial_ins),
            "passcode": event.passcode,
            "lines": [event.lines.first, event.lines.last],
        }
    ]


def _headline(headline: Quote) -> str:
    """Return a headline without the mark of a correction, which `replaces` gives.

    A title of a few words keeps it: “Correction: Calendar” is no calendar.
    """
    whole = " ".join(headline.text.split())
    bare = without_banner(whole)
    return bare if len(bare.split()) >= _TITLE else whole


def as_json(reading: Reading) -> Json:
    """Return the JSON object of one reading."""
    dateline = reading.dateline
    return {
        "headline": _headline(reading.headline) if reading.headline else None,
        "subheadlines": [_folded(quote.text) for quote in reading.subheadlines],
        "dateline": {
            "places": list(dateline.places) if dateline else [],
            "date": _day(dateline.date) if dateline else None,
            "wire": dateline.wire if dateline else None,
        },
        "issuer": reading.issuer.text if reading.issuer else None,
        "listings": [
            {"exchange": listing.exchange, "symbol": listing.symbol, "mic": listing.mic}
            for listing in reading.listings
        ],
        "body_html": reading.body_html,
        "boilerplates": [_section(section) for section in reading.boilerplates],
        "disclaimers": [_section(section) for section in reading.disclaimers],
        "source": reading.source.text if reading.source else None,
        "contacts": [_contact(contact) for contact in reading.contacts],
        "events": [listing for event in reading.events for listing in _event(event)],
        "replaces": reading.replaces.text if reading.replaces else None,
        "language": reading.language,
        "placeholders": [
            {"line": quote.lines.first, "saw": quote.text}
            for quote in reading.placeholders
        ],
        "doubts": [
            {
                "line": doubt.line,
                "saw": str(doubt.saw),
                "assumed": str(doubt.assumed),
            }
            for doubt in reading.doubts
        ],
    }
