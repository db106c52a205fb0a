"""Dates in running text, as press releases print them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from releases.text.translatable import gettext_noop

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# Shown in checks and doubts, so translated.
WEEKDAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
# Months whose names are not English, by number, as other languages print them.
_OTHER_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januar|jänner|jan|janvier|janv|enero|ene|gennaio|janeiro|januari",
            "februar|feber|février|févr|fevrier|febrero|febbraio|fevereiro|februari",
            "märz|maerz|mrz|mars|marzo|março|maart|marts",
            "avril|avr|abril|abr|aprile",
            "mai|mayo|maggio|maio|mei|maj",
            "juni|juin|junio|giugno|junho",
            "juli|juillet|juil|julio|luglio|julho",
            "août|aout|agosto|ago|augustus|augusti",
            "septembre|septiembre|setiembre|settembre|setembro",
            "oktober|okt|octobre|octubre|ottobre|outubro",
            "novembre|noviembre|novembro",
            "dezember|dez|décembre|decembre|déc|diciembre|dic|dicembre|dezembro|desember",
        ),
        1,
    )
    for name in names.split("|")
}
_OTHER_MONTH = "|".join(sorted(_OTHER_MONTHS, key=lambda name: -len(name)))
_OTHER_WEEKDAYS = (
    "montag|lundi|lunes",
    "dienstag|mardi|martes",
    "mittwoch|mercredi|miércoles|miercoles",
    "donnerstag|jeudi|jueves",
    "freitag|vendredi|viernes",
    "samstag|sonnabend|samedi|sábado|sabado",
    "sonntag|dimanche|domingo",
)
_OTHER_WEEKDAY = "|".join(_OTHER_WEEKDAYS)
WEEKDAY = (
    r"(?:Mon(?:day|\.)?|Tue(?:s(?:day|\.)?|\.)?|Wed(?:nesday|s\.?|\.)?|Thu(?:rs?(?:day|\.)?|\.)?"
    r"|Fri(?:day|\.)?|Sat(?:urday|\.)?|Sun(?:day|\.)?)"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_NTH = r"(?:\s?(?:st|nd|rd|th)\b)?"
_YEAR = r"(?:(?:19|20)\d\d)"
_TO = r"\s?(?:-|–|—|to|through|and|&)\s?"
# A year of two digits above this one is of the last century, as POSIX reads %y.
_LATEST_YEAR = "68"
_DATE = re.compile(
    rf"""
    (?:\b(?P<weekday>{WEEKDAY})(?:\s?[-–—]\s?{WEEKDAY})?(?:\s\([^()]{{1,12}}\))?,?\s{{1,3}}(?:the\s)?)?
    (?:
      \b(?P<am>{MONTH})\s?(?P<ad>{_DAY}){_NTH}(?!\d|:\d|\s?[ap]\.?m\b)
      (?:{_TO}(?:(?P<am2>{MONTH})\s)?(?P<ad2>{_DAY}){_NTH}(?!\d|:\d|\s?[ap]\.?m\b|%|\.\d))?
      (?:,?\s{{0,3}}(?P<ay>{_YEAR})(?!\d))?
    |
      (?:\b(?P<oweekday>{_OTHER_WEEKDAY}),?\s{{1,3}}(?:de[nm]\s|le\s)?)?
      (?<![\d.,$€£])\b(?P<od>{_DAY})(?:\.|er\b|º|°)?\s{{0,3}}(?:de\s)?(?P<om>{_OTHER_MONTH}|(?<=\.\s)(?:April|August|September|November)|(?<=\sde\s)abril)\.?(?![A-Za-zäéû])
      (?:,?\s{{0,3}}(?:de\s|del\s)?(?P<oy>{_YEAR})(?!\d))?
    |
      (?<![\d.,$€£])\b(?P<bd>{_DAY}){_NTH}
      (?:{_TO}(?P<bd2>{_DAY}){_NTH})?[\s-](?:day\s)?(?:of\s)?(?P<bm>{MONTH})(?![A-Za-z])
      (?:{_TO}(?P<bd3>{_DAY}){_NTH}\s(?P<bm2>{MONTH})(?![A-Za-z]))?
      (?:(?:,?\s{{0,3}}|-)(?P<by>{_YEAR})(?!\d))?
    |
      (?<![\d./-])(?P<iy>{_YEAR})(?P<isep>[-/])(?P<im>0[1-9]|1[0-2])(?P=isep)(?P<id>0[1-9]|[12]\d|3[01])(?![\d/-])
    |
      (?<![\d./])(?P<ed>{_DAY})\.\s?(?P<em>1[0-2]|0?[1-9])\.\s?(?P<ey>{_YEAR})(?!\d)
    |
      (?<![\d./])(?P<s1>{_DAY})(?P<ssep>/|-(?={_DAY}-{_YEAR}(?!\d)))(?P<s2>{_DAY})(?P=ssep)(?P<sy>{_YEAR}|\d\d)(?![\d/])
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """A date as printed; it may lack a year, and `until` ends a range of days."""

    start: int
    end: int
    text: str
    day: int
    month: int
    year: int | None
    until: tuple[int, int] | None
    weekday: int | None
    ambiguous: bool

    def in_year(self, year: int) -> dt.date | None:
        """Return the date, in `year` if none is printed; None if there is no such date."""
        return _date(self.year or year, self.month, self.day)

    def last_in_year(self, year: int) -> dt.date | None:
        """Return the last day of a range, in `year` if none is printed."""
        if self.until is None:
            return None
        return _date(self.year or year, *self.until)

    def nearest_to(self, day: dt.date) -> dt.date | None:
        """Return the date; if it has no year, the soonest one after `day`.

        Up to 60 days before `day` count too; a printed weekday decides first.
        """
        if self.year is not None:
            return self.in_year(self.year)
        years = (day.year, day.year + 1, day.year - 1)
        dates = [date for year in years if (date := self.in_year(year))]
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
    name = printed.rstrip(".").capitalize()
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def weekday_of(printed: str | None) -> int | None:
    """Return the weekday's number, Monday 0 as in datetime, or None."""
    if not printed:
        return None
    for number, names in enumerate(_OTHER_WEEKDAYS):
        if printed.lower() in names.split("|"):
            return number
    name = printed.capitalize()[:3]
    return next((i for i, day in enumerate(WEEKDAYS) if day.startswith(name)), None)


_Parts = tuple[int, int, str | None, tuple[int, int] | None, bool]


def _date_parts(groups: dict[str, str | None]) -> _Parts:
    """Return day, month, year, range end, and whether day and month may be swapped."""
    if groups["am"]:
        until = None
        if groups["ad2"]:
            until = (_month(groups["am2"] or groups["am"]), int(groups["ad2"]))
        return int(groups["ad"] or 0), _month(groups["am"]), groups["ay"], until, False
    if groups["bm"]:
        month = _month(groups["bm"])
        until = (month, int(groups["bd2"])) if groups["bd2"] else None
        if groups["bd3"]:
            until = (_month(groups["bm2"] or groups["bm"]), int(groups["bd3"]))
        return int(groups["bd"] or 0), month, groups["by"], until, False
    if groups["om"]:
        name = groups["om"].lower()
        month = _OTHER_MONTHS.get(name) or _month(name)
        return int(groups["od"] or 0), month, groups["oy"], None, False
    return _numeric_parts(groups)


def _numeric_parts(groups: dict[str, str | None]) -> _Parts:
    """Return the same of a date in numbers alone."""
    for day, month, year in (("id", "im", "iy"), ("ed", "em", "ey")):
        if groups[year]:
            return (
                int(groups[day] or 0),
                int(groups[month] or 0),
                groups[year],
                None,
                False,
            )
    first, second = int(groups["s1"] or 0), int(groups["s2"] or 0)
    printed = groups["sy"] or ""
    if len(printed) == 2:
        printed = f"{19 if printed > _LATEST_YEAR else 20}{printed}"
    if first > 12 or second > 12:
        parts = (first, second) if first > 12 else (second, first)
        return *parts, printed, None, False
    return second, first, printed, None, first != second


def _is_number(text: str, start: int, groups: dict[str, str | None]) -> bool:
    """Return whether “No. 23 - 10 February” is a number and a day, not a range."""
    named = _NO.search(text[max(0, start - 5) : start]) is not None
    return named or int(groups["bd2"] or 0) < int(groups["bd"] or 0)


_NO = re.compile(r"(?i)\bno\.?\s$")
# Every date has one. Most lines have none, and are not tried at each of their characters.
_DIGIT = re.compile(r"\d")


def dates_in(text: str) -> Iterator[PrintedDate]:
    """Yield every date in a text, in order."""
    if _DIGIT.search(text) is None:
        return
    for match in _DATE.finditer(text):
        groups = match.groupdict()
        day, month, year, until, ambiguous = _date_parts(groups)
        start = match.start()
        if groups["bd2"] and _is_number(text, start, groups):
            day, until, start = int(groups["bd2"]), None, match.start("bd2")
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
            weekday=weekday_of(groups["weekday"] or groups["oweekday"]),
            ambiguous=ambiguous,
        )
