"""Dates as press releases print them, found in running text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
WEEKDAY = (
    r"(?:Mon(?:day|\.)?|Tue(?:s(?:day|\.)?|\.)?|Wed(?:nesday|s\.?|\.)?|Thu(?:rs?(?:day|\.)?|\.)?"
    r"|Fri(?:day|\.)?|Sat(?:urday|\.)?|Sun(?:day|\.)?)"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_NTH = r"(?:\s?(?:st|nd|rd|th)\b)?"
_YEAR = r"(?:(?:19|20)\d\d)"
_TO = r"\s?(?:-|–|—|to|through|and|&)\s?"
_DATE = re.compile(
    rf"""
    (?:\b(?P<weekday>{WEEKDAY})(?:\s?[-–—]\s?{WEEKDAY})?(?:\s\([^()]{{1,12}}\))?,?\s{{1,3}}(?:the\s)?)?
    (?:
      \b(?P<am>{MONTH})\s?(?P<ad>{_DAY}){_NTH}(?!\d|:\d|\s?[ap]\.?m\b)
      (?:{_TO}(?:(?P<am2>{MONTH})\s)?(?P<ad2>{_DAY}){_NTH}(?!\d|:\d|\s?[ap]\.?m\b|%|\.\d))?
      (?:,?\s{{0,3}}(?P<ay>{_YEAR})(?!\d))?
    |
      (?<![\d.,$€£])\b(?P<bd>{_DAY}){_NTH}
      (?:{_TO}(?P<bd2>{_DAY}){_NTH})?\s(?:of\s)?(?P<bm>{MONTH})(?![A-Za-z])
      (?:{_TO}(?P<bd3>{_DAY}){_NTH}\s(?P<bm2>{MONTH})(?![A-Za-z]))?
      (?:,?\s{{0,3}}(?P<by>{_YEAR})(?!\d))?
    |
      (?<![\d./-])(?P<iy>{_YEAR})-(?P<im>0[1-9]|1[0-2])-(?P<id>0[1-9]|[12]\d|3[01])(?![\d-])
    |
      (?<![\d./])(?P<ed>{_DAY})\.\s?(?P<em>1[0-2]|0?[1-9])\.\s?(?P<ey>{_YEAR})(?!\d)
    |
      (?<![\d./])(?P<s1>{_DAY})/(?P<s2>{_DAY})/(?P<sy>{_YEAR}|\d\d)(?![\d/])
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """A date as printed; the year may be missing, and it may last several days."""

    start: int
    end: int
    text: str
    day: int
    month: int
    year: int | None
    until: tuple[int, int] | None
    weekday: int | None
    ambiguous: bool

    def on(self, year: int) -> dt.date | None:
        """The date in that year, unless there is none (29 February)."""
        return _date(self.year or year, self.month, self.day)

    def last(self, year: int) -> dt.date | None:
        """The last day of a range in that year."""
        if self.until is None:
            return None
        return _date(self.year or year, *self.until)

    def near(self, day: dt.date) -> dt.date | None:
        """The date, with a missing year taken so that it falls soonest after a day."""
        if self.year is not None:
            return self.on(self.year)
        years = (day.year, day.year + 1, day.year - 1)
        dates = [found for year in years if (found := self.on(year))]
        if self.weekday is not None:
            same = [d for d in dates if d.weekday() == self.weekday]
            dates = same or dates
        later = [d for d in dates if d >= day - dt.timedelta(days=60)]
        return later[0] if later else (dates[0] if dates else None)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _month(printed: str) -> int:
    name = printed.lower().rstrip(".")
    return next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))


def weekday_of(printed: str | None) -> int | None:
    """Monday is 0, as in datetime; None where no weekday is named."""
    if not printed:
        return None
    name = printed.lower()[:3]
    return next((i for i, day in enumerate(_DAYS) if day.startswith(name)), None)


def _numbers(
    part: dict[str, str | None],
) -> tuple[int, int, str | None, tuple[int, int] | None, bool]:
    """Day, month, year, last day and whether day and month could be exchanged."""
    if part["am"]:
        until = None
        if part["ad2"]:
            until = (_month(part["am2"] or part["am"]), int(part["ad2"]))
        return int(part["ad"] or 0), _month(part["am"]), part["ay"], until, False
    if part["bm"]:
        month = _month(part["bm"])
        until = (month, int(part["bd2"])) if part["bd2"] else None
        if part["bd3"]:
            until = (_month(part["bm2"] or part["bm"]), int(part["bd3"]))
        return int(part["bd"] or 0), month, part["by"], until, False
    if part["iy"]:
        return int(part["id"] or 0), int(part["im"] or 0), part["iy"], None, False
    if part["ey"]:
        return int(part["ed"] or 0), int(part["em"] or 0), part["ey"], None, False
    first, second = int(part["s1"] or 0), int(part["s2"] or 0)
    year = part["sy"] or ""
    year = year if len(year) == 4 else f"20{year}"
    if first > 12 or second > 12:
        day, month = (first, second) if first > 12 else (second, first)
        return day, month, year, None, False
    return second, first, year, None, first != second


def _is_number(text: str, start: int, part: dict[str, str | None]) -> bool:
    """Whether “No. 23 - 10 February” is a number and a day rather than a range."""
    named = _NO.search(text[max(0, start - 5) : start]) is not None
    return named or int(part["bd2"] or 0) < int(part["bd"] or 0)


_NO = re.compile(r"(?i)\bno\.?\s$")


def dates_in(text: str) -> Iterator[PrintedDate]:
    """Every date printed in a text, in order."""
    for match in _DATE.finditer(text):
        part = match.groupdict()
        day, month, year, until, ambiguous = _numbers(part)
        start = match.start()
        if part["bd2"] and _is_number(text, start, part):
            day, until, start = int(part["bd2"]), None, match.start("bd2")
        leap = int(year) if year else 2024
        if _date(leap, min(month, 12), day) is None or month > 12:
            continue
        yield PrintedDate(
            start=start,
            end=match.end(),
            text=text[start : match.end()],
            day=day,
            month=month,
            year=int(year) if year else None,
            until=until,
            weekday=weekday_of(part["weekday"]),
            ambiguous=ambiguous,
        )
