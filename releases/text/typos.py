"""Typing errors that words alone reveal: wrong weekdays, impossible dates, cut lines."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from releases.text.dates import MONTH, WEEKDAYS, PrintedDate, dates_in

# A date without a year is the nearest one if that is within this many days.
NEARBY = dt.timedelta(days=120)
_BEFORE = r"\b(?:ended|ending|on|until|through|by|of|from|dated|since)\s"
_LAST_DAYS = re.compile(
    rf"""
      (?P<sure>{_BEFORE})?\b(?P<am>{MONTH})\s(?P<ad>29|30|31)(?:st|nd|rd|th)?\b(?:,?\s(?P<ay>(?:19|20)\d\d)\b)?
    | \b(?P<bd>29|30|31)(?:st|nd|rd|th)?\s(?P<bm>{MONTH})(?![a-z])(?:,?\s(?P<by>(?:19|20)\d\d)\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LATE_IN_MONTH = re.compile(r"\b(?:29|30|31)(?:st|nd|rd|th)?\b")
_LENGTHS = {"feb": 29, "apr": 30, "jun": 30, "sep": 30, "nov": 30}
_WEEKDAY = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", re.IGNORECASE)
_DANGLING = re.compile(
    r"(?:…|\.\.\.|[,:&/(\[{“‘—–-]|\b(?:and|or|the|a|an|of))$", re.IGNORECASE
)
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongWeekday:
    """A date printed with another day's weekday."""

    text: str
    date: dt.date

    @property
    def actual(self) -> str:
        """Return the weekday that the date falls on."""
        return WEEKDAYS[self.date.weekday()]


def wrong_weekdays(text: str, *, near: dt.date) -> Iterator[WrongWeekday]:
    """Yield every date whose printed weekday is wrong.

    `near` is about the day of the text: it decides the year of a date without one.
    """
    for line in filter(_WEEKDAY.search, text.split("\n")):
        for printed in dates_in(line):
            date = _mismatched_date(printed, near)
            if date is not None:
                yield WrongWeekday(text=printed.text.strip(), date=date)


def impossible_dates(text: str) -> Iterator[str]:
    """Yield every date that doesn't exist, such as June 31 or February 29, 2026.

    “In June 31 patients ...” is no date: a year, or a word such as “ended”, makes it
    one.
    """
    if not _LATE_IN_MONTH.search(text):
        return
    for match in _LAST_DAYS.finditer(text):
        month = (match["am"] or match["bm"])[:3].lower()
        day = int(match["ad"] or match["bd"])
        year = match["ay"] or match["by"]
        if not (year or match["sure"] or match["bd"]) or month not in _LENGTHS:
            continue
        length = _LENGTHS[month]
        if month == "feb" and year and not _leap(int(year)):
            length = 28
        if day > length:
            words = match.group()
            yield words[len(match["sure"] or "") :]


def is_cut_short(line: str) -> bool:
    """Return whether a headline ends in the middle: an open bracket or a loose word."""
    line = line.strip()
    unclosed = any(line.count(opens) > line.count(closes) for opens, closes in _PAIRS)
    return bool(line) and (unclosed or _DANGLING.search(line) is not None)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _mismatched_date(printed: PrintedDate, near: dt.date) -> dt.date | None:
    """Return the date if the weekday printed beside it is wrong, else None."""
    if printed.weekday is None:
        return None
    years = [printed.year] if printed.year else [near.year + n for n in (0, 1, -1)]
    dates = [date for year in years if (date := printed.in_year(year))]
    if not dates:
        return None
    if printed.ambiguous:  # 3/4/2026 may be in March or in April
        dates.append(dt.date(dates[0].year, printed.day, printed.month))
    dates.sort(key=lambda date: abs(date - near))
    nearest = dates[0]
    if printed.year is None and abs(nearest - near) <= NEARBY:
        dates = [nearest]
    right = any(date.weekday() == printed.weekday for date in dates)
    return None if right else nearest
