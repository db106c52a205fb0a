"""Events and their sessions as the components of calendar files (RFC 5545, RFC 7986)."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from icalendar import Alarm, Calendar, Event

from releases.record.documents import EventDocument, SessionEntry
from releases.record.fragment_cache import cached_fragment
from releases.record.published import Published
from releases.syndication.calendar_zones import written_zone
from releases.templatetags.datetimes import (
    format_long_date,
    format_time_and_zone,
    in_zone,
)
from releases.templatetags.labels import event_kind, event_place
from releases.text.phones import e164, phones_in
from releases.translation import listed

PRODUCT = "-//irsite//irsite//EN"
REMINDER = dt.timedelta(minutes=-15)
DAY = dt.timedelta(days=1)
END_OF_CALENDAR = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """A written VEVENT, its time zone (none for a date or UTC), and its years there."""

    content: bytes
    zone: str
    first_year: int
    last_year: int


def new_calendar() -> Calendar:
    """Return a calendar that publishes, without entries yet."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("METHOD", "PUBLISH")
    return calendar


def write_calendar(calendar: Calendar, entries: Iterable[CalendarEntry]) -> bytes:
    """Return the calendar with these entries, and the time zones that they name."""
    entries = list(entries)
    zones = sorted({entry.zone for entry in entries} - {""})
    written = [
        written_zone(
            zone,
            first_year=min(entry.first_year for entry in entries),
            last_year=max(entry.last_year for entry in entries),
        )
        for zone in zones
    ]
    content: bytes = calendar.to_ical().removesuffix(END_OF_CALENDAR)
    contents = (entry.content for entry in entries)
    return b"".join([content, *written, *contents, END_OF_CALENDAR])


# About 2 kB each; nearly all of the subscribable calendar were in the one before it.
@cached_fragment(512)
def event_entry(
    event: Published[EventDocument], *, root: str, host: str
) -> CalendarEntry:
    """Return the event as an entry; cancelled, it keeps its times but not its access."""
    document = event.document
    component = _component(event, uid=f"{event.address}@{host}")
    component.add("SUMMARY", document.title)
    component.add("URL", root + event.path)
    component.add("CATEGORIES", [event_kind(document.event_kind)])
    if place := event_place(document):
        component.add("LOCATION", place)
    component.add("DESCRIPTION", "\n".join(_description(event, root=root)))
    if document.all_day:
        _add_dates(component, document)
    else:
        _add_times(component, document.starts, document.ends, zone=document.timezone)
    if document.cancelled:
        return _entry(component)
    for uri, parameters in _conferences(document):
        component.add("CONFERENCE", uri, parameters={"VALUE": "URI", **parameters})
    if not document.all_day:
        component.add_component(_reminder(document.title))
    return _entry(component)


def session_entries(
    event: Published[EventDocument], *, root: str, host: str
) -> Iterator[CalendarEntry]:
    """Yield an entry for each session of the event that has a start and a `ref`.

    Each is related to the event's own entry, its parent (RFC 5545, 3.8.4.5).
    """
    document = event.document
    for session in document.sessions:
        if session.starts is None or not session.ref:
            continue
        component = _component(event, uid=f"{session.ref}@{host}")
        component.add("SUMMARY", _session_title(session))
        component.add("URL", root + event.path)
        component.add("RELATED-TO", f"{event.address}@{host}")
        if place := listed((session.room, document.venue, document.city)):
            component.add("LOCATION", place)
        _add_times(component, session.starts, session.ends, zone=document.timezone)
        yield _entry(component)


def _entry(component: Event) -> CalendarEntry:
    """Return the component as it is written."""
    starts: Any = component["DTSTART"]
    return CalendarEntry(
        content=component.to_ical(),
        zone=starts.params.get("TZID", ""),
        first_year=component.start.year,
        last_year=component.end.year,
    )


def _component(event: Published[EventDocument], *, uid: str) -> Event:
    """Return an entry with what it has in common with the event's.

    Its stamps are when this version went live, so that its bytes never depend on when
    it is written.
    """
    component = Event()
    component.add("UID", uid)
    component.add("SEQUENCE", event.number - 1)
    component.add("DTSTAMP", _whole_second(event.since))
    component.add("LAST-MODIFIED", _whole_second(event.since))
    component.add("CREATED", _whole_second(event.dated))
    component.add("STATUS", "CANCELLED" if event.document.cancelled else "CONFIRMED")
    return component


def _whole_second(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(microsecond=0)


def _add_times(
    component: Event, starts: dt.datetime, ends: dt.datetime | None, *, zone: str
) -> None:
    """Add the hours in the event's zone; an end that is not announced is left out.

    In the hour that is repeated when summer time ends, both are in UTC: a local time is
    the first of the two (RFC 5545, 3.3.5), and some readers take the second.
    """
    hours = [in_zone(starts, zone)]
    if ends is not None and ends > starts:
        hours.append(in_zone(ends, zone))
    if any(map(_is_repeated, hours)):
        hours = [hour.astimezone(dt.UTC) for hour in hours]
    for name, hour in zip(("DTSTART", "DTEND"), hours, strict=False):
        component.add(name, hour)


def _is_repeated(local: dt.datetime) -> bool:
    """Return whether the zone's clocks show this time twice."""
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def _add_dates(component: Event, document: EventDocument) -> None:
    """Add the dates in the event's zone; the end is the day after the last (3.6.1)."""
    zone = zoneinfo.ZoneInfo(document.timezone)
    component.add("DTSTART", document.starts.astimezone(zone).date())
    last = (document.ends or document.starts).astimezone(zone).date()
    component.add("DTEND", last + DAY)
    component.add("TRANSP", "TRANSPARENT")


def _reminder(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", title)
    alarm.add("TRIGGER", REMINDER)
    return alarm


def _conferences(
    document: EventDocument,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the URI and the parameters of each CONFERENCE (RFC 7986, 5.11).

    First the webcast, then the telephone numbers that can be dialled.
    """
    if document.webcast_url:
        yield (
            document.webcast_url,
            {"FEATURE": ["AUDIO", "VIDEO"], "LABEL": _("Webcast")},
        )
    for line in document.dial_ins:
        for phone in phones_in(line):
            if number := e164(phone.text):
                yield f"tel:{number}", {"FEATURE": "PHONE", "LABEL": line}


def _description(event: Published[EventDocument], *, root: str) -> Iterator[str]:
    """Yield the lines of the description: access, programme, and the event's page."""
    document = event.document
    if document.cancelled:
        yield _("This event is cancelled")
    else:
        if document.webcast_url:
            yield _("Webcast: %(url)s") % {"url": document.webcast_url}
        for line in document.dial_ins:
            yield _("Dial-in: %(line)s") % {"line": line}
        if document.replay_url:
            yield _("Replay: %(url)s") % {"url": document.replay_url}
        for session in document.sessions:
            yield _session_line(session, zone=document.timezone)
    yield _("More: %(url)s") % {"url": root + event.path}


def _session_line(session: SessionEntry, *, zone: str) -> str:
    title = _session_title(session)
    if session.starts is None:
        return title
    starts = in_zone(session.starts, zone)
    return _("%(date)s, %(time)s: %(title)s") % {
        "date": format_long_date(starts),
        "time": format_time_and_zone(starts),
        "title": title,
    }


def _session_title(session: SessionEntry) -> str:
    if not session.reference:
        return session.title
    return _("%(title)s (%(reference)s)") % {
        "title": session.title,
        "reference": session.reference,
    }
