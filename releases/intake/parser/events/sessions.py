"""Posters, talks and other sessions of a meeting."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.dates.dating import (
    ReleaseCalendar,
    first_time,
    without_dates,
)
from releases.intake.parser.events.event_draft import EventDraft
from releases.intake.parser.events.event_kinds import event_kind_in
from releases.intake.parser.events.records import (
    Field,
    Record,
    lines_of_block,
    records_in,
)
from releases.intake.parser.events.titles import event_title
from releases.intake.parser.mentions import dates_in, times_in
from releases.intake.parser.numbers import reference_in
from releases.intake.parser.reading import EventKind
from releases.text.dates import PrintedDate
from releases.text.links import strip_markdown
from releases.text.times import PrintedTime

_SCIENCE = re.compile(
    r"(?i)\b(?:posters?|oral|abstracts?|symposium|plenary|late[- ]breaking|mini-?symposium)\b"
)
_CALL = re.compile(
    r"(?i)conference call|dial[- ]?in|webcast|earnings call|teleconference"
)
_ABSTRACT = re.compile(r"(?i)[\s(\[]*abstract\b")
_LINE = re.compile(
    r"(?i)^(?:[^:]{0,40}\b)?(?P<what>(?:e-?)?poster|oral|discussion|talk|presentation|session|plenary|symposium)[^:]{0,40}:\s"
)
_SHORTEST_TITLE = 12
_FEWEST_WORDS = 4
_REACH, _WHEN = {"dial", "code", "link"}, {"date", "time", "session"}
_FIGURE = re.compile(r"\d")
_QUOTED = re.compile(r"[“\"](?P<title>[^“”\"]{12,400})[”\"]")
_NUMBERED = re.compile(
    r"(?:(?:Abstract|Poster|Presentation)\s)?#?(?P<number>[A-Z]{0,5}-?\d[\w.-]{1,10}?)[\s:|,.–-]+(?=[A-Z“\"])"
)
_LISTED = re.compile(r"(?i)\babstracts?\b|\bpresentation (?:date|time)|\bposters?\b")
_HEAD_ZONE = re.compile(r"(?i)\btimes?\b[^()]{0,30}\((?P<zone>[A-Z]{2,4})\)")
_QUOTE = re.compile(
    r"^(?:[A-Z\d][\w()/-]*\s){0,3}[“\"](?P<title>.{12,600}?)[”\"][.,]?(?:\s*\(.{0,80}\))?[.:]?$"
)


def session_kind(words: str, otherwise: EventKind = "presentation") -> EventKind:
    """Return the kind of a session by its name."""
    low = words.lower()
    if re.search(r"discussion|\boral|plenary|talk|mini-?symposium|lecture", low):
        return "oral"
    if "poster" in low:
        return "poster"
    if _CALL.search(words):
        return "conference_call" if "call" in low or "dial" in low else "webcast"
    if re.search(r"annual (?:general |and special )?meeting|\bagm\b", low):
        return "annual_meeting"
    return otherwise


def labelled_session_kind(
    label: str, otherwise: EventKind = "presentation"
) -> EventKind:
    """Return the kind of a session by the label of its line: “Oral discussion session”."""
    if re.search(r"(?i)\bdiscussions?\b", label):
        return "discussion"
    return session_kind(label, otherwise)


_SECTION = re.compile(
    r"(?i)(?:[\w-]+ ){0,3}(?:posters?|oral|presentations?|sessions?|plenary)(?: (?:posters?|presentations?|sessions?|abstracts?)){0,2}:?"
)
_ROOM = re.compile(
    r"(?i)\b(?:room|hall|poster|lobby|booth|theat(?:er|re)|ballroom|auditorium|salon|level|exhibit|center|centre|building|board|track)\b|\b[A-Z]{1,2}\d{1,4}[a-z]?\b"
)


def room_in(details: str) -> str | None:
    """Return the room among the pieces of a talk's details."""
    pieces = re.split(r"[;¦]", without_dates(details))
    rooms = [p.strip(" ,;()[].") for p in pieces if not _ABSTRACT.match(p)]
    return next((r for r in rooms[::-1] if _ROOM.search(r) and len(r) < 80), None)


