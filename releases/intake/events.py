"""Makes desk events of the meetings, calls and dates that a release tells of."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from typing import Any

from releases.intake.decode import Unreadable
from releases.intake.parser import reading as read
from releases.models import Event, EventSession
from releases.models.record.kinds import EventKind, SessionKind
from releases.text.slugs import slug_of

KINDS = {
    "conference_call": EventKind.EARNINGS_CALL,
    "webcast": EventKind.WEBCAST,
    "annual_meeting": EventKind.ANNUAL_MEETING,
    "presentation": EventKind.CONFERENCE,
    "meeting": EventKind.CONFERENCE,
    "poster": EventKind.MEDICAL_MEETING,
    "oral": EventKind.MEDICAL_MEETING,
}
SCIENTIFIC = {"poster", "oral"}


def save_event(said: read.Event, *, zone: str) -> Event | None:
    """The event of that title and time, made where it is not there yet.

    None where no date was read: an event cannot be saved without one. `zone` (IANA)
    is taken where the text names none.
    """
    starts = starts_of(said, zone=zone)
    if starts is None:
        return None
    found = Event.objects.filter(title=titled(said.title), starts=starts).first()
    return found or new_event(said, zone=zone)


def new_event(said: read.Event, *, zone: str) -> Event | None:
    """A new event with its sessions; None where no date was read."""
    day = first_day(said)
    if day is None:
        return None
    slug = free_slug(titled(said.title), day, said.start)
    if Event.objects.filter(slug=slug).exists():
        raise Unreadable(
            f"“{said.title}” is there already, at the same time: use that one, or give "
            "this one another title."
        )
    event = Event.objects.create(
        slug=slug, kind=kind_of(said), **particulars(said, zone=zone)
    )
    save_sessions(event, said)
    return event


def save_sessions(event: Event, said: read.Event) -> None:
    """The event's programme as it was read, in the place of any other."""
    event.sessions.all().delete()
    for order, session in enumerate(said.sessions):
        save_session(event, session, order)


def first_day(said: read.Event) -> dt.date | None:
    """The day it starts on: its own, or that of its first session."""
    days = [said.date, *(session.date for session in said.sessions)]
    return min((day for day in days if day), default=None)


def zone_of(said: read.Event, *, zone: str) -> str:
    """The zone it is spoken of in; `zone` where the text names none."""
    return said.timezone or _zone_of_sessions(said) or zone


def starts_of(said: read.Event, *, zone: str) -> dt.datetime | None:
    """The instant it starts; midnight where no hour is known, None without a date."""
    day = first_day(said)
    return moment(day, said.start, zone_of(said, zone=zone)) if day else None


def particulars(said: read.Event, *, zone: str) -> dict[str, Any]:
    """What the desk keeps of an event that has a date, by the names of its columns."""
    timezone = zone_of(said, zone=zone)
    starts = starts_of(said, zone=zone)
    assert starts is not None
    days = [said.ends_on, said.date, *(session.date for session in said.sessions)]
    last_day = said.ends_on or max(day for day in days if day)
    ends = moment(last_day, said.end, timezone) if _has_an_end(said, last_day) else None
    return {
        "title": titled(said.title),
        "starts": starts,
        "ends": ends if ends and ends >= starts else None,
        "all_day": said.start is None,
        "timezone": timezone,
        "venue": (said.location or "")[:200],
        "city": (said.city or "")[:120],
        "webcast_url": first_link(said.links),
        "dial_ins": "\n".join(dial_ins(said)),
        **replay_fields(said.replay, timezone),
    }


def titled(said: str) -> str:
    """The words as a title: a capital first, no colon last."""
    words = said.strip().rstrip(":")[:300]
    return words[:1].upper() + words[1:]


def _has_an_end(said: read.Event, last_day: dt.date) -> bool:
    return said.end is not None or (said.start is None and last_day != said.date)


def _zone_of_sessions(said: read.Event) -> str | None:
    return next((each.timezone for each in said.sessions if each.timezone), None)


def moment(day: dt.date, clock: dt.time | None, timezone: str) -> dt.datetime:
    """The instant of this wall time in the zone; midnight where no hour is known."""
    zone = zoneinfo.ZoneInfo(timezone)
    return dt.datetime.combine(day, clock or dt.time(), zone).astimezone(dt.UTC)


def kind_of(said: read.Event) -> EventKind:
    """The desk's kind for what was read."""
    if any(session.kind in SCIENTIFIC for session in said.sessions):
        return EventKind.MEDICAL_MEETING
    return KINDS.get(said.kind, EventKind.OTHER)


def first_link(links: Iterable[str]) -> str:
    """The first address that the desk can hold; all of them stay in the body."""
    fitting = (link for link in links if link.startswith("http") and len(link) <= 200)
    return next(fitting, "")


def dial_ins(said: read.Event) -> list[str]:
    """A line for each number, with what it is for and the passcode."""
    lines = [
        f"{phone.written} ({phone.label})" if phone.label else phone.written
        for phone in said.dial_ins
    ]
    if said.passcode:
        lines.append(f"Passcode {said.passcode}")
    return lines


def replay_fields(replay: read.Replay | None, timezone: str) -> dict[str, object]:
    """The replay's link and when it ends: the stated day through, if no hour is."""
    if replay is None:
        return {}
    fields: dict[str, object] = {
        "replay_url": first_link(replay.links),
    }
    if replay.until:
        last = replay.until_time or dt.time(23, 59, 59)
        fields["replay_until"] = moment(replay.until, last, replay.timezone or timezone)
    return fields


def save_session(event: Event, said: read.Session, order: int) -> EventSession:
    """One entry of the event's programme."""
    timezone = said.timezone or event.timezone
    starts = (
        moment(said.date, said.start, timezone) if said.date and said.start else None
    )
    ends = moment(said.date, said.end, timezone) if said.date and said.end else None
    return EventSession.objects.create(
        event=event,
        order=order,
        title=said.title[:500],
        kind=said.kind if said.kind in SessionKind.values else SessionKind.OTHER,
        starts=starts,
        ends=ends if starts and ends and ends >= starts else None,
        room=(said.location or "")[:200],
        reference=(said.reference or "")[:120],
    )


def free_slug(title: str, day: dt.date, start: dt.time | None) -> str:
    """The title as an address, with the day, then the hour, where it is taken.

    Always by the event's own particulars: a counter would tell of its twins.
    """
    base = slug_of(title) or "event"
    clock = f"{start:%H%M}" if start else "all-day"
    tries = [base, f"{base[:69]}-{day}", f"{base[:61]}-{day}-{clock}"]
    for slug in tries[:-1]:
        if not Event.objects.filter(slug=slug).exists():
            return slug
    return tries[-1]
