"""Figures as they are printed, read as numbers; and units, as what they multiply by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = re.compile(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_NEGATIVE = re.compile(r"\(\s?[$€£¥]?\s?\d|[-−–]\s?[$€£¥]?\s?\d")  # noqa: RUF001 - minus signs as printed
_UNITS = (
    (re.compile(r"(?i)\bbillions?\b|\bbn\b"), Decimal(1_000_000_000)),
    (re.compile(r"(?i)\bmillions?\b|\bmn\b|[$€£]\s?m\b"), Decimal(1_000_000)),
    (re.compile(r"(?i)\bthousands?\b|[’'‘]?000s?\b"), Decimal(1_000)),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed, and how many digits stand behind its decimal point."""

    value: Decimal
    places: int


def figure_in(text: str) -> Figure | None:
    """Return the one number in a cell; None where there is none, or several."""
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1:
        return None
    digits = re.sub(r"[, ]", "", numbers[0])
    value = Decimal(digits)
    if _NEGATIVE.search(text):
        value = -value
    return Figure(value, len(digits.partition(".")[2]))


def unit_in(text: str) -> Decimal:
    """Return what “in thousands” or “$ million” multiplies by; 1 where neither stands."""
    for pattern, unit in _UNITS:
        if pattern.search(text):
            return unit
    return Decimal(1)
