"""Numbers as tables print them, read only where nobody could read them otherwise.

A point or a comma may stand for thousands or for decimals. What a table's language and its
other figures do not decide is no number, and neither is a year that heads a column, a
range, or a figure with a footnote or a unit of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

# A spreadsheet holds as many digits of a number (IEEE 754, binary64).
MAX_DIGITS = 15

_CURRENCY = r"(?:[A-Z]{0,3}\$|[€£¥₩₹])"
_MINUS = "-−–"  # noqa: RUF001 - minus signs as printed
_FIGURE = re.compile(
    rf"""
    (?P<before>
        (?P<opens>\()?\s?
        (?P<sign>[{_MINUS}+])?\s?
        (?P<currency>{_CURRENCY})?\s?
        (?P<opens_again>\()?\s?
        (?P<sign_again>[{_MINUS}])?
    )
    (?P<digits>\.?\d(?:[\d.,’' \u00a0\u202f\u2009]*\d)?)
    (?P<after>
        \s?(?P<percent>%)?
        \s?(?P<currency_after>{_CURRENCY})?
        \s?(?P<closes>\))?
        \s?(?P<percent_after>%)?
    )
    """,
    re.VERBOSE,
)
_WIDE_SPACES = "\u00a0\u202f\u2009"
# The languages whose figures have a decimal point, and those with a decimal comma. Where
# it differs from place to place, the figures alone decide.
_POINT_LANGUAGES = {"en", "he", "hi", "ja", "ko", "th", "zh"}
_COMMA_LANGUAGES = {
    *("bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "hr", "hu", "id", "is"),
    *("it", "lt", "lv", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl"),
    *("sr", "sv", "tr", "uk", "vi"),
}
_OTHER_REGIONS = {
    *("CH", "LI", "ZA", "MX", "GT", "HN", "NI", "PA", "PE", "PR", "SV", "DO", "US"),
}


class Notation(Enum):
    """Which character parts the whole from the decimals."""

    POINT = "."
    COMMA = ","


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedNumber:
    """A number and how it is printed: `before` and `after` stand beside its digits.

    `value` is what the digits and the sign say, of a percentage too: 12.5% is 12.5.
    `pattern` is how its digits are set, as a number format of a spreadsheet.
    """

    value: Decimal
    pattern: str
    before: str = ""
    after: str = ""
    currency: str = ""
    is_percentage: bool = False


def printed_numbers(
    texts: Iterable[str], *, language: str
) -> dict[str, PrintedNumber | None]:
    """Return the number that each cell of a table is; None for those that are none.

    `language` (BCP 47) is that of the table. If a figure contradicts it, only those are
    read that have one reading in any language.
    """
    figures = {text: _FIGURE.fullmatch(text) for text in texts}
    readings = {
        text: _readings(match["digits"]) for text, match in figures.items() if match
    }
    notation = notation_of(language)
    if notation and any(
        values and notation not in values for values in readings.values()
    ):
        notation = None
    elif notation is None:
        notation = _only_notation(readings.values())
    return {
        text: _number(match, readings[text], notation) if match else None
        for text, match in figures.items()
    }


class Reading(NamedTuple):
    """A value and its pattern; `is_evident` if the digits have it in any language."""

    value: Decimal
    pattern: str
    is_evident: bool


Readings = dict[Notation, Reading]


def notation_of(language: str) -> Notation | None:
    """Return the notation of a language, where it has one."""
    primary, *subtags = language.split("-")
    if primary == "en" and "ZA" not in subtags:
        return Notation.POINT
    if _OTHER_REGIONS & {subtag.upper() for subtag in subtags}:
        return None
    if primary in _POINT_LANGUAGES:
        return Notation.POINT
    return Notation.COMMA if primary in _COMMA_LANGUAGES else None


def _only_notation(readings: Iterable[Readings]) -> Notation | None:
    """Return the notation that some figures evidently have, if all have the same."""
    evident = {
        notation
        for values in readings
        if len(values) == 1
        for notation, reading in values.items()
        if reading.is_evident
    }
    return evident.pop() if len(evident) == 1 else None


def _readings(digits: str) -> Readings:
    """Return by notation the value and the pattern of digits; none if they have neither."""
    readings: Readings = {}
    for notation in Notation:
        match = _DIGITS[notation].fullmatch(digits)
        if match is None:
            continue
        whole = "".join(re.findall(r"\d", match["whole"] or ""))
        decimals = match["decimals"] or ""
        if len(whole + decimals) > MAX_DIGITS:
            continue
        pattern = "#,##0" if match["separator"] else "0" if whole else "#"
        if decimals:
            pattern += "." + "0" * len(decimals)
        separator = match["separator"] or ""
        readings[notation] = Reading(
            value=Decimal(f"{whole or 0}.{decimals}" if decimals else whole),
            pattern=pattern,
            # Without thousands, 1,2 may be two notes; and 1 234 may be two figures.
            is_evident=bool(separator and (decimals or separator != " ")),
        )
    return readings


def _digits_pattern(notation: Notation) -> re.Pattern[str]:
    other = ({Notation.POINT, Notation.COMMA} - {notation}).pop()
    # A plain space may part two figures; only a language with a comma parts thousands so.
    plain_space = " " if notation is Notation.COMMA else ""
    separators = re.escape(other.value) + "’'" + _WIDE_SPACES + plain_space
    return re.compile(
        rf"""
        (?P<whole>
            [1-9]\d{{0,2}}(?P<separator>[{separators}])\d{{3}}(?:(?P=separator)\d{{3}})*
          | 0 | [1-9]\d*
        )?
        (?:{re.escape(notation.value)}(?P<decimals>\d+))?
        """,
        re.VERBOSE,
    )


_DIGITS = {notation: _digits_pattern(notation) for notation in Notation}


def _number(
    match: re.Match[str], readings: Readings, notation: Notation | None
) -> PrintedNumber | None:
    reading = _chosen(readings, notation)
    brackets = [*filter(None, (match["opens"], match["opens_again"]))]
    signs = [*filter(None, (match["sign"], match["sign_again"]))]
    currencies = [*filter(None, (match["currency"], match["currency_after"]))]
    percents = [*filter(None, (match["percent"], match["percent_after"]))]
    is_odd = (
        len(brackets) != len([*filter(None, [match["closes"]])])
        or len(brackets) + len(signs) > 1
        or len(currencies) + len(percents) > 1
    )
    if reading is None or is_odd:
        return None
    is_negative = bool(brackets) or any(sign in _MINUS for sign in signs)
    return PrintedNumber(
        value=-reading.value if is_negative else reading.value,
        pattern=reading.pattern,
        before=match["before"],
        after=match["after"],
        currency="".join(currencies),
        is_percentage=bool(percents),
    )


def _chosen(readings: Readings, notation: Notation | None) -> Reading | None:
    """Return the reading in this notation, or the one that there is in any language."""
    if notation is not None:
        return readings.get(notation)
    if len({reading.value for reading in readings.values()}) != 1:
        return None
    reading = next(iter(readings.values()))
    return reading if len(readings) == len(Notation) or reading.is_evident else None
