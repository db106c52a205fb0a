"""What a text mentions: dates, times, telephone numbers, addresses and links.

Each is found once for a text, dates, times and numbers with their spans, however many
passes of the parser ask for it: several candidates of one line are weighed by the same
mentions. What was found is kept until the reading ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from releases.intake.parser.memory import remembered
from releases.text import dates, links, phones, times
from releases.text.dates import PrintedDate
from releases.text.phones import PrintedPhone
from releases.text.times import PrintedTime

_BESIDE = 8
# Within its country, behind the word for it: Tel. 965 550 180.
_NATIONAL = re.compile(
    r"(?i)\b(?:t[ée]l|tel[ée]f(?:ono|one|oon)?|telefon|tlf|puh(?:elin)?|m[óo]vil|mobile?|phone)\.?\s?:?\s(?P<number>[1-9]\d{1,2}(?:[ .]\d{2,3}){2,3})(?![\d-]|[ .]\d)"
)
_DIGITS = (8, 9)
_AT = re.compile(r"(?i),?\s?(?:(?:at|on|from|kl\.?)\s)?")


@remembered
def _dates(text: str) -> tuple[PrintedDate, ...]:
    return tuple(dates.dates_in(text))


@remembered
def _times(text: str) -> tuple[PrintedTime, ...]:
    return tuple(_surer(text, time) for time in times.times_in(text))


def _surer(text: str, time: PrintedTime) -> PrintedTime:
    """Return a time as certain if only “at” or “on” stands between it and a day."""
    if time.certain:
        return time
    between = (
        text[day.end : time.start]
        if day.end <= time.start
        else text[time.end : day.start]
        for day in _dates(text)
    )
    beside = any(len(gap) < _BESIDE and _AT.fullmatch(gap) for gap in between)
    return replace(time, certain=True) if beside else time


@remembered
def _phones(text: str) -> tuple[PrintedPhone, ...]:
    numbers = list(phones.phones_in(text))
    for match in () if numbers else _NATIONAL.finditer(text):
        number = match["number"]
        if sum(map(str.isdigit, number)) in _DIGITS:
            start, end = match.span("number")
            numbers.append(PrintedPhone(start=start, end=end, text=number))
    return tuple(numbers)


@remembered
def _emails(text: str) -> tuple[str, ...]:
    return tuple(links.emails_in(text))


@remembered
def _urls(text: str) -> tuple[str, ...]:
    return tuple(links.urls_in(text))


def dates_in(text: str) -> Iterator[PrintedDate]:
    """Return every date in a text, in order."""
    return iter(_dates(text))


def times_in(text: str) -> Iterator[PrintedTime]:
    """Return every time of day in a text, in order."""
    return iter(_times(text))


def phones_in(text: str) -> Iterator[PrintedPhone]:
    """Return every telephone number in a text, in order."""
    return iter(_phones(text))


def emails_in(text: str) -> list[str]:
    """Return every e-mail address in a text, in order."""
    return list(_emails(text))


def urls_in(text: str) -> list[str]:
    """Return every web address in a text, as printed."""
    return list(_urls(text))
