"""Conference calls, webcasts, general meetings and talks announced in sentences."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from releases.intake.parser import phrases, vocabulary
from releases.intake.parser.blocks import Block
from releases.intake.parser.dates.dating import (
    ReleaseCalendar,
    first_time,
    without_dates,
)
from releases.intake.parser.events.clauses import event_clauses
from releases.intake.parser.events.event_blocks import has_facts, is_numbers_table
from releases.intake.parser.events.event_draft import EventDraft
from releases.intake.parser.events.event_kinds import (
    OCCASION,
    are_related_kinds,
    event_kind_in,
    is_presentation,
    occasion_in,
)
from releases.intake.parser.events.places import place_in
from releases.intake.parser.events.records import fields_in, lines_of_block
from releases.intake.parser.events.rows import is_bare_day, is_only_when
from releases.intake.parser.events.statements import (
    HELD,
    LATER,
    LIVE,
    MOVED_IT,
    UNTIL,
    Statement,
    read_statement,
    same_day_date,
)
from releases.intake.parser.events.titles import event_title, fuller_title
from releases.intake.parser.mentions import dates_in, phones_in, times_in, urls_in
from releases.intake.parser.numbers import code_in, reference_in
from releases.intake.parser.reading import Doubt, EventKind
from releases.intake.parser.sentences import sentences
from releases.text.dates import PrintedDate
from releases.text.times import PrintedTime

_THE_EVENT = re.compile(
    rf"(?i)(?:[^,.]{{3,40}}, )?(?:{vocabulary.patterns('events', 'the_event')})\b"
)
_TAKES_PLACE = re.compile(
    r"(?i)\bin person\b|\b(?:event|meeting|presentation|day|it|briefing)\b[^.]{0,30}\b(?:takes? place|will be held|held|is held|location|venue)\b"
)
_ENDS_AT = re.compile(
    r"(?i)\b(?:end(?:s|ing)?|conclud(?:e|es|ing)|finish(?:es|ing)?)\s(?:with (?:an? |the )?[\w -]{3,30}\s)?(?:(?:at|by|about|approximately|around)\s)*$"
)
_STARTS = re.compile(
    r"(?i)\b(?:begin|start|commence|held|place|scheduled|time|when|date|at)\b"
)
_ACCESS = re.compile(
    r"(?i)dial|number|access|toll|participant|webcast|telephone|listen|join|link|register"
)
_ALSO_WEBCAST = re.compile(r"(?i)also (?:be )?web ?cast")
_ANOTHER = re.compile(
    r"(?i)\b(?:another|separate|second|call for (?:the )?(?:media|analysts|press|journalists|investors))\b"
)
_LANGUAGE = re.compile(
    r"\bin (English|German|French|Spanish|Portuguese|Italian|Dutch|Swedish|Norwegian|Danish|Finnish|Polish|Russian|Mandarin|Chinese|Cantonese|Japanese|Korean|Hebrew|Turkish)\b"
)
_HOURS, _LONGEST_HEADING = 160, 90
_HOUSE = re.compile(
    r"(?i)\b(?:restaurant|hotel|hall|room|auditorium|floor|theat(?:re|er)|museum|club|offices?|headquarters|street|avenue|road)\b|stra(?:ß|ss)e\b"
)
_NEW_VENUE = re.compile(
    r"(?i)\b(?:location|venue|place)\b[^.]{0,160}\b(?:changed|moved|relocated)\b"
)
_ON_AIR = re.compile(
    r"(?i)\b(?:live (?:audio |video )?web ?cast|web ?cast live|be web ?cast|replay)\b"
)
_PLACED = frozenset({"annual_meeting", "presentation", "other"})
_ON_LINE = frozenset({"conference_call", "webcast"})


def _at_other(first: PrintedTime | None, second: PrintedTime | None) -> bool:
    """Return whether two times are known and are not the same."""
    return bool(first and second and first.begins != second.begins)


def _with_end(time: PrintedTime, text: str) -> PrintedTime:
    """Return the time with the end that the same sentence names after it."""
    for later in times_in(text):
        before = text[time.end : later.start] if later.start > time.end else ""
        if time.ends is None and _ENDS_AT.search(before):
            return replace(time, ends=later.begins)
    return time


def _heads(block: Block, following: Block | None) -> bool:
    """Return whether a short line names an event whose facts, or its day, are below it."""
    if block.kind != "text" or following is None or len(block.flat) > _LONGEST_HEADING:
        return False
    below = fields_in(following.flat, following.first) or is_bare_day(following)
    return bool(below) and event_kind_in(block.flat) is not None


class CallReader:
    """Reads clauses in order; each adds facts to the open event or begins another."""

    def __init__(self, calendar: ReleaseCalendar, headline: str) -> None:
        self.calendar = calendar
        self.headline = headline
        self.events: list[EventDraft] = []
        self.doubts: list[Doubt] = []
        self.current: EventDraft | None = None
        self.replaying = False
        self.heading = ""
        self.labelled_day: PrintedDate | None = None
        self.before: PrintedDate | None = None
        self.lately: dt.date | None = None
        self.occasion = occasion_in(headline)
        self.mentioned: EventKind | None = None
        self.naming = ""
        self.venue: tuple[EventKind, str] | None = None
        self.hours: PrintedTime | None = None

    def read(self, blocks: Sequence[Block]) -> None:
        """Read every call, webcast and meeting into `events`."""
        for block, following in zip(blocks, [*blocks[1:], None], strict=False):
            if block.kind == "table" and not is_numbers_table(block):
                continue
            heads = phrases.is_heading(block, following) or _heads(block, following)
            if heads and not has_facts(block):
                self._heading(block.flat)
            elif block.kind == "text" and OCCASION.fullmatch(block.flat):
                self._heading(block.flat)
                if event_kind_in(block.flat) not in _ON_LINE:
                    self.current = None
            else:
                self._paragraph(block)

    def _heading(self, text: str) -> None:
        self.heading = text.rstrip(":")
        if LATER.search(text):
            self.replaying = True
        elif event_kind_in(text):
            self.replaying = False
        elif not _ACCESS.search(text):
            self.current = None

    def _paragraph(self, block: Block) -> None:
        """Read the sentences of a block, clause by clause."""
        self.before, self.lately, self.mentioned, self.naming = None, None, None, ""
        self._note_hours(block)
        for number, line in lines_of_block(block):
            for sentence in sentences(line):
                for clause in event_clauses(sentence):
                    self._clause(clause, number)

    def _note_hours(self, block: Block) -> None:
        """Note the hours that a line of times below a heading gives."""
        text = block.flat
        short = len(text) < _HOURS and not re.search(r"[a-z]{5}", without_dates(text))
        time = first_time(text) if short else None
        if time is not None and time.ends is not None:
            self.hours = time

    def _clause(self, text: str, line: int) -> None:
        if self.current is None and len(self.events) == 1 and _ON_AIR.search(text):
            self.current = self.events[0]
        day = same_day_date(text)
        if day:
            self.calendar.note_same_day(day)
        day = None
        if not self._labelled(text, line):
            statement = self._statement(text, line)
            self._act(statement)
            self.doubts += [statement.doubt] if statement.doubt else []
            day = statement.day
        self.before = day or next(dates_in(text), None) or self.before

    def _statement(self, text: str, line: int) -> Statement:
        self.occasion = occasion_in(text) or self.occasion
        kind, known_by = self._kind_in(text), "kind"
        if kind is None and self.current is None:
            kind, known_by = event_kind_in(self.heading), "headed"
        if kind is None and HELD.search(text) and not self._is_of_current(text):
            kind, known_by = "other", "held"
        return read_statement(
            text,
            line,
            kind,
            self.calendar,
            known_by=known_by,
            is_open=self.current is not None,
        )

    def _is_of_current(self, text: str) -> bool:
        """Return whether a clause can be on the open event: it has no other day and hour."""
        date = self.current.date if self.current else None
        days = [d.nearest_to(date) for d in dates_in(text)] if date else []
        apart = bool(days) and date not in days and first_time(text) is not None
        return self.current is not None and not apart

    def _kind_in(self, text: str) -> EventKind | None:
        """Return the kind of event that a clause names, or means by “the meeting”."""
        if self.mentioned in _PLACED and _THE_EVENT.match(text):
            return self.mentioned
        kind = event_kind_in(text)
        if kind is not None:
            self.mentioned, self.naming = kind, text
        dated = next(dates_in(text), None) is not None
        if kind is None and dated and self.occasion:
            kind = "presentation" if is_presentation(text, first_time(text)) else None
        moved = dated and MOVED_IT.search(text)
        if kind is None and (moved or _THE_EVENT.match(text)):
            kind = self.mentioned
        return kind

    def _act(self, statement: Statement) -> None:
        """Do what a clause most likely means."""
        text, line, kind = statement.text, statement.line, statement.kind
        if statement.role == "replay":
            self._replay(text, line)
        elif statement.role == "announce" and kind is not None:
            self._event(kind, statement)
        elif statement.role == "facts" and self.current is not None:
            self._add_facts(self.current, statement)
        elif text.endswith(":") and kind not in {None, "presentation"}:
            self.heading = text
        if kind in _PLACED and not statement.days and statement.role != "announce":
            venue = kind != "annual_meeting" or _NEW_VENUE.search(text)
            place = place_in(text) if venue else None
            self.venue = (kind, place) if place else self.venue

    def _labelled(self, text: str, line: int) -> bool:
        """Read a line that is a labelled date or time; return whether it was one."""
        fields = {field.key: field.value for field in fields_in(text, line)}
        fields = fields or self._bare(text)
        dates = list(dates_in(fields.get("date", "")))
        if "title" in fields and event_kind_in(fields["title"]):
            self.heading, self.current = fields["title"], None
        if dates and first_time(text) is None:
            self.labelled_day = dates[0]
            return "time" not in fields
        time, day = fields.get("time"), self.labelled_day
        if time is None or day is None or first_time(time) is None:
            return False
        self.labelled_day = None
        above = self.current.kind if self.current else event_kind_in(self.headline)
        kind = event_kind_in(self.heading) or above
        if kind is None:
            return False
        words = f"{day.text}, {time}"
        self._event(
            kind,
            read_statement(
                words, line, kind, self.calendar, known_by="headed", is_open=False
            ),
        )
        return True

    def _bare(self, text: str) -> dict[str, str]:
        """Return a day or an hour alone on its line, below the name of an event."""
        if event_kind_in(self.heading) is None or not is_only_when(text):
            return {}
        return {"time" if next(dates_in(text), None) is None else "date": text}

    def _replay(self, text: str, line: int) -> None:
        self.replaying = True
        if self.current is None:
            return
        self.current.replay_text.append(text)
        self.current.replay_lines.append(line)
        if LIVE.search(text) or _ALSO_WEBCAST.search(text):
            links = self.current.links
            links += [u for u in urls_in(text) if u not in links]

    def _event(self, kind: EventKind, statement: Statement) -> None:
        """Begin the event that a clause announces, or add to the one that it means."""
        live, time = statement.live, statement.time
        date = statement.date or (self._preceding_day() if time else None)
        self.lately = date or self.lately
        if self.calendar.is_past(date) or (date is None and time is None):
            return
        event = self._open_event(kind, date, time)
        if event is None:
            event = self._begin(kind, live, statement.line)
        event.title = fuller_title(event.title, kind, self.heading)
        self._set_day_and_place(event, kind, live, statement.line, date)
        if statement.day and event.ends_on is None:
            event.ends_on = self.calendar.last(statement.day, event.date)
        event.set_time(self._whole(time, live))
        event.add_access(live)

    def _whole(self, time: PrintedTime | None, text: str) -> PrintedTime | None:
        """Return a time with the end that its sentence or the hours below a heading gave."""
        if time is None:
            return None
        time, hours = _with_end(time, text), self.hours
        if hours and time.ends is None and time.begins == hours.begins:
            return replace(time, ends=hours.ends)
        return time

    def _preceding_day(self) -> dt.date | None:
        """Return the day named just before in the same paragraph, if it is in the future."""
        if self.before is None or not self.calendar.is_future(self.before):
            return self.lately
        dated = self.calendar.dated
        return self.before.nearest_to(dated) if dated else None

    def _begin(self, kind: EventKind, text: str, line: int) -> EventDraft:
        named = event_kind_in(text) or not self.mentioned
        title = event_title(
            kind,
            text if named else self.naming,
            heading=self.heading,
            headline=self.headline,
            occasion=self.occasion,
        )
        event = EventDraft(kind=kind, title=title, first=line, last=line, sentence=text)
        event.heading = self.heading
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
        """Set day and place unless they are known."""
        self.current, self.replaying = event, False
        event.add_line(line)
        event.date = event.date or date
        if _PLACED & {kind, event.kind}:
            start = max(0, text.find("present")) if kind == "presentation" else 0
            event.location = event.location or place_in(text[start:])
            about, venue = self.venue or (event.kind, None)
            is_own = are_related_kinds(event.kind, about)
            if is_own and (kind != "presentation" or not HELD.search(text)):
                event.location = event.location or venue
        elif HELD.search(text) and _HOUSE.search(place := place_in(text) or ""):
            event.place_at(place)

    def _open_event(
        self, kind: EventKind, date: dt.date | None, time: PrintedTime | None
    ) -> EventDraft | None:
        """Return the event that a clause continues, if it continues one."""
        for event in reversed(self.events[-3:]):
            if not are_related_kinds(event.kind, kind):
                continue
            if self._is_another(event, kind, time):
                continue
            if date is None or event.date in {None, date}:
                return event
        return None

    def _is_another(
        self, event: EventDraft, kind: EventKind, time: PrintedTime | None
    ) -> bool:
        """Return whether a time makes another event of a kind on the same day."""
        if event.kind != kind or not _at_other(event.time, time):
            return False
        headed_apart = event.heading and event.heading != self.heading
        named_apart = headed_apart and event_kind_in(self.heading) == kind
        spoken = [set(_LANGUAGE.findall(t)) for t in (event.sentence, self.naming)]
        named_apart = named_apart or (all(spoken) and not spoken[0] & spoken[1])
        return kind in _PLACED or named_apart or bool(_ANOTHER.search(self.naming))

    def _add_facts(self, event: EventDraft, statement: Statement) -> None:
        """Add times, numbers and links from a clause that names no event."""
        text, line = statement.text, statement.line
        reach = next(phones_in(text), None) or urls_in(text) or code_in(text)
        if event.kind == "presentation":
            event.reference = event.reference or reference_in(text)
        if self.replaying or LATER.search(text):
            if reach or LATER.search(text) or UNTIL.search(text):
                event.replay_text.append(text)
                event.replay_lines.append(line)
            return
        self._fill_open_facts(event, statement)
        if reach or fields_in(text, line):
            event.add_line(line)
            if len(event.dial_ins) < 30:
                event.add_access(text)

    def _fill_open_facts(self, event: EventDraft, statement: Statement) -> None:
        """Set the time, day and place that an event still lacks."""
        text, time = statement.text, first_time(statement.text)
        starts = _STARTS.search(text)
        own = statement.date is None or event.date in {None, statement.date}
        if starts and own and time and event.time is None and len(text) < 300:
            event.set_time(_with_end(time, text))
        if starts and event.date is None:
            event.date = statement.date
        labelled = (f.value for f in fields_in(text, 0) if f.key == "place")
        if event.kind not in _ON_LINE:
            event.place_at(next(labelled, "").rstrip("."))
        if event.kind != "conference_call" and _TAKES_PLACE.search(text):
            event.place_at(place_in(text))
