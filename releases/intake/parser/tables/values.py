"""What a cell of a printed table holds: a value, a period that heads values, a unit."""

from __future__ import annotations

import re

from releases.text.dates import MONTH

_CURRENCY = r"(?:(?:US|C|CA|A|AU|NZ|HK|S)?[$€£¥]|USD|EUR|GBP|CHF|SEK|NOK|DKK|CAD|AUD|JPY|Rs\.?|R|kr)"
_SCALE = (
    r"(?:thousand|million|billion|trillion|mn|bn|m|k|bps?|pp|pts?|points?|x|times"
    r"|oz|koz|moz|kt|mt|t|tonnes?|ml|mg|kg|g/t|gwh|mwh|mw|boe/d|bbl|shares?)"
)
# A value is recognised piece by piece, so that no text costs more than its length.
_PIECE = re.compile(
    rf"(?P<number>\d[\d,.’']*)|{_CURRENCY}(?![A-Za-z])|[-–—+−<>≤≥~±/%(),;:\[\]=*†‡§]|{_SCALE}(?![A-Za-z])|(?:to|and|p)(?![A-Za-z])|\s",  # noqa: RUF001
    re.IGNORECASE,
)
_NONE = re.compile(
    rf"(?:{_CURRENCY})?\s?\(?[-–—−]{{1,3}}\)?\s?%?|n/?[am]\.?|n\.[am]\.|nm|nil|n/r",  # noqa: RUF001
    re.IGNORECASE,
)
_NOTE = r"(?:\s?\((?:[a-z]|\d{1,2}|\*{1,3})\)|\s?[*†‡§]{1,3}|\s?\[\d{1,2}\])"
_CALLED = re.compile(rf"{_NOTE}$", re.IGNORECASE)
_PHONE = re.compile(
    r"(?:[TMPF][.:]{1,2}\s?)?(?:\+\s?\d[\d ().-]{7,}|\(?0?\d{3}\)?[-. ]\d{3}[-. ]\d{4}|\(?0\d{2,4}\)?\s\d{3,4}\s\d{3,4})"
)
# What may stand in a cell of its own beside a figure, and belongs to it.
_SIGN_BEFORE = re.compile(r"(?:US|C|CA|A|AU|NZ|HK|S)?[$€£¥]\s?\(?|\(")
_SIGN_AFTER = re.compile(r"\)?\s?(?:%|x|pp|bps)\)?|\)")
_LONGEST = 48

_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?:{MONTH}\s?\d{{1,2}}(?:st|nd|rd|th)?,?(?:\s{_YEAR})?|\d{{1,2}}\s{MONTH}(?:\s{_YEAR})?|{MONTH},?\s(?:{_YEAR}|[’']?\d\d)"
    rf"|{MONTH}[-–]\d\d|\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d\d){{1,2}}|{_YEAR}-\d\d-\d\d)"
)
_PERIOD = re.compile(
    rf"\(?(?:{_YEAR}(?:\s?[/–-]\s?\d{{2,4}})?[AEF]?|{_DATE}|(?:[QH][1-4]|[1-4][QH]|FY|CY|9M|6M|LTM|YTD)[\s-]?[’']?(?:(?:19|20)?\d\d)?[AEF]?"
    rf"|{_YEAR}\s?(?:[QH][1-4]|FY))\s?\)?{_NOTE}?",
    re.IGNORECASE,
)
_FULL_DATE = re.compile(_DATE, re.IGNORECASE)
_UNIT = re.compile(
    rf"\(?\s?(?:%|{_CURRENCY}\s?(?:[’'‘]?000s?|{_SCALE})?|[’'‘]?000s?|{_SCALE}|\d{{1,2}}\s(?:months?|weeks?)(?:\s(?:to|ended).*)?)\s?\)?",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\(?\s?n\s?=\s?[\d,]+\s?\)?|\(?note\s\d{1,2}\)?|\(\d{1,2}\)", re.I
)

_NOTE_MARK = re.compile(r"\(\d{1,2}\)")
_STUB = re.compile(
    r"(?i)\b(?:ended|ending|as (?:of|at)|months?|quarters?|years?|fiscal|periods?|thousands?|millions?|billions?|unaudited|except)\b|^\(|[$€£¥]|^(?:note|at|item|metric)s?:?$"
)


def is_sign_before(text: str) -> bool:
    """Whether the text is a currency or a bracket that belongs to the figure after it."""
    return _SIGN_BEFORE.fullmatch(text) is not None


def is_sign_after(text: str) -> bool:
    """Whether the text is a unit or a bracket that belongs to the figure before it."""
    return _SIGN_AFTER.fullmatch(text) is not None


def is_period(text: str) -> bool:
    """Whether the text names a year, a day, a quarter or a half: it heads values."""
    return len(text) < _LONGEST and _PERIOD.fullmatch(text) is not None


def is_unit(text: str) -> bool:
    """Whether the text only says in what the values below it are measured."""
    return len(text) < _LONGEST and _UNIT.fullmatch(text) is not None


def is_head_like(text: str) -> bool:
    """Whether the text may stand over a column though it has figures in it."""
    return is_period(text) or is_unit(text) or _LABELLED.fullmatch(text) is not None


def is_note_mark(text: str) -> bool:
    """Whether the text is a number in brackets: the mark of a note, or a small loss."""
    return _NOTE_MARK.fullmatch(text) is not None


def is_over_labels(text: str) -> bool:
    """Whether the text reads as a heading of the labels, and not as one of them."""
    return _STUB.search(text) is not None


def is_value(text: str) -> bool:
    """Whether the text is an amount, a range, a percentage, or a sign for none."""
    if not text or len(text) >= _LONGEST or _PHONE.match(text):
        return False
    words = _CALLED.sub("", text) or text
    if _NONE.fullmatch(words):
        return True
    at, numbers = 0, 0
    while at < len(words):
        piece = _PIECE.match(words, at)
        if piece is None:
            return False
        numbers += piece["number"] is not None
        at = piece.end()
    return numbers > 0


def is_full_date(text: str) -> bool:
    """Whether the text is a day of a month, in words or in figures."""
    return len(text) < _LONGEST and _FULL_DATE.fullmatch(text) is not None