class SessionReader:
    """Reads sessions from records and from lines below a title."""

    def __init__(self, calendar: ReleaseCalendar) -> None:
        self.calendar = calendar
        self.events: list[EventDraft] = []
        self.used: set[int] = set()
        self.day: dt.date | None = None
        self.hours: PrintedTime | None = None
        self.title: tuple[str, str, int] | None = None
        self.section = ""
        self.listed = False
        self.zone: str | None = None

    def read(self, blocks: Sequence[Block]) -> None:
        """Read every session into `events`."""
        starts: dict[int, list[Record]] = {}
        for record in records_in(blocks):
            starts.setdefault(id(record.blocks[0]), []).append(record)
        for block, following in zip(blocks, [*blocks[1:], None], strict=False):
            self._context(block)
            if self._talks(block, following):
                continue
            for record in starts.get(id(block), []):
                self._record(record)
            if id(block) not in self.used:
                self._lines(block)

    def _context(self, block: Block) -> None:
        text = strip_markdown(block.flat)
        if _LISTED.search(text):
            self.listed = True
            zone = _HEAD_ZONE.search(text)
            self.zone = zone["zone"] if zone else self.zone
        quote = _QUOTE.match(text)
        if quote and block.kind == "text":
            self.title = (quote["title"], text, block.first)
        elif len(text) < 60 and block.kind == "text" and _SECTION.fullmatch(text):
            self.section = text
        elif len(text) < 140 and block.kind == "text":
            date = next(dates_in(text), None)
            hours = first_time(text)
            if date and (hours is None or text.endswith(":")):
                self.day = self.calendar.day(date, block.first)
                self.hours = hours
        elif len(text) > 300 and not quote:
            self.title = None

    def _talks(self, block: Block, following: Block | None) -> bool:
        """Read lines with a talk's quoted or numbered title, and its day, hours and place."""
        for number, line in lines_of_block(block):
            talk = self._talk(line, number, following)
            if talk is not None:
                self.events.append(talk)
                self.used.add(id(block))
        return id(block) in self.used

    def _talk(
        self, line: str, number: int, following: Block | None
    ) -> EventDraft | None:
        code = _NUMBERED.match(line)
        quoted = _QUOTED.search(line)
        start, end = quoted.span() if quoted else (0, code.end() if code else 0)
        behind = code or start < len(line) // 3 or next(dates_in(line[end:]), None)
        details = line[end:] if behind else line[:start]
        date, time = next(dates_in(details), None), first_time(details)
        if time is None and date and following is not None and len(following.flat) < 40:
            time = first_time(following.flat)
        timed = following is not None and _LINE.match(strip_markdown(following.flat))
        if time is None and date is None and not timed:
            time = self.hours
        reference = reference_in(line[:start] + details)
        science = _SCIENCE.search(line[:start])
        known = self.listed or self.section or self.title or reference or science
        if (
            not known
            or _CALL.search(line)
            or not self._is_talk(quoted, code, date, time)
        ):
            return None
        title = quoted["title"] if quoted else details[: date.start if date else None]
        title = title.strip(" ,;|")
        if len(title) < _SHORTEST_TITLE:
            return None
        words = line[:start] + details if quoted else ""
        event = EventDraft(
            kind=session_kind(words, session_kind(self.section)),
            title=title,
            first=number,
            last=number,
        )
        event.date = self.calendar.day(date, number) if date else self.day
        event.set_time(time)
        event.tz = event.tz or self.zone
        event.location = room_in(details) if quoted else None
        number_of = f"Abstract {code['number']}" if code else None
        event.reference = reference or number_of
        return event

    def _is_talk(
        self,
        quoted: re.Match[str] | None,
        code: re.Match[str] | None,
        date: PrintedDate | None,
        time: PrintedTime | None,
    ) -> bool:
        """Return whether a line has a talk's title and when it is."""
        if quoted is not None:
            is_speech = quoted["title"].endswith(",") and code is None
            named = len(quoted["title"].split()) >= _FEWEST_WORDS and not is_speech
            return (
                named
                and (date or self.day) is not None
                and (time is not None or bool(date))
            )
        return code is not None and date is not None

    def _lines(self, block: Block) -> None:
        """Read a line with the time and place of the talk whose title is above."""
        if self.title is None or block.kind == "table":
            return
        for number, line in lines_of_block(block):
            match = _LINE.match(line)
            time = first_time(line)
            if not match or not time:
                continue
            place = without_dates(line[match.end() :]).strip(" ¦,;.")
            date = next(dates_in(line), None)
            title, text, first = self.title
            event = EventDraft(
                kind=labelled_session_kind(match.group()),
                title=title,
                first=first,
                last=number,
            )
            event.date = self.calendar.day(date, number) if date else self.day
            event.set_time(time)
            place = place.replace("¦", "").strip(" ,")
            event.location = None if place.islower() else place or None
            event.reference = reference_in(text) or reference_in(line)
            self.events.append(event)
            self.used.add(id(block))

    def _record(self, record: Record) -> None:
        keys, values = record.keys(), [f.value for f in record.fields]
        labelled = [f"{f.label} {f.value}" for f in record.fields]
        science = _SCIENCE.search(" ".join([record.heading, *labelled]))
        if not (science or keys & {"presenter", "session", "title", "place"}):
            return
        dialled = keys & {"dial", "code"} and not keys & {"title"}
        if not science and (
            _CALL.search(" ".join([record.heading, *values])) or dialled
        ):
            return
        named = [f"{f.label} {f.value}" for f in record.fields if f.key not in _REACH]
        events = self._slots(record, " ".join([record.heading, *named]))
        self.events += events
        if events:
            self.used |= {id(block) for block in record.blocks}

    def _slots(self, record: Record, words: str) -> list[EventDraft]:
        """Return an event for each time in a record."""
        base = self._base(record, words)
        slots: list[EventDraft] = []
        place: str | None = None
        for field in record.fields:
            times = [
                t
                for t in times_in(field.value)
                if field.key == "time" or (t.certain and field.key in _WHEN)
            ]
            if times and not (slots and field.key == "session"):
                slots.append(self._slot(base, field, times[0]))
                slots[-1].location = room_in(field.value)
            elif field.key == "place":
                if slots and slots[-1].location is None:
                    slots[-1].location = field.value.rstrip(".")
                place = place or field.value.rstrip(".")
        slots = slots or ([base] if base.date else [])
        for slot in slots:
            slot.location = slot.location or place
        return slots

    def _slot(self, base: EventDraft, field: Field, time: PrintedTime) -> EventDraft:
        kind = labelled_session_kind(field.label, base.kind)
        event = EventDraft(
            kind=kind, title=base.title, first=base.first, last=base.last
        )
        event.date, event.ends_on = base.date, base.ends_on
        event.reference, event.presenter = base.reference, base.presenter
        event.links = base.links
        event.set_time(time)
        date = next(dates_in(field.value), None)
        if date:
            event.date = self.calendar.day(date, field.line)
        return event

    def _base(self, record: Record, words: str) -> EventDraft:
        lines = [field.line for field in record.fields]
        event = EventDraft(
            kind=session_kind(words, session_kind(self.section)),
            title=self._title(record),
            first=min(lines),
            last=max(lines),
        )
        timed = [f.value for f in record.fields if f.key in _WHEN]
        dated = next((d for value in timed for d in dates_in(value)), None)
        event.date = self.calendar.day(dated, event.first) if dated else self.day
        event.ends_on = self.calendar.last(dated, event.date) if dated else None
        numbers = [
            f
            for f in record.fields
            if f.key == "reference"
            and ("bstract" in f.label or _FIGURE.search(f.value))
        ]
        numbers.sort(key=lambda f: "bstract" not in f.label)
        event.reference = numbers[0].printed if numbers else reference_in(words)
        event.presenter = record.get("presenter")
        for field in record.fields:
            if field.key in {"link", "dial", "code"}:
                event.add_access(field.printed)
        return event

    def _title(self, record: Record) -> str:
        title = record.get("title")
        if title:
            return title.strip('“”" ')
        quote = re.search(r"[“\"](.{12,600}?)[”\"]", record.heading)
        if quote:
            return quote.group(1)
        kind = event_kind_in(record.heading)
        if kind and len(record.heading) > 60 and record.heading.endswith((".", ":")):
            return event_title(
                kind, record.heading, heading="", headline="", occasion=None
            )
        if record.heading:
            return record.heading.rstrip(":")
        return record.get("session") or "Presentation"
