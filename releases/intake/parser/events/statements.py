"""What a clause with a day or an hour says: by points, from everything that speaks for it.

It could announce an event, go on about the one before, tell of a replay, or be an aside.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from releases.intake.parser import vocabulary
from releases.intake.parser.dates.dating import (
    ReleaseCalendar,
    first_time,
    without_dates,
)
from releases.intake.parser.events.event_kinds import KINDS
from releases.intake.parser.mentions import dates_in, phones_in
from releases.intake.parser.reading import Doubt, EventKind
from releases.intake.parser.weights import CLOSE_STATEMENT, STATEMENT
from releases.text.dates import PrintedDate
from releases.text.times import PrintedTime
from releases.text.translatable import Message, gettext_noop

_MENTIONED = Message(
    gettext_noop("Read as an event. The words could also only mention one.")
)
_ANNOUNCED = Message(
    gettext_noop("Read as no event. Add one if these words announce it.")
)


def _words(part: str, form: str = r"\b(?:{})\b") -> re.Pattern[str]:
    """Return the expression for a list of words on events."""
    listed = vocabulary.patterns("events", part)
    return re.compile("(?i)" + form.replace("{}", listed))


LATER = _words("later")
UNTIL = re.compile(r"(?i)\b(?:until|through|till|passcode|access code|expires?)\b")
_AHEAD, _HELP = _words("ahead"), _words("help")
HELD = _words("held", "(?:{})")
_PAST, _STILL_AHEAD, _PLANNED, _CALLED_OFF, _MOVED_TO = (
    _words(part, "(?:{})")
    for part in ("past", "still_ahead", "planned", "called_off", "moved_to")
)
_ASIDE, _EMBARGO = _words("aside", "(?:{})"), _words("embargo", "(?:{})")
MOVED_IT = _words("moved_it")
_MOVED_FROM = _words("moved_from", "(?:{})")
_REPLAY, LIVE = _words("replay", r"\b(?:{})\b"), _words("live")
_ELSEWHERE = _words("elsewhere", r"^(?:{})\b")
_NOT_ITS_DAY = _words("not_its_day", r"\b(?:{})\s*(?:on\s)?(?:the\s)?$")
_ITS_OLD_DAY = _words("its_old_day", r"(?:{})$")
_PLANNED_THEN = re.compile(
    r"\s(?:ursprünglich\s)?(?:geplante|angesetzte|vorgesehene|einberufene)\b(?=.*\b(?:verlegt|verschoben))"
)
_MOVES = re.compile(r"(?i)\b(?:mov|reschedul|chang|postpon|defer|delay)\w+\b")
_DEADLINE_LABEL = _words("deadline_label", r"^[^:.]{0,40}(?:{})")
_ACT_IN_TIME = _words("in_time")
_DEADLINE = _words(
    "until",
    r"\b(?:{})\s(?:about |at |on |the |close of business |of )*(?:¦[\s,]{0,3}(?:on |at |in |the )*)+",
)
_BEFORE = 90


@dataclass(slots=True)
class Statement:
    """One clause: its words on the event itself, the event's day and hour among its own."""

    text: str
    line: int
    kind: EventKind | None
    known_by: str
    live: str
    days: Sequence[PrintedDate]
    time: PrintedTime | None
    day: PrintedDate | None = None
    date: dt.date | None = None
    points: dict[str, float] = field(default_factory=dict)

    @property
    def role(self) -> str:
        """Return what the clause most likely does."""
        return max(self.points, key=lambda role: self.points[role])

    @property
    def doubt(self) -> Doubt | None:
        """Return what the clause could be as well, if announcing an event is as likely."""
        announced = self.points["announce"]
        others = max(p for role, p in self.points.items() if role != "announce")
        if abs(announced - others) >= CLOSE_STATEMENT or self.kind is None:
            return None
        assumed = _MENTIONED if announced > others else _ANNOUNCED
        return Doubt(line=self.line, saw=self.text.strip(), assumed=assumed)


def read_statement(
    text: str,
    line: int,
    kind: EventKind | None,
    calendar: ReleaseCalendar,
    *,
    known_by: str,
    is_open: bool,
) -> Statement:
    """Return a clause with what it may be; `known_by` says what tells its kind.

    That is "kind" for its own words, "headed" for those around it, "held" for neither.
    """
    live = text[: m.start()] if (m := LATER.search(text)) else text
    new = _MOVED_FROM.search(live)
    live = live[new.end() :] if new else live
    statement = Statement(
        text=text,
        line=line,
        kind=kind,
        known_by=known_by,
        live=live,
        days=[_moved_to(live, day) for day in dates_in(live)],
        time=first_time(live) or (None if LATER.search(text) else first_time(text)),
    )
    _set_day(statement)
    if statement.day is not None:
        statement.date = calendar.day(statement.day, line)
    else:
        statement.date = calendar.relative_day(live)
    statement.points = {"announce": 0.0, "facts": 0.0, "replay": 0.0, "aside": 0.0}
    for feature in _features(statement, calendar, is_open=is_open):
        for role, points in STATEMENT[feature].items():
            statement.points[role] += points
    return statement


