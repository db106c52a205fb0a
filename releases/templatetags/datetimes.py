"""Dates and times in a named time zone, with the zone's own abbreviation.

Formats are those of Django's `date` filter, so that a catalogue can reorder them.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django import template
from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from releases.record.documents import EventDocument, ReleaseDocument, SessionEntry
from releases.record.published import Published

register = template.Library()

# Keeps a time, its “a.m.” and its zone on one line.
NBSP = "\N{NO-BREAK SPACE}"


def format_long_date(day: dt.date) -> str:
    """Return a date as “March 3, 2026”."""
    return date_format(day, _("F j, Y"))


def format_weekday_date(day: dt.date) -> str:
    """Return a date as “Tuesday, March 3, 2026”."""
    return date_format(day, _("l, F j, Y"))


def format_month(day: dt.date) -> str:
    """Return the month of a date as “March 2026”."""
    return date_format(day, _("F Y"))


register.filter("month_name", format_month)


def format_year(day: dt.date) -> str:
    """Return the year of a date as “2026”."""
    return date_format(day, _("Y"))


def format_time(moment: dt.datetime) -> str:
    """Return a time as “7:00 a.m.”."""
    return date_format(moment, _("g:i a")).replace(" ", NBSP)


def format_opening(moment: dt.datetime) -> str:
    """Return the first of two times of a day as “7:00 a.m.”: some languages say less."""
    return date_format(moment, pgettext("opens hours", "g:i a")).replace(" ", NBSP)


def zone_abbreviation(moment: dt.datetime) -> str:
    """Return the zone's abbreviation at that moment: EST, or UTC+04 if it has none."""
    name = moment.tzname() or ""
    return f"UTC{name}" if name[:1] in {"+", "-"} else name


def format_time_and_zone(moment: dt.datetime) -> str:
    """Return a time as “7:00 a.m. EST”."""
    return f"{format_time(moment)}{NBSP}{zone_abbreviation(moment)}"


def date_and_time(date: str, time: str) -> str:
    """Return a date and a time as “March 3, 2026, 7:00 a.m. EST”."""
    return _("{date}, {time}").format(date=date, time=time)


def in_zone(moment: dt.datetime, zone: str) -> dt.datetime:
    """Return the moment as an aware datetime in the zone."""
    return moment.astimezone(zoneinfo.ZoneInfo(zone))


@register.filter
def zone_label(zone: str) -> str:
    """Return a time zone as “New York time”, or “UTC”."""
    region, slash, place = zone.rpartition("/")
    if not slash or region == "Etc":
        return place
    return _("%(place)s time") % {"place": place.replace("_", " ")}


def time_element(machine_readable: str, text: str) -> SafeString:
    """Return an HTML `time` element."""
    return format_html('<time datetime="{}">{}</time>', machine_readable, text)


@register.filter
def datetime_to_second(moment: dt.datetime, zone: str) -> SafeString:
    """Return “March 3, 2026, 7:00:00 a.m. EST”."""
    local = in_zone(moment, zone)
    time = date_format(local, _("g:i:s a")).replace(" ", NBSP)
    text = date_and_time(
        format_long_date(local), f"{time}{NBSP}{zone_abbreviation(local)}"
    )
    return time_element(local.isoformat(timespec="seconds"), text)


@register.filter
def datetime_to_minute(moment: dt.datetime, zone: str) -> SafeString:
    """Return “March 3, 2026, 7:00 a.m. EST”."""
    local = in_zone(moment, zone)
    text = date_and_time(format_long_date(local), format_time_and_zone(local))
    return time_element(local.isoformat(timespec="seconds"), text)


@register.filter
def long_date(moment: dt.datetime, zone: str) -> SafeString:
    """Return “March 3, 2026”."""
    local = in_zone(moment, zone)
    return time_element(local.date().isoformat(), format_long_date(local))


@register.filter
def day(date: dt.date) -> SafeString:
    """Return a date without a time as “Mar 3, 2026”."""
    return time_element(date.isoformat(), date_format(date, _("M j, Y")))


@register.filter
def short_date(moment: dt.datetime, zone: str) -> SafeString:
    """Return “Mar 3, 2026”."""
    local = in_zone(moment, zone)
    return time_element(local.date().isoformat(), date_format(local, _("M j, Y")))


@register.filter
def short_datetime(moment: dt.datetime, zone: str) -> SafeString:
    """Return “Mar 3, 2026, 7:00 a.m. EST”."""
    local = in_zone(moment, zone)
    date = date_format(local, _("M j, Y"))
    text = date_and_time(date, format_time_and_zone(local))
    return _time_to_minute(local, text)


