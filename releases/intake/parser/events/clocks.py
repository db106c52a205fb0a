"""Doubts about an event's time: zone missing or ambiguous, or a clock change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from releases.intake.parser.reading import Doubt, Event, Session
from releases.text.times import PrintedTime, Unsure
from releases.text.translatable import Message, gettext_noop
from releases.text.zones import expected_abbreviation, wall_time_occurrences

_NO_ZONE = Message(gettext_noop("No time zone. Choose it."))
_AMBIGUOUS_ZONE = Message(
    gettext_noop("No time zone, because this could mean several. Choose it.")
)
_FIRST_OF_TWO = Message(
    gettext_noop(
        "Read as the first of two. The clocks go back, and that hour comes twice."
    )
)
_UNSURE: dict[Unsure, Message] = {
    "midnight": Message(
        gettext_noop(
            "A day begins and ends with a midnight. Check which one is meant, and the day."
        )
    ),
    "twelve": Message(
        gettext_noop("Read as %(time)s. Check whether noon or midnight is meant.")
    ),
    "contradiction": Message(
        gettext_noop(
            "Read as %(time)s. The text contradicts itself: check which one is meant."
        )
    ),
}


def printed_time_doubts(time: PrintedTime | None, line: int) -> Iterator[Doubt]:
    """Yield a doubt about a printed noon or midnight that can be read in two ways."""
    if time is None or time.unsure is None:
        return
    assumed = _UNSURE[time.unsure]
    clock = (
        time.begins if time.ends is None else f"{time.begins:%H:%M} – {time.ends:%H:%M}"
    )
    yield Doubt(
        line=line,
        saw=" ".join(time.text.split()),
        assumed=Message(assumed.template, {"time": clock}),
    )


def clock_doubts(event: Event | Session) -> Iterator[Doubt]:
    """Yield doubts about a missing, ambiguous or unseasonal zone, or a skipped hour."""
    line = event.lines.first
    for clock in (event.start, event.end):
        if clock is None or not (event.timezone and event.date):
            continue
        wall = dt.datetime.combine(event.date, clock)
        yield from _clock_change_doubts(wall, event.timezone, line)
    if event.start is None:
        return
    if event.tz is None and isinstance(event, Event):
        saw = Message(gettext_noop("%(time)s with no time zone"), {"time": event.start})
        yield Doubt(line=line, saw=saw, assumed=_NO_ZONE)
    if event.tz and event.timezone is None:
        yield Doubt(line=line, saw=event.tz, assumed=_AMBIGUOUS_ZONE)
    if event.tz and event.timezone and event.date:
        wall = dt.datetime.combine(event.date, event.start)
        yield from _season_doubts(event.tz, event.timezone, wall, line)


def _clock_change_doubts(
    wall: dt.datetime, timezone: str, line: int
) -> Iterator[Doubt]:
    """Yield a doubt about an hour that the clocks skip, or show twice."""
    zone = ZoneInfo(timezone)
    times = wall_time_occurrences(wall, zone)
    saw = Message(
        gettext_noop("%(time)s on %(date)s in %(zone)s"),
        {"time": wall.time(), "date": wall.date(), "zone": timezone},
    )
    if times == 0:
        shown = wall.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)
        assumed = Message(
            gettext_noop("Read as %(time)s. The clocks go forward over that hour."),
            {"time": shown.time()},
        )
        yield Doubt(line=line, saw=saw, assumed=assumed)
    if times == 2:
        yield Doubt(line=line, saw=saw, assumed=_FIRST_OF_TWO)


def _season_doubts(
    tz: str, timezone: str, wall: dt.datetime, line: int
) -> Iterator[Doubt]:
    """Yield a doubt about a summer abbreviation in winter, or a winter one in summer."""
    actual = expected_abbreviation(tz, timezone, wall)
    if actual:
        saw = Message(
            gettext_noop("%(zone)s on %(date)s"), {"zone": tz, "date": wall.date()}
        )
        assumed = Message(
            gettext_noop("Read as %(time)s local time (%(actual)s) in %(zone)s."),
            {"time": wall.time(), "actual": actual, "zone": timezone},
        )
        yield Doubt(line=line, saw=saw, assumed=assumed)
