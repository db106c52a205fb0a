"""Make desk events of the meetings, calls and dates that a release announces."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from typing import Any

from releases.intake.exceptions import IntakeError
from releases.intake.parser import reading as read
from releases.models import Event, EventSession
from releases.models.record.kinds import EventKind, SessionKind
from releases.text.slugs import slug_of
from releases.text.translatable import gettext_noop

EVENT_KINDS = {
    "conference_call": EventKind.CONFERENCE_CALL,
    "webcast": EventKind.WEBCAST,
    "annual_meeting": EventKind.ANNUAL_MEETING,
    "presentation": EventKind.CONFERENCE,
    "meeting": EventKind.CONFERENCE,
    "poster": EventKind.MEDICAL_MEETING,
    "oral": EventKind.MEDICAL_MEETING,
    "discussion": EventKind.MEDICAL_MEETING,
}


def find_or_create_event(parsed: read.Event, *, zone: str) -> Event | None:
    """Return the event of that title and start, or create it; None without a date.

    `zone` (IANA) is taken if the text names none.
    """
    starts = start_of(parsed, zone=zone)
    if starts is None:
        return None
    existing = Event.objects.filter(title=as_title(parsed.title), starts=starts).first()
    if existing is None and (dated := _announced_by_date(parsed, starts, zone=zone)):
        return fill_event(dated, parsed, zone=zone)
    return existing or create_event(parsed, zone=zone)


def _announced_by_date(
    parsed: read.Event, starts: dt.datetime, *, zone: str
) -> Event | None:
    """Return the general meeting that was announced for that day without a time."""
    if event_kind(parsed) is not EventKind.ANNUAL_MEETING or parsed.start is None:
        return None
    timezone = zoneinfo.ZoneInfo(timezone_of(parsed, zone=zone))
    meetings = Event.objects.filter(
        kind=EventKind.ANNUAL_MEETING,
        all_day=True,
        cancelled=False,
        starts__range=(starts - dt.timedelta(days=1), starts + dt.timedelta(days=1)),
    )
    day = starts.astimezone(timezone).date()
    return next(
        (
            meeting
            for meeting in meetings
            if meeting.starts.astimezone(zoneinfo.ZoneInfo(meeting.timezone)).date()
            == day
        ),
        None,
    )


def fill_event(event: Event, parsed: read.Event, *, zone: str) -> Event:
    """Give an event that was announced by its date alone what a later text says."""
    for name, value in event_fields(parsed, zone=zone).items():
        setattr(event, name, value)
    event.save()
    replace_sessions(event, parsed)
    return event


def create_event(parsed: read.Event, *, zone: str) -> Event | None:
    """Create an event with its sessions; return None without a date.

    Raises IntakeError if there is an event of that title and time.
    """
    day = first_day(parsed)
    if day is None:
        return None
    slug = unique_slug(as_title(parsed.title), day, parsed.start)
    if Event.objects.filter(slug=slug).exists():
        raise IntakeError(
            gettext_noop(
                "The desk already has “%(title)s” at the same time. Use that event, or "
                "give this one another title."
            ),
            title=parsed.title,
        )
    event = Event.objects.create(
        slug=slug, kind=event_kind(parsed), **event_fields(parsed, zone=zone)
    )
    replace_sessions(event, parsed)
    return event


def replace_sessions(event: Event, parsed: read.Event) -> None:
    """Replace the event's programme with the sessions that were read.

    A session with the title of an earlier one keeps its `ref`.
    """
    refs = {session.title: session.ref for session in event.sessions.all()}
    event.sessions.all().delete()
    for order, session in enumerate(parsed.sessions):
        created = create_session(event, session, order)
        if ref := refs.pop(created.title, None):
            created.ref = ref
            created.save()


def first_day(parsed: read.Event) -> dt.date | None:
    """Return the first day of the event or of its sessions."""
    days = [parsed.date, *(session.date for session in parsed.sessions)]
    return min((day for day in days if day), default=None)


def timezone_of(parsed: read.Event, *, zone: str) -> str:
    """Return the event's time zone (IANA); `zone` if the text names none."""
    return parsed.timezone or _sessions_timezone(parsed) or zone


def start_of(parsed: read.Event, *, zone: str) -> dt.datetime | None:
    """Return the start as an instant, midnight without a time; None without a date."""
    day = first_day(parsed)
    return (
        instant_of(day, parsed.start, timezone_of(parsed, zone=zone)) if day else None
    )


