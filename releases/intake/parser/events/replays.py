"""The replay of an event, and its end."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from releases.intake.parser.dates.dating import first_time
from releases.intake.parser.mentions import dates_in, urls_in
from releases.intake.parser.numbers import code_in, labelled_phones
from releases.intake.parser.reading import Lines, Replay
from releases.text.dates import PrintedDate
from releases.text.times import PrintedTime
from releases.text.zones import zone_of

_UNTIL = re.compile(
    r"(?i)\b(?:until|through|till|ending|to|expires?(?: on)?)\s(?P<when>.{0,80})"
)
_LASTS = re.compile(
    r"(?i)\bfor (?:about |approximately |at least |a period of |up to )?(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|ten|fourteen|thirty|sixty|ninety)(?:[- ](?:calendar|full))?[- ](?P<unit>day|week)s?\b"
)
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "ten": 10, "fourteen": 14, "thirty": 30, "sixty": 60, "ninety": 90,
}  # fmt: skip
_SAME_ADDRESS = re.compile(
    r"(?i)\b(?:at|on|from|via) (?:the|that) same (?:web ?)?(?:address|site|page|location|link|url|place)\b"
)
_NEAR = 16


def find_replay(
    sentences: Sequence[str],
    lines: Sequence[int],
    day: dt.date | None,
    *,
    webcast: Sequence[str] = (),
) -> Replay | None:
    """Return the replay that sentences describe for an event of that day.

    `webcast` are the addresses of the event itself, which a text may call the same.
    """
    if not sentences:
        return None
    text = " ".join(sentences)
    date, time = _until(sentences)
    links = urls_in(text) or (webcast if _SAME_ADDRESS.search(text) else ())
    return Replay(
        phones=tuple(labelled_phones(text)),
        passcode=code_in(text),
        links=tuple(links),
        until=date.nearest_to(day) if date and day else _lasting(text, day),
        until_time=time.begins if time else None,
        timezone=zone_of(time.tz) if time else None,
        lines=Lines(first=min(lines), last=max(lines)),
    )


def replay_end(sentences: Sequence[str]) -> PrintedTime | None:
    """Return the printed time of day until which a replay is kept."""
    return _until(sentences)[1]


def _until(sentences: Sequence[str]) -> tuple[PrintedDate | None, PrintedTime | None]:
    """Return the last date named, and the time beside it."""
    for sentence in sentences:
        for until in _UNTIL.finditer(sentence):
            dates = list(dates_in(until["when"]))
            if dates:
                return dates[-1], _beside(until["when"], dates[-1])
    dates = list(dates_in(" ".join(sentences)))
    return (dates[-1] if dates else None), None


def _lasting(text: str, day: dt.date | None) -> dt.date | None:
    """Return the last day of a replay that is kept for so many days or weeks."""
    lasts = _LASTS.search(text)
    if lasts is None or day is None:
        return None
    count = lasts["count"].lower()
    days = int(count) if count.isdigit() else _COUNTS[count]
    return day + dt.timedelta(days * 7 if lasts["unit"].lower() == "week" else days)


def _beside(words: str, date: PrintedDate) -> PrintedTime | None:
    """Return the time directly before or after a date."""
    time = first_time(words)
    if time is None:
        return None
    apart = date.start - time.end if time.start < date.start else time.start - date.end
    return time if apart <= _NEAR else None
