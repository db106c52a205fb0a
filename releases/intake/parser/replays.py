"""The replay of an event, and its end."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from releases.intake.parser.dating import first_time
from releases.intake.parser.numbers import code_in, labelled_phones
from releases.intake.parser.reading import Lines, Replay
from releases.text.dates import PrintedDate, dates_in
from releases.text.links import urls_in
from releases.text.times import PrintedTime
from releases.text.zones import zone_of

_UNTIL = re.compile(
    r"(?i)\b(?:until|through|till|ending|to|expires?(?: on)?)\s(?P<when>.{0,80})"
)
_NEAR = 16


def find_replay(
    sentences: Sequence[str], lines: Sequence[int], day: dt.date | None
) -> Replay | None:
    """Return the replay that sentences describe for an event of that day."""
    if not sentences:
        return None
    text = " ".join(sentences)
    date, time = _until(sentences)
    return Replay(
        phones=tuple(labelled_phones(text)),
        passcode=code_in(text),
        links=tuple(urls_in(text)),
        until=date.nearest_to(day) if date and day else None,
        until_time=time.begins if time else None,
        timezone=zone_of(time.tz) if time else None,
        lines=Lines(first=min(lines), last=max(lines)),
    )


def _until(sentences: Sequence[str]) -> tuple[PrintedDate | None, PrintedTime | None]:
    """Return the last date named, and the time beside it."""
    for sentence in sentences:
        for until in _UNTIL.finditer(sentence):
            dates = list(dates_in(until["when"]))
            if dates:
                return dates[-1], _beside(until["when"], dates[-1])
    dates = list(dates_in(" ".join(sentences)))
    return (dates[-1] if dates else None), None


def _beside(words: str, date: PrintedDate) -> PrintedTime | None:
    """Return the time directly before or after a date."""
    time = first_time(words)
    if time is None:
        return None
    apart = date.start - time.end if time.start < date.start else time.start - date.end
    return time if apart <= _NEAR else None
