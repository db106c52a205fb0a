"""Everything in a release that its reader could attend or listen to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.calendars import Calendars
from releases.intake.parser.calls import Calls
from releases.intake.parser.clocks import clock_doubts
from releases.intake.parser.dating import Calendar
from releases.intake.parser.dedupe import unique
from releases.intake.parser.event_blocks import set_out
from releases.intake.parser.event_draft import Happening, settled
from releases.intake.parser.meetings import meeting_of
from releases.intake.parser.reading import Doubt, Event, Quote
from releases.intake.parser.sessions import Sessions
from releases.text.translatable import Message, gettext_noop


def events_in(
    blocks: Sequence[Block], dated: dt.date | None, headline: Quote | None
) -> tuple[list[Event], list[Doubt]]:
    """The events of a body, in the order in which they are told, and doubts about them."""
    calendar = Calendar(dated)
    title = headline.text if headline else ""
    blocks = set_out(blocks)
    calendar.read([title, *(block.flat for block in blocks)])
    sessions = Sessions(calendar)
    sessions.read(blocks)
    rest = [block for block in blocks if id(block) not in sessions.used]
    calls = Calls(calendar, title)
    calls.read(rest)
    rows = Calendars(calendar, title)
    rows.read(rest)
    spoken = [call for call in calls.found if not _timed(call, rows.found)]
    for call in spoken:
        _assume_day(call, calendar)
    others = list(unique([*spoken, *rows.found]))
    if any(one.kind in {"poster", "oral"} for one in sessions.found):
        others = [one for one in others if one.kind != "presentation" or one.time]
    scientific = [s for s in sessions.found if not calendar.is_over(s.date)]
    frames = [one for one in others if _frames(one, [*others, *sessions.found])]
    others = [one for one in others if one not in frames]
    others += _gathered(blocks, title, scientific, calendar)
    events = [settled(one) for one in sorted(others, key=lambda one: one.first)]
    told = {(d.line, d.saw): d for d in calendar.doubts}.values()
    doubts = [d for d in told if any(_covers(one, d.line) for one in events)]
    for event in events:
        doubts += clock_doubts(event)
        for session in event.sessions:
            doubts += clock_doubts(session)
    return events, doubts


def _timed(call: Happening, rows: Sequence[Happening]) -> bool:
    """Whether a clock without a date is that of the row it stands in, which takes it."""
    if call.date is not None or call.time is None:
        return False
    row = next((r for r in rows if r.first <= call.first <= r.last + 1), None)
    if row is None or row.kind != call.kind:
        return False
    row.set_time(call.time)
    return True


def _frames(one: Happening, others: Sequence[Happening]) -> bool:
    """Whether these are a conference's days, of which another event tells the hour."""
    if one.ends_on is None or one.date is None or one.kind != "presentation":
        return False
    talks = [
        other
        for other in others
        if other is not one
        and other.time is not None
        and other.date is not None
        and one.date <= other.date <= one.ends_on
        and other.kind not in {"poster", "oral"}
    ]
    for talk in talks:
        talk.location = talk.location or one.location
    return bool(talks)


def _covers(event: Event, line: int) -> bool:
    """Whether a line is one of those that told of an event."""
    spans = [event.lines, *(one.lines for one in event.sessions)]
    return any(span.first <= line <= span.last for span in spans)


def _assume_day(event: Happening, calendar: Calendar) -> None:
    """A clock without a date, in a release about today, is taken as today's."""
    if event.date is None and event.time is not None and calendar.dated is not None:
        event.date = calendar.dated
        saw = Message(gettext_noop("%(time)s with no date"), {"time": event.time.text})
        assumed = Message(
            gettext_noop("Read as the day of the release, %(date)s."),
            {"date": calendar.dated},
        )
        calendar.doubts.append(Doubt(line=event.first, saw=saw, assumed=assumed))


def _gathered(
    blocks: Sequence[Block], title: str, sessions: list[Happening], calendar: Calendar
) -> list[Happening]:
    """Sessions under their meeting; talks that stand by themselves as they are."""
    posters = [s for s in sessions if s.kind in {"poster", "oral"}]
    if not posters:
        return sessions
    meeting = meeting_of(blocks, title, sessions, calendar)
    return [meeting] if meeting else sessions
