"""Conference calls, webcasts, general meetings and talks told of in sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser import phrases
from releases.intake.parser.blocks import Block
from releases.intake.parser.dating import Calendar, first_time, without
from releases.intake.parser.happenings import Happening
from releases.intake.parser.places import place_in
from releases.intake.parser.reading import EventKind
from releases.intake.parser.records import fields_in, lines_of_block
from releases.intake.parser.sentences import sentences
from releases.text.dates import PrintedDate, dates_in
from releases.text.links import urls_in
from releases.text.phones import phones_in

_KINDS: tuple[tuple[EventKind, re.Pattern[str]], ...] = (
    (
        "conference_call",
        re.compile(
            r"(?i)conference[- ]calls?|(?:earnings|investors?|analysts?|results|quarterly|update|telephone) (?:conference )?calls?\b|teleconference|\bconcall|telephone conference|audio ?conference|(?:host|hold|conduct)\w* an? (?:[\w-]+ ){0,4}call\b|\bcall (?:and (?:live )?(?:audio )?webcast|to discuss)"
        ),
    ),
    (
        "annual_meeting",
        re.compile(
            r"(?i)\b(?:annual|special|extraordinary|general)(?:[ -](?:and|general|special|extraordinary|ordinary|stockholders?'?|shareholders?'?|virtual)){0,4} meetings?\b|\bAGM\b|\bEGM\b|meeting of (?:share|stock)(?:holders|owners)"
        ),
    ),
    (
        "presentation",
        re.compile(
            r"(?i)\b(?:investor|analyst|capital markets?|R&D|investors?'?|technology)(?: and (?:analyst|investor|media))? (?:day|meeting|briefing|event|presentation|seminar)s?\b|fireside chat|\b(?:will|to|is scheduled to|scheduled to|plans to|be) (?:be )?(?:also )?(?:present|presenting|participat\w+|speak\w*|participate|deliver|attend\w*|meet\w*)\b[^.]{0,160}(?:conference|forum|summit|symposium|healthcare|congress|annual|expo|seminar|roadshow|event|bank|securities)|presentation (?:at|is scheduled|will (?:be|take)|of (?:the )?[\w ]{0,40}results)|analysts?' (?:meeting|presentation)|(?:results|analyst) presentation"
        ),
    ),
    (
        "webcast",
        re.compile(
            r"(?i)\bweb ?cast|webinar|live (?:audio|video)|audio ?cast|broadcast live|video conference|web conference|virtual (?:event|presentation|meeting)|live event|open house"
        ),
    ),
)
_AHEAD = re.compile(
    r"(?i)\b(?:will|to be held|is to|invites?|invited|scheduled|to (?:host|hold|conduct|webcast|present|participate|discuss|review|begin|take place|speak|announce)|begin(?:s|ning)?|starting|is hosting|are hosting|hosting|hosts?|plans?|planned|may|can|please|expects?|intends?|shall|join|conducting|takes? place|start(?:s)?|available|accessible|convene[sd]?|has (?:set|called|scheduled)|is holding|will be|access|on (?:mon|tues|wednes|thurs|fri)day)\b"
)
_PAST = re.compile(
    r"(?i)\b(?:was|were) (?:held|presented|hosted|approved|elected|first)|\bheld (?:on|at|today|yesterday|earlier|in)\b|\bhad (?:hosted|held)|presented (?:at|in|on) |results (?:of|from|at) (?:its|the) [^.]{0,30}meeting|at (?:the|its) [^.]{0,40}meeting(?: of (?:share|stock)holders)? (?:held|on [^.]{0,40} approved)|approved (?:at|by)|voted"
)
_BUT_AHEAD = re.compile(
    r"(?i)\b(?:will|to) be held\b|\bwill (?:now )?(?:be held|hold|host)\b"
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
_TITLED = re.compile(
    r"(?i)\b(?:hosts?|hold|holds|hosting|conduct|convene|webcast|present at|participate in|presenting at|participating in|speak at|hold its|host its|attend|invites? [^.]{0,60}? to (?:listen to|join|participate in|attend))\s(?P<title>[^¦.;:]{6,140}?)(?=,?\s(?:on|at|to|today|tomorrow|for|beginning|starting|with|in order|regarding|taking|which|that|during|where|via|this|in (?=[A-Z]))\b|\s?¦|[.;:,(]|$)"
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

    def read(self, blocks: Sequence[Block]) -> None:
        """Find every call, webcast and meeting."""
        for index, block in enumerate(blocks):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if block.kind == "table" and not _is_listing(block):
                continue
            if phrases.is_heading(block, following) and not _has_facts(block):
                self._head(block.flat)
                continue
            for number, line in lines_of_block(block):
                for sentence in sentences(line):
                    self._sentence(sentence, number)

    def _head(self, text: str) -> None:
        self.heading = text.rstrip(":")
        if _LATER.search(text):
            self.replaying = True
        elif _kind(text):
            self.replaying = False
        elif not re.search(
            r"(?i)dial|number|access|toll|participant|webcast|telephone|listen|join|link|register",
            text,
        ):
            self.current = None

    def _sentence(self, text: str, line: int) -> None:
        replay = _REPLAY.search(text) is not None
        kind = _kind(text)
        time, dates = first_time(text), list(dates_in(text))
        if dates and not _PAST.search(text):
            self.calendar.told = self.calendar.day(dates[0], line)
        if replay and self._only_replay(text, kind):
            self._replay(text, line)
            return
        if kind and self._tells(text, time is not None, dates):
            self._event(kind, text, line, dates)
        elif self.current is not None:
            self._more(text, line, dates)

    def _only_replay(self, text: str, kind: EventKind | None) -> bool:
        """Whether a sentence speaks of hearing it later, not of the event itself."""
        match = _REPLAY.search(text)
        before = text[: match.start()] if match else ""
        return kind is None or first_time(before) is None

    def _tells(self, text: str, timed: bool, dates: Sequence[PrintedDate]) -> bool:  # noqa: FBT001
        if _PAST.search(text) and not _BUT_AHEAD.search(text):
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
        event = self._same(kind, date, time is not None)
        if event is None:
            event = Happening(
                kind=kind, title=self._title(kind, live), first=line, last=line
            )
            self.found.append(event)
        self.current, self.replaying = event, False
        event.see(line)
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
        pattern = dict(_KINDS)[kind]
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
                and not _related(event.kind, kind)
            ):
                continue
            if _related(event.kind, kind) and (
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
        if next(phones_in(text), None) or urls_in(text) or fields_in(text, line):
            event.see(line)
            if len(event.dial_ins) < 30:
                event.reach(text)

    def _title(self, kind: EventKind, text: str) -> str:
        match = _TITLED.search(without(text))
        if _kind(self.heading):
            return self.heading
        if match and (_kind(match["title"]) or kind == "presentation"):
            return re.sub(r"^(?:an?|the|its|our)\s", "", match["title"].strip(" ,¦"))
        if _kind(self.headline):
            return self.headline
        found = dict(_KINDS)[kind].search(text)
        return found.group().strip() if found else self.headline or "Conference call"


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


def _kind(text: str) -> EventKind | None:
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), None)


def _related(a: EventKind, b: EventKind) -> bool:
    """Whether two kinds may be one event: a call is webcast, so is a meeting."""
    return a == b or "webcast" in {a, b}


def _belongs_elsewhere(text: str, date: PrintedDate) -> bool:
    """Whether a date is that of a quarter's end or of the results, not of the event."""
    before = text[max(0, date.start - 60) : date.start].lower()
    return bool(
        re.search(
            r"(?:ended|ending|as of|dated|period|of record(?: on| as of)?|close of business on|reported (?:on)?|filed (?:on)?|results (?:before|after|prior)[^.]{0,40}(?:on)?|release[^.]{0,50}(?:before|after|prior)[^.]{0,40})\s*(?:on\s)?$",
            before,
        )
    )
