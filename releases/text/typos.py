"""Slips that can be told from the words alone: days that disagree, lines cut short."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from releases.text.dates import MONTH, PrintedDate, dates_in

DAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
# A date without its year means the one of these that is nearest, if it is near.
NEAR = dt.timedelta(days=120)
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
class WrongDay:
    """A date beside the name of another day of the week, and the day that it is."""

    text: str
    date: dt.date

    @property
    def actual(self) -> str:
        """The day of the week that the date falls on."""
        return DAYS[self.date.weekday()]


def wrong_days(text: str, *, near: dt.date) -> Iterator[WrongDay]:
    """Every date whose weekday is another's, for a text of about this day."""
    for line in filter(_WEEKDAY.search, text.split("\n")):
        for printed in dates_in(line):
            date = _disagreeing(printed, near)
            if date is not None:
                yield WrongDay(text=printed.text.strip(), date=date)


def impossible_dates(text: str) -> Iterator[str]:
    """Every date that no calendar has: June 31, 2026, or February 29 of a plain year.

    “In June 31 patients ...” is not a date: a year, or a word such as “ended”, makes it
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


def cut_short(line: str) -> bool:
    """Whether a headline stops before it has ended."""
    line = line.strip()
    unclosed = any(line.count(opens) > line.count(closes) for opens, closes in _PAIRS)
    return bool(line) and (unclosed or _DANGLING.search(line) is not None)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _disagreeing(printed: PrintedDate, near: dt.date) -> dt.date | None:
    """The date, where the weekday beside it is not its own."""
    if printed.weekday is None:
        return None
    years = [printed.year] if printed.year else [near.year + n for n in (0, 1, -1)]
    dates = [date for year in years if (date := printed.on(year))]
    if not dates:
        return None
    if printed.ambiguous:  # 3/4/2026 may be in March or in April
        dates.append(dt.date(dates[0].year, printed.day, printed.month))
    dates.sort(key=lambda date: abs(date - near))
    nearest = dates[0]
    if printed.year is None and abs(nearest - near) <= NEAR:
        dates = [nearest]
    right = any(date.weekday() == printed.weekday for date in dates)
    return None if right else nearest
