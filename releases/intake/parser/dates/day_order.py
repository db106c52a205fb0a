"""Whether 05/06/2025 is in May or June: by the text's own evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from releases.intake.parser.blocks import Block
from releases.intake.parser.mentions import dates_in
from releases.intake.parser.reading import Doubt
from releases.text.dates import PrintedDate
from releases.text.translatable import Message, gettext_noop

_HEAD = 3000
DayOrder = Literal["day", "month", "unknown"]
_NUMERIC = re.compile(r"(?<![\d./])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d)(?![\d/])")
# Where days stand first: exchanges and currencies of countries that print them so.
_ELSEWHERE = re.compile(
    r"\b(?:LSE|AIM|London Stock Exchange|ASX|NZX|JSE|SGX|HKEX|BSE|NSE|Euronext|Xetra|Frankfurt|BME|B3|Oslo B[øo]rs|Nasdaq (?:Stockholm|Helsinki|Copenhagen))\b|\+(?:44|61|64|27|91|49|33|34|39|31)\s|\bplc\b"
)
_AMERICAN = re.compile(r"\b(?:NYSE|Nasdaq|NASDAQ|OTCQ[BX])\b|\(\d{3}\) \d{3}-\d{4}")
_DAY_FIRST = gettext_noop("Read day first: %(date)s.")
_MONTH_FIRST = gettext_noop("Read month first: %(date)s.")


def day_order(blocks: Iterable[Block]) -> DayOrder:
    """Return which number is the day in dates like 05/06/2025.

    A number above twelve tells, or the same day in words; else the issuer's country.
    """
    text = "\n".join(block.text for block in blocks)
    pairs = [(int(a), int(b)) for a, b in _NUMERIC.findall(text)]
    if not pairs:
        return "unknown"
    in_words = {
        (day.day, day.month) for day in dates_in(text[:_HEAD]) if not day.ambiguous
    }
    first = sum(1 for a, b in pairs if a > 12 >= b or ((a, b) in in_words and a != b))
    second = sum(1 for a, b in pairs if b > 12 >= a or ((b, a) in in_words and a != b))
    if bool(first) != bool(second):
        return "day" if first else "month"
    elsewhere, american = _ELSEWHERE.search(text), _AMERICAN.search(text)
    if bool(elsewhere) != bool(american):
        return "day" if elsewhere else "month"
    return "unknown"


def ordered(printed: PrintedDate, order: DayOrder) -> PrintedDate:
    """Return an ambiguous date with its numbers in the text's order."""
    if not printed.ambiguous or order != "day":
        return printed
    return replace(printed, day=printed.month, month=printed.day)


def order_doubt(printed: PrintedDate, order: DayOrder, line: int) -> Doubt:
    """Return the doubt about a date whose day and month can be swapped."""
    date = printed.in_year(printed.year) if printed.year else None
    template = _DAY_FIRST if order == "day" else _MONTH_FIRST
    return Doubt(line=line, saw=printed.text, assumed=Message(template, {"date": date}))
