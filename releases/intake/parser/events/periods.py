"""Rows of a financial calendar that name a quarter, a half or a year."""

from __future__ import annotations

import datetime as dt
import re

_NTH = r"(?:first|second|third|fourth|1st|2nd|3rd|4th)"
_YEAR = r"(?:fiscal (?:year )?|FY ?)?(?P<year{0}>20\d\d)"
_PERIOD = re.compile(
    rf"(?i)(?:the )?(?:{_YEAR.format(0)} )?(?:fiscal )?"
    rf"(?P<name>{_NTH}[ -](?:fiscal[ -])?(?:quarter|half)|[QH][1-4]|[1-4][QH]|half[ -]year|(?:full|fiscal)[ -]year"
    r"|year[ -]end|(?:three|six|nine|twelve) months|(?:fourth quarter|Q4) and (?:full|fiscal)[ -]year)"
    rf"(?:,? (?:of )?{_YEAR.format(1)})?"
)
# The months in which each period of a calendar year is reported, and how many years
# after it that is.
_REPORTED_IN = tuple(
    (re.compile(rf"(?i){period}"), months)
    for period, months in (
        ("first.quarter|1st.quarter|Q1|1Q|three", {4: 0, 5: 0, 6: 0}),
        (
            "second.quarter|2nd.quarter|Q2|2Q|half|H1|1H|six|(?:first|1st).half",
            {7: 0, 8: 0, 9: 0},
        ),
        ("third.quarter|3rd.quarter|Q3|3Q|nine", {10: 0, 11: 0, 12: 0}),
        (
            "fourth|4th|Q4|4Q|year|twelve|H2|2H|(?:second|2nd).half",
            {1: 1, 2: 1, 3: 1, 4: 1},
        ),
    )
)


def is_period(title: str) -> bool:
    """Return whether a title is only a period's name, such as “First quarter”."""
    return _PERIOD.fullmatch(title.strip(" :.")) is not None


def results_title(title: str, date: dt.date) -> str | None:
    """Return “First Quarter 2025 Results” for a period's name; None if its year is open.

    A year that is not printed is taken from the date if it is where reports of that
    period of a calendar year fall.
    """
    match = _PERIOD.fullmatch(title.strip(" :."))
    if match is None:
        return None
    year = match["year0"] or match["year1"] or _year_of(match["name"], date)
    if year is None:
        return None
    name = re.sub(r"(?i)\b(?!and\b)[a-z]", lambda m: m.group().upper(), match["name"])
    return f"{name} {year} Results"


def _year_of(name: str, date: dt.date) -> int | None:
    """Return the calendar year of a period that is reported on a date, if it is plain."""
    for pattern, months in reversed(_REPORTED_IN):
        if pattern.search(name) and date.month in months:
            return date.year - months[date.month]
    return None
