"""Conference calls, webcasts, general meetings and talks told of in sentences."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from releases.intake.parser import phrases
from releases.intake.parser.blocks import Block
from releases.intake.parser.clauses import clauses
from releases.intake.parser.dating import Calendar, first_time
from releases.intake.parser.days import date_of, is_own_day, told_of
from releases.intake.parser.event_blocks import has_facts, is_listing
from releases.intake.parser.event_draft import Happening
from releases.intake.parser.numbers import code_in
from releases.intake.parser.occasions import (
    OCCASION,
    kind_in,
    occasion_in,
    presents,
    related,
)
from releases.intake.parser.places import place_in
from releases.intake.parser.reading import EventKind
from releases.intake.parser.records import fields_in, lines_of_block
from releases.intake.parser.sentences import sentences
from releases.intake.parser.tenses import (
    AT_A_PLACE,
    ELSEWHERE,
    FORMER,
    LATER,
    LIVE,
    MOVED,
    NO_EVENT,
    PAST,
    REPLAY,
    UNTIL,
    is_told,
)
from releases.intake.parser.titles import title_of
from releases.text.dates import PrintedDate, dates_in
from releases.text.links import urls_in
from releases.text.phones import phones_in


class Calls:
    """Reads the body in order; what follows an event adds to it until another begins."""

    def __init__(self, calendar: Calendar, headline: str) -> None:
        self.calendar = calendar
        self.headline = headline
        self.found: list[Happening] = []
        self.current: Happening | None = None
        self.replaying = False
        self.heading = ""
        self.day: PrintedDate | None = None
        self.before: PrintedDate | None = None
        self.lately: dt.date | None = None
        self.occasion = occasion_in(headline)

    def read(self, blocks: Sequence[Block]) -> None:
        """Find every call, webcast and meeting."""
        for index, block in enumerate(blocks):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if block.kind == "table" and not is_listing(block):
                continue
            if phrases.is_heading(block, following) and not has_facts(block):
                self._head(block.flat)
                continue
            if block.kind == "text" and OCCASION.fullmatch(block.flat):
                self.heading, self.current = block.flat, None
                continue
            self.before, self.lately = None, None
            for number, line in lines_of_block(block):
                for sentence in sentences(line):
                    for clause in clauses(sentence):
                        self._sentence(clause, number)

    def _head(self, text: str) -> None:
        self.heading = text.rstrip(":")
        if LATER.search(text):
            self.replaying = True
        elif kind_in(text):
            self.replaying = False
        elif not re.search(
            r"(?i)dial|number|access|toll|participant|webcast|telephone|listen|join|link|register",
            text,
        ):
            self.current = None

    def _sentence(self, text: str, line: int) -> None:
        replay = REPLAY.search(text) is not None
        kind = kind_in(text)
        time, dates = first_time(text), list(dates_in(text))
        self.occasion = occasion_in(text) or self.occasion
        if kind is None and dates and self.occasion and presents(text, time):
            kind = "presentation"
        told = told_of(text, dates)
        if told and not PAST.search(text):
            self.calendar.tell(told)
        if replay and self._only_replay(text, kind):
            self._replay(text, line)
        elif not self._labelled(text, line):
            self._told(kind, text, line, dates)
        self.before = dates[0] if dates else self.before

    def _told(
        self,
        kind: EventKind | None,
        text: str,
        line: int,
        dates: Sequence[PrintedDate],
    ) -> None:
        """A sentence that tells of an event, or goes on about the one before."""
        timed = first_time(text) is not None
        if kind and is_told(text, dates, self.calendar):
            self._event(kind, text, line, dates)
        elif self.current is not None:
            self._more(text, line, dates)
        elif dates and timed and (headed := kind_in(self.heading)):
            self._event(headed, text, line, dates)
        elif kind == "annual_meeting" and text.endswith(":"):
            self.heading = text

    def _followed(self) -> dt.date | None:
        """The day told of just before in the same paragraph, if it lies ahead."""
        if self.before is None or not self.calendar.is_ahead(self.before):
            return self.lately
        dated = self.calendar.dated
        return self.before.nearest_to(dated) if dated else None

    def _labelled(self, text: str, line: int) -> bool:
        """Whether a line is a date or a time behind its label, and was taken as such."""
        fields = {one.key: one.value for one in fields_in(text, line)}
        dates = list(dates_in(fields.get("date", "")))
        if "title" in fields and kind_in(fields["title"]):
            self.heading, self.current = fields["title"], None
        if dates and first_time(text) is None:
            self.day = dates[0]
            return "time" not in fields
        time = fields.get("time")
        if time is None or self.day is None or first_time(time) is None:
            return False
        told = f"{self.day.text}, {time}"
        kind = kind_in(self.heading) or (self.current and self.current.kind)
        kind = kind or kind_in(self.headline)
        kind = kind or ("presentation" if self.occasion else None)
        self.day = None
        if kind is None:
            return False
        self._event(kind, told, line, list(dates_in(told)))
        return True

    def _only_replay(self, text: str, kind: EventKind | None) -> bool:
        """Whether a sentence speaks of hearing it later, not of the event itself."""
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
        time = first_time(live) or (None if LATER.search(text) else first_time(text))
        printed = date_of(live, dates, kind)
        date = self._day(printed, live, line, timed=time is not None)
        self.lately = date or self.lately
        if self.calendar.is_over(date) or (date is None and time is None):
            return
        if time is None and is_own_day(printed, date, self.calendar.dated, live):
            return
        event = self._same(kind, date, time is not None)
        if event is None:
            if FORMER.search(live) and self._known(kind):
                return
            event = self._begin(kind, live, line)
        self._settle(event, kind, live, line, date)
        if printed and event.ends_on is None:
            event.ends_on = self.calendar.last(printed, event.date)
        event.set_time(time)
        event.reach(live)

    def _day(
        self, printed: PrintedDate | None, text: str, line: int, *, timed: bool
    ) -> dt.date | None:
        """The day of an event: printed, spoken of, or told of just before."""
        date = self.calendar.day(printed, line) if printed else None
        date = date or self.calendar.spoken(text)
        return date or (self._followed() if timed else None)

    def _begin(self, kind: EventKind, text: str, line: int) -> Happening:
        title = title_of(
            kind,
            text,
            heading=self.heading,
            headline=self.headline,
            occasion=self.occasion,
        )
        event = Happening(kind=kind, title=title, first=line, last=line)
        self.found.append(event)
        return event

    def _settle(
        self,
        event: Happening,
        kind: EventKind,
        text: str,
        line: int,
        date: dt.date | None,
    ) -> None:
        """Day and place, anew where an event that was planned otherwise is moved."""
        self.current, self.replaying = event, False
        event.see(line)
        moved = MOVED.search(text) is not None
        if event.moved and not moved:
            event.date, event.time, event.location = date or event.date, None, None
        event.moved = moved
        event.date = event.date or date
        if {kind, event.kind} & {"annual_meeting", "presentation", "other"}:
            event.location = event.location or place_in(text, after_date=True)

    def _known(self, kind: EventKind) -> bool:
        return any(event.kind == kind for event in self.found[-3:])

    def _same(self, kind: EventKind, date: object, timed: bool) -> Happening | None:  # noqa: FBT001
        """The event already begun that a sentence goes on telling of."""
        for event in reversed(self.found[-3:]):
            if event.moved and event.kind == kind:
                return event
            if date is not None and event.date is not None and event.date != date:
                continue
            if (
                timed
                and event.time is not None
                and event.date == date
                and not related(event.kind, kind)
            ):
                continue
            if related(event.kind, kind) and (
                date is None or event.date in {None, date}
            ):
                return event
        return None

    def _more(self, text: str, line: int, dates: Sequence[PrintedDate]) -> None:
        """A sentence without an event of its own: a time, a number, a link."""
        event = self.current
        if (
            event is None
            or ELSEWHERE.match(text)
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
        self._open_facts(event, text, line, dates)
        if reach or fields_in(text, line):
            event.see(line)
            if len(event.dial_ins) < 30:
                event.reach(text)

    def _open_facts(
        self, event: Happening, text: str, line: int, dates: Sequence[PrintedDate]
    ) -> None:
        """The clock, the day and the place of an event that still lacks them."""
        starts = re.search(
            r"(?i)\b(?:begin|start|commence|held|place|scheduled|time|when|date|at)\b",
            text,
        )
        time = first_time(text)
        if starts and time and event.time is None and len(text) < 300:
            event.set_time(time)
        if starts and event.date is None and dates:
            event.date = self.calendar.day(dates[0], line)
        if event.kind == "annual_meeting" and AT_A_PLACE.match(text):
            event.location = event.location or place_in(text, after_date=True)