@register.filter
def time_of_day(moment: dt.datetime, zone: str) -> str:
    """Return “7:00 a.m. EST”."""
    return format_time_and_zone(in_zone(moment, zone))


@register.filter
def start_month(event: EventDocument) -> str:
    """Return the month in which an event starts, as “Mar”."""
    return date_format(in_zone(event.starts, event.timezone), _("M"))


@register.filter
def start_day(event: EventDocument) -> str:
    """Return the day of the month on which an event starts, as “3”."""
    return str(in_zone(event.starts, event.timezone).day)


@register.filter
def start_year(event: EventDocument) -> str:
    """Return the year in which an event starts, as “2026”."""
    return str(in_zone(event.starts, event.timezone).year)


@register.filter
def event_period(event: EventDocument) -> SafeString:
    """Return the dates of an all-day event, or the date and hours in its own zone."""
    starts = in_zone(event.starts, event.timezone)
    ends = in_zone(event.ends, event.timezone) if event.ends else None
    if event.all_day:
        return _date_range(starts.date(), ends.date() if ends else starts.date())
    if ends is None or ends == starts:
        time = format_time_and_zone(starts)
        opening = date_and_time(format_weekday_date(starts), time)
        return _time_to_minute(starts, opening)
    time, closing = format_opening(starts), format_time_and_zone(ends)
    form = pgettext("hours of one day", "{start} to {end}")
    if ends.date() != starts.date():
        time = format_time(starts)
        closing = date_and_time(format_weekday_date(ends), closing)
        form = pgettext("days with hours", "{start} to {end}")
    return format_html(
        form,
        start=_time_to_minute(starts, date_and_time(format_weekday_date(starts), time)),
        end=_time_to_minute(ends, closing),
    )


@register.filter
def session_hours(session: SessionEntry, zone: str) -> SafeString:
    """Return the hours of a session; it must have a start."""
    assert session.starts is not None
    starts = in_zone(session.starts, zone)
    if session.ends is None:
        return _time_to_minute(starts, format_time_and_zone(starts))
    ends = in_zone(session.ends, zone)
    opening, closing = format_opening(starts), format_time_and_zone(ends)
    if ends.date() != starts.date():
        opening = format_time(starts)
        closing = date_and_time(format_long_date(ends), closing)
    return format_html(
        pgettext("hours", "{start}–{end}"),
        start=_time_to_minute(starts, opening),
        end=_time_to_minute(ends, closing),
    )


@register.filter
def sessions_by_day(event: EventDocument) -> list[tuple[str, list[SessionEntry]]]:
    """Group the sessions of an event by day, in the order of their times.

    Those of one time keep their order, and those without a time come last.
    """
    days: dict[str, list[SessionEntry]] = {}
    for session in sorted(event.sessions, key=_time_of):
        day = _("Time to be announced")
        if session.starts:
            day = format_weekday_date(in_zone(session.starts, event.timezone))
        days.setdefault(day, []).append(session)
    return list(days.items())


def _time_of(session: SessionEntry) -> tuple[bool, float]:
    """Return what sorts a session into a programme."""
    starts = session.starts
    return (starts is None, starts.timestamp() if starts else 0)


def _time_to_minute(moment: dt.datetime, text: str) -> SafeString:
    return time_element(moment.isoformat(timespec="minutes"), text)


def _date_range(first: dt.date, last: dt.date) -> SafeString:
    """Return “Tuesday, March 3, 2026”, or “March 3–5, 2026” for several days."""
    if last <= first:
        return time_element(first.isoformat(), format_weekday_date(first))
    opening, closing = date_format(first, _("F j")), format_long_date(last)
    form = pgettext("days", "{start}–{end}")
    if first.year != last.year:
        opening = format_long_date(first)
    elif first.month == last.month:
        opening = date_format(first, pgettext("opens days of one month", "F j"))
        closing = date_format(last, _("j, Y"))
        form = pgettext("days of one month", "{start}–{end}")
    return format_html(
        form,
        start=time_element(first.isoformat(), opening),
        end=time_element(last.isoformat(), closing),
    )


@register.filter
def version_start(release: Published[ReleaseDocument]) -> SafeString:
    """Return when readers could first read a version: to the second, or elsewhere to the day.

    The first version of an imported release was public on another site before.
    """
    zone = release.document.timezone
    if release.imported and release.number == 1:
        date = long_date(release.dated, zone)
        return format_html(_("{} (elsewhere)"), date)
    return datetime_to_second(release.since, zone)