def _moved_to(text: str, day: PrintedDate) -> PrintedDate:
    """Return the new day of what is “moved from March 5 to March 10”: no range of days."""
    before = text[: day.start]
    if day.until is None or not before.endswith("from ") or not _MOVES.search(before):
        return day
    month, last = day.until
    return replace(day, month=month, day=last, until=None)


def _set_day(statement: Statement) -> None:
    """Set the day nearest to the event's hour, else the one after its name.

    An hour beside the old day of a moved event is not its hour.
    """
    text, days, time = statement.live, statement.days, statement.time
    hour = time.start if time is not None and time.start < len(text) else None
    others = {day.start: _another(text, day, days) for day in days}
    if hour is not None and days and others[_nearest(days, hour).start] == "old":
        statement.time = hour = None
    inside = [day for day in days if not others[day.start]]
    if hour is not None and inside:
        statement.day = _nearest(inside, hour)
        return
    named = KINDS[statement.kind].search(text) if statement.kind in KINDS else None
    after = [day for day in inside if named and day.start > named.start()]
    statement.day = next(iter(after or inside), None)


def _nearest(days: Sequence[PrintedDate], at: int) -> PrintedDate:
    return min(days, key=lambda day: min(abs(day.start - at), abs(at - day.end)))


def _another(text: str, day: PrintedDate, days: Sequence[PrintedDate]) -> str:
    """Return how a day is not the event's: a period's end, a deadline, the old day."""
    last = max((other.end for other in days if other.end <= day.start), default=0)
    before = text[max(last, day.start - _BEFORE) : day.start]
    if _ITS_OLD_DAY.search(before) or _PLANNED_THEN.match(text, day.end):
        return "old"
    return "other" if _NOT_ITS_DAY.search(before) else ""


def same_day_date(text: str) -> PrintedDate | None:
    """Return the day that “the same day” means after it: the last that is no period's end."""
    own = [
        day
        for day in dates_in(text)
        if not _ENDED.search(text[max(0, day.start - 40) : day.start])
    ]
    return own[-1] if own and not _PAST.search(text) else None


_ENDED = re.compile(
    r"(?i)(?:ended|ending|as of|dated|period|of record(?: on| as of)?)\s$"
)


def _features(
    statement: Statement, calendar: ReleaseCalendar, *, is_open: bool
) -> Iterator[str]:
    """Yield the names of everything that speaks for or against a role."""
    yield from _of_the_event(statement, is_open=is_open)
    yield from _of_its_day(statement, calendar)
    yield from (name for name, holds in _BY_WORDS if holds(statement))


def _of_the_event(statement: Statement, *, is_open: bool) -> Iterator[str]:
    yield "any"
    if is_open:
        yield "open"
    if statement.kind is None:
        yield "no_kind"
    else:
        yield statement.known_by
        if statement.kind == "other" and statement.time is None:
            yield "other_without_time"


def _of_its_day(statement: Statement, calendar: ReleaseCalendar) -> Iterator[str]:
    text, date = statement.text, statement.date
    if statement.time is not None:
        yield "time"
    if date is None:
        yield "time_alone" if statement.time is not None else "no_day"
    elif statement.day is None:
        yield "relative_day"
    elif calendar.is_past(date):
        yield "past_day"
    elif date == calendar.dated and "today" not in text.lower():
        yield "its_own_day" if statement.time is None else "day_ahead"
    else:
        yield "day_ahead"
        yield from ["moved_to"] if _MOVED_TO.search(text) else []


def _is_past(statement: Statement) -> bool:
    if _STILL_AHEAD.search(statement.text):
        return False
    return _PAST.search(statement.text) is not None


def _is_called_off(statement: Statement) -> bool:
    return _CALLED_OFF.search(statement.text) is not None


def _is_deadline(statement: Statement) -> bool:
    """Return whether the times of a sentence are only a deadline or an embargo's end."""
    if _EMBARGO.search(statement.text) or _DEADLINE_LABEL.search(statement.text):
        return True
    marked = without_dates(statement.text)
    return (
        "¦" in marked
        and _ACT_IN_TIME.search(marked) is not None
        and "¦" not in _DEADLINE.sub(" ", marked)
    )


def _is_of_replay(statement: Statement) -> bool:
    """Return whether a clause is about the recording, not about the event itself."""
    replay = _REPLAY.search(statement.text)
    if replay is None:
        return False
    before = statement.text[: replay.start()]
    both = re.search(r"(?i)\blive\b[^,;]{0,30} and $", before) is not None
    return statement.kind is None or not (both or first_time(before))


def _is_aside(statement: Statement) -> bool:
    return _ASIDE.search(statement.text) is not None


_BY_WORDS = (
    ("ahead", lambda s: _AHEAD.search(s.text)),
    ("sentence", lambda s: s.text.endswith(".")),
    ("past", _is_past),
    ("planned", lambda s: _PLANNED.search(s.text)),
    ("called_off", _is_called_off),
    ("aside", _is_aside),
    ("aside_without_time", lambda s: s.time is None and _is_aside(s)),
    ("held_aside", lambda s: s.known_by == "held" and _is_aside(s)),
    ("phone", lambda s: next(phones_in(s.text), None)),
    ("deadline", _is_deadline),
    ("replay", _is_of_replay),
    ("help", lambda s: _HELP.search(s.text)),
    ("elsewhere", lambda s: _ELSEWHERE.match(s.text)),
)
