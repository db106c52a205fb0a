"""Conference calls, webcasts, general meetings and talks told of in sentences."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from releases.intake.parser import phrases
from releases.intake.parser.blocks import Block
from releases.intake.parser.dating import Calendar, first_time, without
from releases.intake.parser.happenings import Happening, code_in
from releases.intake.parser.occasions import (
    KINDS,
    OCCASION,
    TITLED,
    kind_in,
    meeting_in,
    occasion_in,
    presents,
    purposeful,
    related,
)
from releases.intake.parser.places import place_in
from releases.intake.parser.reading import EventKind
from releases.intake.parser.records import fields_in, lines_of_block
from releases.intake.parser.sentences import sentences
from releases.text.dates import PrintedDate, dates_in
from releases.text.links import urls_in
from releases.text.phones import phones_in

_AHEAD = re.compile(
    r"(?i)\b(?:will|to be held|is to|invites?|invited|scheduled|to (?:host|hold|conduct|webcast|present|participate|discuss|review|begin|take place|speak|announce)|begin(?:s|ning)?|starting|is hosting|are hosting|hosting|hosts?|plans?|planned|may|can|please|expects?|intends?|shall|join|conducting|takes? place|start(?:s)?|available|accessible|convene[sd]?|has (?:set|called|scheduled)|is holding|will be|access|on (?:mon|tues|wednes|thurs|fri)day)\b"
)
_PAST = re.compile(
    r"(?i)\b(?:was|were) (?:held|presented|hosted|approved|elected|first)|\bheld (?:on|at|today|yesterday|earlier|in)\b|\bhad (?:hosted|held)|presented (?:at|in|on) |results (?:of|from|at) (?:its|the) [^.]{0,30}meeting|at (?:the|its) [^.]{0,40}meeting(?: of (?:share|stock)holders)? (?:held|on [^.]{0,40} approved)|approved (?:at|by)|voted"
)
_BUT_AHEAD = re.compile(
    r"(?i)\b(?:will|to) be held\b|\bwill (?:now )?(?:be held|hold|host)\b"
)
_PLANNED = re.compile(
    r"(?i)\b(?:will|scheduled|plans?|invites?|hosting|to be|being|is to|are to)\b"
)
_MOVED = re.compile(
    r"(?i)\b(?:was|were|had been|is|originally|previously|initially) (?:originally |previously |initially )?(?:scheduled|planned|announced|called)\b"
)
_REPLAY = re.compile(
    r"(?i)\b(?:re-?play|archiv\w+|rebroadcast|re-broadcast|recording|recorded|playback|on[- ]demand|podcast|transcript|webcast (?:will|is|also)? ?(?:be |also )?(?:be )?(?:available|accessible|posted) (?:for|until|through|approximately|two|shortly|within))\b"
)
_LIVE = re.compile(
    r"(?i)\b(?:live|to (?:participate|listen|join|access)|simultaneous\w*|host|will hold|conduct|discuss)\b"
)
_NO_EVENT = re.compile(
    r"(?i)record date|of record|dividend|tender offer|expir(?:e|ation)|proxies|register(?:ed)? (?:no later|by)|deadline|withdrawal"
)
_LATER = re.compile(
    r"(?i)\b(?:replay|archive|rebroadcast|recording|available (?:for replay|until|through))"
)


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
        self.occasion = occasion_in(headline)

    def read(self, blocks: Sequence[Block]) -> None:
        """Find every call, webcast and meeting."""
        for index, block in enumerate(blocks):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if block.kind == "table" and not _is_listing(block):
                continue
            if phrases.is_heading(block, following) and not _has_facts(block):
                self._head(block.flat)
                continue
            if block.kind == "text" and OCCASION.fullmatch(block.flat):
                self.heading, self.current = block.flat, None
                continue
            for number, line in lines_of_block(block):
                for sentence in sentences(line):
                    self._sentence(sentence, number)

    def _head(self, text: str) -> None:
        self.heading = text.rstrip(":")
        if _LATER.search(text):
            self.replaying = True
        elif kind_in(text):
            self.replaying = False
        elif not re.search(
            r"(?i)dial|number|access|toll|participant|webcast|telephone|listen|join|link|register",
            text,
        ):
            self.current = None

    def _sentence(self, text: str, line: int) -> None:
        replay = _REPLAY.search(text) is not None
        kind = kind_in(text)
        time, dates = first_time(text), list(dates_in(text))
        if kind is None and time and dates and self.occasion and presents(text):
            kind = "presentation"
        self.occasion = occasion_in(text) or self.occasion
        if dates and not _PAST.search(text):
            self.calendar.tell(dates[0])
        if replay and self._only_replay(text, kind):
            self._replay(text, line)
            return
        if self._labelled(text, line):
            return
        if kind and self._tells(text, time is not None, dates):
            self._event(kind, text, line, dates)
        elif self.current is not None:
            self._more(text, line, dates)
        elif dates and time is not None and (headed := kind_in(self.heading)):
            self._event(headed, text, line, dates)
        elif kind == "annual_meeting" and text.endswith(":"):
            self.heading = text

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
        self.day = None
        if kind is None:
            return False
        self._event(kind, told, line, list(dates_in(told)))
        return True

    def _only_replay(self, text: str, kind: EventKind | None) -> bool:
        """Whether a sentence speaks of hearing it later, not of the event itself."""
        match = _REPLAY.search(text)
        before = text[: match.start()] if match else ""
        return kind is None or first_time(before) is None

    def _tells(self, text: str, timed: bool, dates: Sequence[PrintedDate]) -> bool:  # noqa: FBT001
        if _PAST.search(text) and not _BUT_AHEAD.search(text):
            ahead = [d for d in dates if self.calendar.is_ahead(d)]
            if not ahead or not _PLANNED.search(text):
                return False
        if _NO_EVENT.search(text) and not timed:
            return False
        when = timed or bool(dates) or self.calendar.spoken(text) is not None
        return when and _AHEAD.search(text) is not None

    def _replay(self, text: str, line: int) -> None:
        self.replaying = True
        if self.current is None:
            return
        self.current.replay_text.append(text)
        self.current.replay_lines.append(line)
        if _LIVE.search(text) or re.search(r"(?i)also (?:be )?web ?cast", text):
            self.current.links += [
                u for u in urls_in(text) if u not in self.current.links
            ]

    def _event(
        self, kind: EventKind, text: str, line: int, dates: Sequence[PrintedDate]
    ) -> None:
        live = text[: m.start()] if (m := _LATER.search(text)) else text
        time = first_time(live) or (
            first_time(text) if not _LATER.search(text) else None
        )
        printed = self._date_of(live, dates, kind)
        date = self.calendar.day(printed, line) if printed else None
        if date is None:
            date = self.calendar.spoken(live)
        if self.calendar.is_over(date) or (date is None and time is None):
            return
        if time is None and _is_own_day(printed, date, self.calendar.dated, live):
            return
        event = self._same(kind, date, time is not None)
        if event is None:
            event = Happening(
                kind=kind, title=self._title(kind, live), first=line, last=line
            )
            self.found.append(event)
        self.current, self.replaying = event, False
        event.see(line)
        if event.moved and not _MOVED.search(live):
            event.date, event.time, event.location = date or event.date, None, None
        event.moved = _MOVED.search(live) is not None and "previously" not in event.title
        event.date = event.date or date
        if printed and event.ends_on is None:
            event.ends_on = self.calendar.last(printed, event.date)
        event.set_time(time)
        if kind in {"annual_meeting", "presentation"} or event.kind in {
            "annual_meeting",
            "presentation",
        }:
            event.location = event.location or place_in(live, after_date=True)
        event.reach(live)

    def _date_of(
        self, text: str, dates: Sequence[PrintedDate], kind: EventKind
    ) -> PrintedDate | None:
        """The date that goes with the event: nearest its time, else after its name."""
        inside = [
            d for d in dates if d.start < len(text) and not _belongs_elsewhere(text, d)
        ]
        time = first_time(text)
        if time and inside:
            return min(inside, key=lambda d: abs(d.start - time.start))
        pattern = dict(KINDS)[kind]
        match = pattern.search(text)
        after = [d for d in inside if match and d.start > match.start()]
        return (after or inside or [None])[0]  # type: ignore[list-item]

    def _same(self, kind: EventKind, date: object, timed: bool) -> Happening | None:  # noqa: FBT001
        """The event already begun that a sentence goes on telling of."""
        for event in reversed(self.found[-3:]):
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
        if event is None:
            return
        if self.replaying or _LATER.search(text):
            event.replay_text.append(text)
            event.replay_lines.append(line)
            return
        starts = re.search(
            r"(?i)\b(?:begin|start|commence|held|place|scheduled|time|when|date|at)\b",
            text,
        )
        time = first_time(text)
        if starts and time and event.time is None and len(text) < 300:
            event.set_time(time)
        if starts and event.date is None and dates:
            event.date = self.calendar.day(dates[0], line)
        reach = next(phones_in(text), None) or urls_in(text) or code_in(text)
        if reach or fields_in(text, line):
            event.see(line)
            if len(event.dial_ins) < 30:
                event.reach(text)

    def _title(self, kind: EventKind, text: str) -> str:
        """The fullest name that the text gives the event."""
        if kind == "annual_meeting":
            named = meeting_in(without(text), self.heading, self.headline)
            return named or self.headline
        if self._is_headed(kind):
            return self.heading
        match = TITLED.search(without(text))
        if match and (kind_in(match["title"]) or kind == "presentation"):
            title = re.sub(
                r"^(?:and\s)?(?:an?|the|its|our)\s|^and\s",
                "",
                match["title"].strip(" ,¦"),
            )
            if kind == "presentation" and not title[:1].isupper():
                title = self.occasion or title
            return purposeful(title, text)
        if kind == "presentation" and self.occasion:
            return self.occasion
        if kind_in(self.headline):
            return self.headline
        found = dict(KINDS)[kind].search(text)
        title = found.group().strip() if found else self.headline or "Conference call"
        return purposeful(title, text)

    def _is_headed(self, kind: EventKind) -> bool:
        """Whether the heading above is the event's name rather than a sentence."""
        named = OCCASION.fullmatch(self.heading) if kind == "presentation" else None
        short = len(self.heading) < 90 and not self.heading.endswith(":")
        return short and bool(kind_in(self.heading) or named)


def _has_facts(block: Block) -> bool:
    """Whether a short line is more than a heading: it has a clock, a number, a label."""
    return bool(
        first_time(block.flat)
        or next(phones_in(block.flat), None)
        or fields_in(block.flat, block.first)
    )


def _is_listing(block: Block) -> bool:
    return (
        len(block.rows) < 25 and next(phones_in(block.text), None) is not None
    ) or first_time(block.text) is not None


def _belongs_elsewhere(text: str, date: PrintedDate) -> bool:
    """Whether a date is that of a quarter's end or of the results, not of the event."""
    before = text[max(0, date.start - 60) : date.start].lower()
    return bool(
        re.search(
            r"(?:ended|ending|as of|dated|period|of record(?: on| as of)?|close of business on|reported (?:on)?|filed (?:on)?|results (?:before|after|prior)[^.]{0,40}(?:on)?|release[^.]{0,50}(?:before|after|prior)[^.]{0,40})\s*(?:on\s)?$",
            before,
        )
    )


def _is_own_day(
    printed: PrintedDate | None,
    date: dt.date | None,
    dated: dt.date | None,
    text: str,
) -> bool:
    """Whether a date without a clock is only the release's own, not the event's."""
    return printed is not None and date == dated and "today" not in text.lower()
