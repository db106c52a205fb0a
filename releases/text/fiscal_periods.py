"""Fiscal periods: how they are written, which end together, and what a headline names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# The parts of a fiscal year that results are of, and the quarter with which each ends.
CLOSING = {
    "q1": 1,
    "q2": 2,
    "h1": 2,
    "q2-h1": 2,
    "q3": 3,
    "9m": 3,
    "q3-9m": 3,
    "q4": 4,
    "h2": 4,
    "fy": 4,
    "q4-fy": 4,
    "h2-fy": 4,
}
FIRST_YEAR, LAST_YEAR = 1900, 2999


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalPeriod:
    """A quarter, half or whole of a fiscal year, or two of these that end together.

    `year` is the fiscal year as the issuer counts it, `part` a key of CLOSING.
    """

    year: int
    part: str

    def __post_init__(self) -> None:
        if self.part not in CLOSING or not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"{self.year}-{self.part} is no fiscal period.")

    @property
    def code(self) -> str:
        """How documents write it: `2026-q3`."""
        return f"{self.year}-{self.part}"

    @property
    def quarter(self) -> int:
        """The quarter with which it ends, sortable: 20263 for the third of 2026."""
        return quarter_number(self.year, CLOSING[self.part])


def quarter_number(year: int, quarter: int) -> int:
    """Return a quarter of a fiscal year as one sortable number: 20263."""
    return year * 10 + quarter


def year_of(quarter: int) -> int:
    """Return the fiscal year of a quarter's number."""
    return quarter // 10


def previous_quarter(quarter: int) -> int:
    """Return the number of the quarter before: 20261 after 20254."""
    is_first = quarter % 10 == 1
    return quarter_number(year_of(quarter) - 1, 4) if is_first else quarter - 1


def parse_period(code: str) -> FiscalPeriod:
    """Read what `FiscalPeriod.code` wrote. Raises ValueError."""
    year, _, part = code.partition("-")
    return FiscalPeriod(year=int(year), part=part)


def joined_part(parts: Iterable[str]) -> str:
    """Return the one part that holds all of these, which end together.

    The fourth quarter and the full year are `q4-fy`. Where no part holds all, the first
    in the order of CLOSING counts.
    """
    known = set(parts)
    atoms = {atom for part in known for atom in part.split("-")}
    for part in CLOSING:
        if set(part.split("-")) == atoms:
            return part
    return next(part for part in CLOSING if part in known)


_RESULTS = re.compile(r"(?i)\b(?:results|earnings|interim report)\b")
# What is about results and is not their release.
_ABOUT = re.compile(
    r"(?i)\bto (?:report|announce|release|publish|host|hold|present|discuss|webcast|issue)\b"
    r"|\b(?:date|call|webcast|guidance|preliminary|outlook|dividend|trial|study|phase|topline)\b"
)
_YEAR = re.compile(r"(?i)(?<!\d)(?:FY ?'?)?(20\d\d)(?!\d)|\bFY ?'?(\d\d)\b")
_ATOMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (atom, re.compile(rf"(?i)\b(?:{words})\b"))
    for atom, words in (
        ("q1", "(?:first|1st)[- ]quarter|q1|1q"),
        ("q2", "(?:second|2nd)[- ]quarter|q2|2q"),
        ("h1", "first[- ]half(?:[- ]year)?|half[- ]year(?:ly)?|six[- ]months?|h1|1h"),
        ("q3", "(?:third|3rd)[- ]quarter|q3|3q"),
        ("9m", "nine[- ]months?|9m"),
        ("q4", "(?:fourth|4th)[- ]quarter|q4|4q"),
        ("h2", "second[- ]half(?:[- ]year)?|h2|2h"),
        ("fy", "full[- ]year|year[- ]end|annual|twelve[- ]months?|fiscal year"),
    )
)


def results_period(headline: str) -> FiscalPeriod | None:
    """Return the fiscal period whose results a headline releases, if it says so clearly.

    It needs the word for results, one year and one period, and must not be about a
    call, a date or a study. “Fiscal year” beside a quarter only says which year.
    """
    if not _RESULTS.search(headline) or _ABOUT.search(headline):
        return None
    years = {int(match[1] or f"20{match[2]}") for match in _YEAR.finditer(headline)}
    atoms = {atom for atom, words in _ATOMS if words.search(headline)}
    if len(years) != 1 or not atoms:
        return None
    for wanted in (atoms, atoms - {"fy"}):
        for part in CLOSING:
            if set(part.split("-")) == wanted:
                return FiscalPeriod(year=years.pop(), part=part)
    return None