def event_fields(parsed: read.Event, *, zone: str) -> dict[str, Any]:
    """Return the model's field values for an event that has a date."""
    timezone = timezone_of(parsed, zone=zone)
    starts = start_of(parsed, zone=zone)
    assert starts is not None
    days = [parsed.ends_on, parsed.date, *(session.date for session in parsed.sessions)]
    last_day = parsed.ends_on or max(day for day in days if day)
    ends = (
        end_of(last_day, parsed.start, parsed.end, timezone)
        if _has_end(parsed, last_day)
        else None
    )
    return {
        "title": as_title(parsed.title),
        "starts": starts,
        "ends": ends if ends and ends >= starts else None,
        "all_day": parsed.start is None,
        "timezone": timezone,
        "venue": (parsed.location or "")[:200],
        "city": (parsed.city or "")[:120],
        "webcast_url": first_link(parsed.links),
        "dial_ins": "\n".join(dial_in_lines(parsed)),
        **replay_fields(parsed.replay, timezone),
    }


def as_title(words: str) -> str:
    """Return the words as a title: capitalised, without a colon at the end."""
    title = words.strip().rstrip(":")[:300]
    return title[:1].upper() + title[1:]


def _has_end(parsed: read.Event, last_day: dt.date) -> bool:
    return parsed.end is not None or (parsed.start is None and last_day != parsed.date)


def _sessions_timezone(parsed: read.Event) -> str | None:
    return next(
        (session.timezone for session in parsed.sessions if session.timezone), None
    )


def instant_of(day: dt.date, clock: dt.time | None, timezone: str) -> dt.datetime:
    """Return the instant of a wall time in the zone; midnight without a time."""
    zone = zoneinfo.ZoneInfo(timezone)
    return dt.datetime.combine(day, clock or dt.time(), zone).astimezone(dt.UTC)


def end_of(
    day: dt.date, start: dt.time | None, end: dt.time | None, timezone: str
) -> dt.datetime:
    """Return the instant of an end; midnight after a later start ends that day."""
    if start and end == dt.time(0):
        day += dt.timedelta(days=1)
    return instant_of(day, end, timezone)


def event_kind(parsed: read.Event) -> EventKind:
    """Return the desk's kind of the event."""
    if any(session.kind in read.SCIENTIFIC_KINDS for session in parsed.sessions):
        return EventKind.MEDICAL_MEETING
    if parsed.about_results:
        return (
            EventKind.EARNINGS_CALL
            if parsed.kind in {"conference_call", "webcast"}
            else EventKind.CALENDAR_DATE
        )
    return EVENT_KINDS.get(parsed.kind, EventKind.OTHER)


def first_link(links: Iterable[str]) -> str:
    """Return the first link that fits the field; the body keeps all of them."""
    addresses = (link if "://" in link else f"https://{link}" for link in links)
    fitting = (
        link for link in addresses if link.startswith("http") and len(link) <= 200
    )
    return next(fitting, "")


def dial_in_lines(parsed: read.Event) -> list[str]:
    """Return a line for each telephone number, with its label, and the passcode."""
    lines = [
        f"{phone.written} ({phone.label})" if phone.label else phone.written
        for phone in parsed.dial_ins
    ]
    if parsed.passcode:
        lines.append(f"Passcode {parsed.passcode}")
    return lines


def replay_fields(replay: read.Replay | None, timezone: str) -> dict[str, object]:
    """Return the model's field values for a replay.

    It lasts all day without a time, and where it is kept until midnight on a day.
    """
    if replay is None:
        return {}
    fields: dict[str, object] = {
        "replay_url": first_link(replay.links),
    }
    if replay.until:
        at_midnight = replay.until_time in {None, dt.time(0)}
        last = dt.time(23, 59, 59) if at_midnight else replay.until_time
        fields["replay_until"] = instant_of(
            replay.until, last, replay.timezone or timezone
        )
    return fields


def create_session(event: Event, parsed: read.Session, order: int) -> EventSession:
    """Create one session of the event's programme."""
    timezone = parsed.timezone or event.timezone
    starts = (
        instant_of(parsed.date, parsed.start, timezone)
        if parsed.date and parsed.start
        else None
    )
    ends = (
        end_of(parsed.date, parsed.start, parsed.end, timezone)
        if parsed.date and parsed.end is not None
        else None
    )
    return EventSession.objects.create(
        event=event,
        order=order,
        title=parsed.title[:500],
        kind=parsed.kind if parsed.kind in SessionKind.values else SessionKind.OTHER,
        starts=starts,
        ends=ends if starts and ends and ends >= starts else None,
        room=(parsed.location or "")[:200],
        reference=(parsed.reference or "")[:120],
    )


def unique_slug(title: str, day: dt.date, start: dt.time | None) -> str:
    """Return a free slug of the title, with the day and then the time if it is taken.

    Never a counter: it would reveal that there is another event.
    """
    base = slug_of(title) or "event"
    clock = f"{start:%H%M}" if start else "all-day"
    candidates = [base, f"{base[:69]}-{day}", f"{base[:61]}-{day}-{clock}"]
    for slug in candidates[:-1]:
        if not Event.objects.filter(slug=slug).exists():
            return slug
    return candidates[-1]
