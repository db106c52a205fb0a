"""Makes desk events of the meetings, calls and dates that a release tells of."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from releases.intake.parser import reading as read
from releases.models import Event, EventSession
from releases.models.desk.choices import EventKind, SessionKind
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
    days = [said.date, *(session.date for session in said.sessions)]
    known_days = sorted(day for day in days if day)
    if not known_days:
        return None
    timezone = said.timezone or _zone_of_sessions(said) or zone
    starts = moment(known_days[0], said.start, timezone)
    title = titled(said.title)
    found = Event.objects.filter(title=title, starts=starts).first()
    if found is not None:
        return found
    last_day = said.ends_on or known_days[-1]
    ends = moment(last_day, said.end, timezone) if _has_an_end(said, last_day) else None
    event = Event.objects.create(
        title=title,
        slug=free_slug(title, known_days[0], said.start),
        kind=kind_of(said),
        starts=starts,
        ends=ends if ends and ends >= starts else None,
        all_day=said.start is None,
        timezone=timezone,
        venue=(said.location or "")[:200],
        city=(said.city or "")[:120],
        webcast_url=next((link for link in said.links if link.startswith("http")), ""),
        dial_ins="\n".join(dial_ins(said)),
        **replay_fields(said.replay, timezone),
    )
    for order, session in enumerate(said.sessions):
        save_session(event, session, order)
    return event


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
        "replay_url": next((url for url in replay.links if url.startswith("http")), "")
    }
    if replay.until:
        last = replay.until_time or dt.time(23, 59, 59)
        fields["replay_until"] = moment(replay.until, last, timezone)
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
