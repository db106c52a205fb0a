"""What is strange about an event's clock: its zone, its season, the night it falls in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from releases.intake.parser.reading import Doubt, Event, Session
from releases.text.zones import expected_abbreviation, wall_time_occurrences


def clock_doubts(event: Event | Session) -> Iterator[Doubt]:
    """No zone, one that could mean several, one out of season, an hour that is not one."""
    line = event.lines.first
    for clock in (event.start, event.end):
        if clock is None or not (event.timezone and event.date):
            continue
        wall = dt.datetime.combine(event.date, clock)
        yield from _changed(wall, event.timezone, line)
    if event.start is None:
        return
    if event.tz is None and isinstance(event, Event):
        saw = f"{event.start:%H:%M} with no time zone"
        yield Doubt(line=line, saw=saw, assumed="None.")
    if event.tz and event.timezone is None:
        yield Doubt(line=line, saw=event.tz, assumed="No zone: it could mean several.")
    if event.tz and event.timezone and event.date:
        wall = dt.datetime.combine(event.date, event.start)
        yield from _out_of_season(event.tz, event.timezone, wall, line)


def _changed(wall: dt.datetime, timezone: str, line: int) -> Iterator[Doubt]:
    """An hour that the clocks skip, or one that they show twice."""
    zone = ZoneInfo(timezone)
    times = wall_time_occurrences(wall, zone)
    said = f"{wall:%H:%M} on {wall:%-d %B %Y} in {timezone}"
    if times == 0:
        shown = wall.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)
        assumed = f"{shown:%H:%M}: the clocks go forward over that hour."
        yield Doubt(line=line, saw=said, assumed=assumed)
    if times == 2:
        assumed = "The first of two: the clocks go back, and that hour comes again."
        yield Doubt(line=line, saw=said, assumed=assumed)


def _out_of_season(
    tz: str, timezone: str, wall: dt.datetime, line: int
) -> Iterator[Doubt]:
    """A summer abbreviation in winter, or the other way about."""
    actual = expected_abbreviation(tz, timezone, wall)
    if actual:
        saw = f"{tz} on {wall:%-d %B %Y}"
        assumed = f"{wall:%H:%M} by the clock on the wall ({actual}) in {timezone}."
        yield Doubt(line=line, saw=saw, assumed=assumed)
