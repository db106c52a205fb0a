"""A month of events as a calendar has it: weeks of seven days, with what is on each."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import get_format

from releases.models import Publication
from releases.public.results_dates import one_a_matter
from releases.record.documents import EventDocument
from releases.record.published import Published, published_event
from releases.templatetags.datetimes import format_month, in_zone

Event: TypeAlias = Published[EventDocument]

MONTH = re.compile(r"((?:19|2[0-9])[0-9]{2})-(0[1-9]|1[0-2])")
# More events of one month than any issuer has.
MAX_EVENTS = 200
DAY = dt.timedelta(days=1)
# An event that is longer is shown in the months in which it starts and ends.
LONGEST = dt.timedelta(days=62)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDay:
    """A day of the month with its events, those that go on from earlier days first."""

    date: dt.date
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMonth:
    """The weeks of a month; a place without a day is None.

    `earlier` and `later` are the first days of the nearest months with events.
    """

    first: dt.date
    weeks: tuple[tuple[EventDay | None, ...], ...]
    earlier: dt.date | None
    later: dt.date | None

    @property
    def name(self) -> str:
        """Its name, as “March 2026”."""
        return format_month(self.first)

    @property
    def has_events(self) -> bool:
        """Whether anything is on in it."""
        return any(day and day.events for week in self.weeks for day in week)

    @property
    def weekdays(self) -> list[tuple[str, str]]:
        """The days of the week as the language begins it, each in full and in short."""
        return [
            (str(WEEKDAYS[day]), str(WEEKDAYS_ABBR[day]))
            for day in _calendar().iterweekdays()
        ]


def parse_month(text: str) -> dt.date | None:
    """Return the first day of a month such as 2026-03; None for what is none."""
    match = MONTH.fullmatch(text)
    return dt.date(int(match[1]), int(match[2]), 1) if match else None


def month_code(day: dt.date) -> str:
    """Return the month of a day as an address has it: 2026-03."""
    return f"{day:%Y-%m}"


def month_of_events(first: dt.date, *, at: dt.datetime) -> EventMonth:
    """Return the month that begins on this day, with the events that are live at `at`.

    Each is on its days in its own time zone, as lists and pages say them.
    """
    starts = dt.datetime.combine(first, dt.time(), dt.UTC)
    end = (first.replace(day=28) + 4 * DAY).replace(day=1)
    ends = dt.datetime.combine(end, dt.time(), dt.UTC)
    live = Publication.objects.events().live(at=at)
    rows = live.ending_between(starts - DAY, ends + LONGEST).starting_before(ends + DAY)
    events = one_a_matter(
        [published_event(row) for row in rows.order_by("starts", "id")[:MAX_EVENTS]],
        at=at,
    )
    by_day: dict[dt.date, list[Event]] = {}
    for event in events:
        for day in days_of(event):
            by_day.setdefault(day, []).append(event)
    around = [
        in_zone(row.starts, published_event(row).document.timezone)
        .date()
        .replace(day=1)
        for row in (
            *live.past(at=starts + DAY).order_by("-ends", "-id")[:4],
            *live.starting_from(ends - DAY).order_by("starts", "id")[:4],
        )
        if row.starts
    ]
    around += [day.replace(day=1) for day in by_day]
    weeks = _calendar().monthdatescalendar(first.year, first.month)
    return EventMonth(
        first=first,
        weeks=tuple(
            tuple(
                EventDay(date=day, events=tuple(by_day.get(day, ())))
                if day.month == first.month
                else None
                for day in week
            )
            for week in weeks
        ),
        earlier=max((month for month in around if month < first), default=None),
        later=min((month for month in around if month > first), default=None),
    )


def days_of(event: Event) -> Iterator[dt.date]:
    """Yield the days of an event in its own time zone, the first one first."""
    document = event.document
    day = in_zone(document.starts, document.timezone).date()
    last = in_zone(document.ends or document.starts, document.timezone).date()
    while day <= last:
        yield day
        day += DAY


def _calendar() -> calendar.Calendar:
    """Return the calendar whose weeks begin as the language has them; 0 is Sunday."""
    first: int = get_format("FIRST_DAY_OF_WEEK")
    return calendar.Calendar((first - 1) % 7)
