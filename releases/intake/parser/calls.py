"""Conference calls, webcasts, general meetings and talks announced in sentences."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from releases.intake.parser import phrases
from releases.intake.parser.blocks import Block
from releases.intake.parser.clauses import event_clauses
from releases.intake.parser.dating import (
    ReleaseCalendar,
    first_time,
    without_dates,
)
from releases.intake.parser.days import event_date, is_release_day, same_day_date
from releases.intake.parser.event_blocks import has_facts, is_numbers_table
from releases.intake.parser.event_draft import EventDraft
from releases.intake.parser.event_kinds import (
    OCCASION,
    are_related_kinds,
    event_kind_in,
    is_presentation,
    occasion_in,
)
from releases.intake.parser.mentions import dates_in, phones_in, times_in, urls_in
from releases.intake.parser.numbers import code_in
from releases.intake.parser.places import place_in
from releases.intake.parser.reading import EventKind
from releases.intake.parser.records import fields_in, lines_of_block
from releases.intake.parser.sentences import sentences
from releases.intake.parser.tenses import (
    AT_A_PLACE,
    ELSEWHERE,
    FORMER,
    HELP,
    LATER,
    LIVE,
    MOVED,
    NO_EVENT,
    PAST,
    REPLAY,
    UNTIL,
    after_move,
    announces_event,
    is_deadline,
)
from releases.intake.parser.titles import event_title, fuller_title
from releases.text.dates import PrintedDate
from releases.text.times import PrintedTime

_THE_MEETING = re.compile(
    r"(?i)(?:[^,.]{3,40}, )?the (?:annual |special |general )?meeting (?:will|is (?:to|scheduled))\b"
)
_TAKES_PLACE = re.compile(
    r"(?i)\b(?:event|meeting|presentation|day|it|briefing)\b[^.]{0,30}\b(?:takes? place|will be held|held|is held|location|venue)\b"
)
_ENDS_AT = re.compile(
    r"(?i)\b(?:ends?|conclude|concludes|finish|finishes)\s(?:(?:at|by|about|approximately|around)\s)*$"
)
_HOURS = 160
_NEW_VENUE = re.compile(
    r"(?i)\b(?:location|venue|place)\b[^.]{0,160}\b(?:changed|moved|relocated)\b"
)
_ON_AIR = re.compile(
    r"(?i)\b(?:live (?:audio |video )?web ?cast|web ?cast live|be web ?cast|replay)\b"
)


def _with_end(time: PrintedTime, text: str) -> PrintedTime:
    """Return the time with the end that the same sentence names after it."""
    for later in times_in(text):
        before = text[time.end : later.start] if later.start > time.end else ""
        if later.certain and time.ends is None and _ENDS_AT.search(before):
            return replace(time, ends=later.begins)
    return time


class CallReader:
    """Reads sentences in order; each adds facts to the open event or begins another."""

    def __init__(self, calendar: ReleaseCalendar, headline: str) -> None:
        self.calendar = calendar
        self.headline = headline
        self.events: list[EventDraft] = []
        self.current: EventDraft | None = None
        self.replaying = False
        self.heading = ""
        self.day: PrintedDate | None = None
        self.before: PrintedDate | None = None
        self.lately: dt.date | None = None
        self.occasion = occasion_in(headline)
        self.mentioned: EventKind | None = None
        self.venue: str | None = None
        self.hours: PrintedTime | None = None

    def read(self, blocks: Sequence[Block]) -> None:
        """Read every call, webcast and meeting into `events`."""
        for index, block in enumerate(blocks):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if block.kind == "table" and not is_numbers_table(block):
                continue
            if phrases.is_heading(block, following) and not has_facts(block):
                self._heading(block.flat)
            elif block.kind == "text" and OCCASION.fullmatch(block.flat):
                self._heading(block.flat)
                if event_kind_in(block.flat) not in {"conference_call", "webcast"}:
                    self.current = None
            else:
                self._paragraph(block)

    def _paragraph(self, block: Block) -> None:
        """Read the sentences of a block, clause by clause."""
        self.before, self.lately, self.mentioned = None, None, None
        self._hours(block)
        for number, line in lines_of_block(block):
            for sentence in sentences(line):
                for clause in event_clauses(sentence):
                    self._sentence(clause, number)

    def _hours(self, block: Block) -> None:
        """Note the hours that a line of times below a heading gives."""
        text = block.flat
        short = len(text) < _HOURS and not re.search(r"[a-z]{5}", without_dates(text))
        time = first_time(text) if short else None
        if time is not None and time.ends is not None:
            self.hours = time

    def _heading(self, text: str) -> None:
        self.heading = text.rstrip(":")
        if LATER.search(text):
            self.replaying = True
        elif event_kind_in(text):
            self.replaying = False
        elif not re.search(
            r"(?i)dial|number|access|toll|participant|webcast|telephone|listen|join|link|register",
            text,
        ):
            self.current = None

    def _sentence(self, text: str, line: int) -> None:
        replay = REPLAY.search(text) is not None
        kind = event_kind_in(text)
        time, dates = first_time(text), list(dates_in(text))
        self.occasion = occasion_in(text) or self.occasion
        if kind is None and dates and self.occasion and is_presentation(text, time):
            kind = "presentation"
        if kind is None and self.mentioned and _THE_MEETING.match(text):
            kind = self.mentioned
        elif kind == "annual_meeting":
            self.mentioned = kind
        if self.current is None and len(self.events) == 1 and _ON_AIR.search(text):
            self.current = self.events[0]
        day = same_day_date(text, dates)
        if day and not PAST.search(text):
            self.calendar.note_same_day(day)
        if replay and self._only_replay(text, kind):
            self._replay(text, line)
        elif not is_deadline(text) and not self._labelled(text, line):
            self._announcement(kind, text, line, dates)
        self.before = dates[0] if dates else self.before

    def _announcement(
        self,
        kind: EventKind | None,
        text: str,
        line: int,
        dates: Sequence[PrintedDate],
    ) -> None:
        """Read a sentence that announces an event or continues the one before."""
        timed = first_time(text) is not None
        if kind == "annual_meeting" and not dates and _NEW_VENUE.search(text):
            self.venue = place_in(text) or self.venue
        if kind and announces_event(text, dates, self.calendar):
            self._event(kind, text, line, dates)
        elif self.current is not None:
            self._add_facts(text, line, dates)
        elif dates and timed and (headed := event_kind_in(self.heading)):
            self._event(headed, text, line, dates)
        elif kind not in {None, "presentation"} and text.endswith(":"):
            self.heading = text

    def _preceding_day(self) -> dt.date | None:
        """Return the day named just before in the same paragraph, if it is in the future."""
        if self.before is None or not self.calendar.is_future(self.before):
            return self.lately
        dated = self.calendar.dated
        return self.before.nearest_to(dated) if dated else None

    def _labelled(self, text: str, line: int) -> bool:
        """Read a line that is a labelled date or time; return whether it was one."""
        fields = {field.key: field.value for field in fields_in(text, line)}
        dates = list(dates_in(fields.get("date", "")))
        if "title" in fields and event_kind_in(fields["title"]):
            self.heading, self.current = fields["title"], None
        if dates and first_time(text) is None:
            self.day = dates[0]
            return "time" not in fields
        time = fields.get("time")
        if time is None or self.day is None or first_time(time) is None:
            return False
        day_and_time = f"{self.day.text}, {time}"
        kind = event_kind_in(self.heading) or (self.current and self.current.kind)
        kind = kind or event_kind_in(self.headline)
        kind = kind or ("presentation" if self.occasion else None)
        self.day = None
        if kind is None:
            return False
        self._event(kind, day_and_time, line, list(dates_in(day_and_time)))
        return True

    def _only_replay(self, text: str, kind: EventKind | None) -> bool:
        """Return whether a sentence is about the replay, not about the event itself."""
        match = REPLAY.search(text)
        before = text[: match.start()] if match else ""
        return kind is None or first_time(before) is None

    def _replay(self, text: str, line: int) -> None:
        self.replaying = True
        if self.current is None:
            return
        self.current.replay_text.append(text)
        self.current.replay_lines.append(line)
        if LIVE.search(text) or re.search(r"(?i)also (?:be )?web ?cast", text):
            self.current.links += [
                u for u in urls_in(text) if u not in self.current.links
            ]

    def _event(
        self, kind: EventKind, text: str, line: int, dates: Sequence[PrintedDate]
    ) -> None:
        live = text[: m.start()] if (m := LATER.search(text)) else text
        new = after_move(live)
        if new is not live:
            live, dates = new, list(dates_in(new))
        time = first_time(live) or (None if LATER.search(text) else first_time(text))
        printed = event_date(live, dates, kind)
        date = self._day(printed, live, line, timed=time is not None)
        self.lately = date or self.lately
        if self.calendar.is_past(date) or (date is None and time is None):
            return
        if time is None and is_release_day(printed, date, self.calendar.dated, live):
            return
        event = self._open_event(kind, date, timed=time is not None)
        if event is None:
            if FORMER.search(live) and self._latest_of(kind):
                return
            event = self._begin(kind, live, line)
        event.title = fuller_title(event.title, kind, self.heading)
        self._set_day_and_place(event, kind, live, line, date)
        if printed and event.ends_on is None:
            event.ends_on = self.calendar.last(printed, event.date)
        event.set_time(self._whole(time))
        event.add_access(live)

    def _whole(self, time: PrintedTime | None) -> PrintedTime | None:
        """Return a time with the end that the hours below its heading gave."""
        hours = self.hours
        if time and hours and time.ends is None and time.begins == hours.begins:
            return replace(time, ends=hours.ends)
        return time

    def _day(
        self, printed: PrintedDate | None, text: str, line: int, *, timed: bool
    ) -> dt.date | None:
        """Return the event's day: printed, relative (today), or named just before."""
        date = self.calendar.day(printed, line) if printed else None
        date = date or self.calendar.relative_day(text)
        return date or (self._preceding_day() if timed else None)

    def _begin(self, kind: EventKind, text: str, line: int) -> EventDraft:
        title = event_title(
            kind,
            text,
            heading=self.heading,
            headline=self.headline,
            occasion=self.occasion,
        )
        event = EventDraft(kind=kind, title=title, first=line, last=line, sentence=text)
        self.events.append(event)
        return event

    def _set_day_and_place(
        self,
        event: EventDraft,
        kind: EventKind,
        text: str,
        line: int,
        date: dt.date | None,
    ) -> None:
        """Set day and place; replace them if a planned event is moved."""
        self.current, self.replaying = event, False
        event.add_line(line)
        moved = MOVED.search(text) is not None
        if event.moved and not moved:
            event.date, event.time, event.location = date or event.date, None, None
        event.moved = moved
        event.date = event.date or date
        if {kind, event.kind} & {"annual_meeting", "presentation", "other"}:
            start = max(0, text.find("present")) if kind == "presentation" else 0
            event.location = event.location or place_in(text[start:])
        if event.kind == "annual_meeting":
            event.location = event.location or self.venue

    def _latest_of(self, kind: EventKind) -> bool:
        return any(event.kind == kind for event in self.events[-3:])

    def _open_event(
        self, kind: EventKind, date: object, *, timed: bool
    ) -> EventDraft | None:
        """Return the event that a sentence continues, if it continues one."""
        for event in reversed(self.events[-3:]):
            if event.moved and event.kind == kind:
                return event
            if date is not None and event.date is not None and event.date != date:
                continue
            if (
                timed
                and event.time is not None
                and event.date == date
                and not are_related_kinds(event.kind, kind)
            ):
                continue
            if are_related_kinds(event.kind, kind) and (
                date is None or event.date in {None, date}
            ):
                return event
        return None

    def _add_facts(self, text: str, line: int, dates: Sequence[PrintedDate]) -> None:
        """Add times, numbers and links from a sentence that names no event."""
        event = self.current
        if (
            event is None
            or ELSEWHERE.match(text)
            or HELP.search(text)
            or (NO_EVENT.search(text) and not next(phones_in(text), None))
        ):
            return
        if event.moved and dates and first_time(text):
            self._event(event.kind, text, line, dates)
            return
        reach = next(phones_in(text), None) or urls_in(text) or code_in(text)
        if self.replaying or LATER.search(text):
            if reach or LATER.search(text) or UNTIL.search(text):
                event.replay_text.append(text)
                event.replay_lines.append(line)
            return
        self._fill_open_facts(event, text, line, dates)
        if reach or fields_in(text, line):
            event.add_line(line)
            if len(event.dial_ins) < 30:
                event.add_access(text)

    def _fill_open_facts(
        self, event: EventDraft, text: str, line: int, dates: Sequence[PrintedDate]
    ) -> None:
        """Set the time, day and place that an event still lacks."""
        starts = re.search(
            r"(?i)\b(?:begin|start|commence|held|place|scheduled|time|when|date|at)\b",
            text,
        )
        time = first_time(text)
        if starts and time and event.time is None and len(text) < 300:
            event.set_time(_with_end(time, text))
        if starts and event.date is None and dates:
            event.date = self.calendar.day(dates[0], line)
        if event.kind == "annual_meeting" and AT_A_PLACE.match(text):
            event.location = event.location or place_in(text)
        elif event.kind != "conference_call" and _TAKES_PLACE.search(text):
            place = place_in(text)
            town = event.location
            event.location = place if place and (not town or town in place) else town
