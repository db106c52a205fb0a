"""Instants as readers see them: in a named zone, with the zone's own abbreviation."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from releases.record.documents import EventDocument, SessionEntry

register = template.Library()

# Holds an hour, its half of the day and its zone on one line.
KEEP = "\N{NO-BREAK SPACE}"


def long_day(day: dt.date) -> str:
    """March 3, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def short_day(day: dt.date) -> str:
    """Mar 3, 2026."""
    return f"{day:%b} {day.day}, {day.year}"


def clock(moment: dt.datetime, *, seconds: bool = False) -> str:
    """7:00 a.m., or 7:00:00 a.m."""
    half = "a.m." if moment.hour < 12 else "p.m."
    exact = f":{moment:%S}" if seconds else ""
    return f"{moment.hour % 12 or 12}:{moment:%M}{exact}{KEEP}{half}"


def zone_name(moment: dt.datetime) -> str:
    """The zone's abbreviation at that moment: EST, or UTC+04 where it has none."""
    name = moment.tzname() or ""
    return f"UTC{name}" if name[:1] in {"+", "-"} else name


def local(moment: dt.datetime, zone: str) -> dt.datetime:
    """The moment on the zone's clocks."""
    return moment.astimezone(zoneinfo.ZoneInfo(zone))


def marked(machine: str, words: str) -> SafeString:
    """The words as a time that machines can read too."""
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.filter
def to_the_second(moment: dt.datetime, zone: str) -> SafeString:
    """March 3, 2026, 7:00:00 a.m. EST."""
    here = local(moment, zone)
    words = f"{long_day(here)}, {clock(here, seconds=True)}{KEEP}{zone_name(here)}"
    return marked(here.isoformat(timespec="seconds"), words)


@register.filter
def to_the_minute(moment: dt.datetime, zone: str) -> SafeString:
    """March 3, 2026, 7:00 a.m. EST."""
    here = local(moment, zone)
    words = f"{long_day(here)}, {clock(here)}{KEEP}{zone_name(here)}"
    return marked(here.isoformat(timespec="seconds"), words)


@register.filter
def the_day(moment: dt.datetime, zone: str) -> SafeString:
    """March 3, 2026."""
    here = local(moment, zone)
    return marked(here.date().isoformat(), long_day(here))


@register.filter
def in_short(moment: dt.datetime, zone: str) -> SafeString:
    """Mar 3, 2026."""
    here = local(moment, zone)
    return marked(here.date().isoformat(), short_day(here))


@register.filter
def hour(moment: dt.datetime, zone: str) -> str:
    """7:00 a.m. EST."""
    here = local(moment, zone)
    return f"{clock(here)}{KEEP}{zone_name(here)}"


@register.filter
def month(event: EventDocument) -> str:
    """Mar."""
    return f"{local(event.starts, event.timezone):%b}"


@register.filter
def day_of_month(event: EventDocument) -> str:
    """3."""
    return str(local(event.starts, event.timezone).day)


@register.filter
def year(event: EventDocument) -> str:
    """2026."""
    return str(local(event.starts, event.timezone).year)


@register.filter
def span(event: EventDocument) -> SafeString:
    """When the event is: its dates, or its hours in its own zone."""
    starts = local(event.starts, event.timezone)
    ends = local(event.ends, event.timezone) if event.ends else None
    if event.all_day:
        return _days(starts.date(), ends.date() if ends else starts.date())
    opening = f"{starts:%A}, {long_day(starts)}, {clock(starts)}"
    zone = zone_name(starts)
    if ends is None or ends == starts:
        return _instant(starts, f"{opening}{KEEP}{zone}")
    if ends.date() == starts.date():
        return format_html(
            "{} to {}",
            _instant(starts, opening),
            _instant(ends, f"{clock(ends)}{KEEP}{zone_name(ends)}"),
        )
    closing = f"{ends:%A}, {long_day(ends)}, {clock(ends)}{KEEP}{zone_name(ends)}"
    return format_html("{} to {}", _instant(starts, opening), _instant(ends, closing))


@register.filter
def hours(session: SessionEntry, zone: str) -> SafeString:
    """The hours of a session that has them; its day stands above it."""
    assert session.starts is not None
    starts = local(session.starts, zone)
    if session.ends is None:
        return _instant(starts, f"{clock(starts)}{KEEP}{zone_name(starts)}")
    ends = local(session.ends, zone)
    closing = f"{clock(ends)}{KEEP}{zone_name(ends)}"
    if ends.date() != starts.date():
        closing = f"{long_day(ends)}, {closing}"
    return format_html(
        "{}–{}", _instant(starts, clock(starts)), _instant(ends, closing)
    )


@register.filter
def programme(event: EventDocument) -> list[tuple[str, list[SessionEntry]]]:
    """The event's sessions under the day that each is on, in their order."""
    days: dict[str, list[SessionEntry]] = {}
    for session in event.sessions:
        day = "Time to be announced"
        if session.starts:
            starts = local(session.starts, event.timezone)
            day = f"{starts:%A}, {long_day(starts)}"
        days.setdefault(day, []).append(session)
    return list(days.items())


def _instant(moment: dt.datetime, words: str) -> SafeString:
    return marked(moment.isoformat(timespec="minutes"), words)


def _days(first: dt.date, last: dt.date) -> SafeString:
    if last <= first:
        return marked(first.isoformat(), f"{first:%A}, {long_day(first)}")
    opening = f"{first:%B} {first.day}"
    if first.year != last.year:
        opening = long_day(first)
    closing = long_day(last)
    if (first.year, first.month) == (last.year, last.month):
        closing = f"{last.day}, {last.year}"
    return format_html(
        "{}–{}",
        marked(first.isoformat(), opening),
        marked(last.isoformat(), closing),
    )
