"""An event while its facts are being gathered."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from releases.intake.parser.reading import (
    Doubt,
    Event,
    EventKind,
    Lines,
    Phone,
    Replay,
    Session,
)
from releases.text.dates import PrintedDate, dates_in
from releases.text.links import urls_in
from releases.text.phones import e164, phones_in
from releases.text.times import PrintedTime
from releases.text.zones import disagrees, zone_of

_LABEL = re.compile(
    r"(?i)(toll[- ]free|international|domestic|local|u\.?s\.?a?\.?|canada|uk|united (?:states|kingdom)|north america|within|outside)[^\d()]{0,40}\(?$"
)
_CODE = re.compile(
    r"(?i)\b((?:(?:conference|call|access|confirmation|participant|reservation|meeting|event|webcast|pass|entry|audience|passcode|webinar|security)\s?){1,3}(?:id|code|number|passcode|pin|no\.?)?(?: (?:id|code|number|passcode|pin|no\.?))?(?: is| of)?\s?[:#]*\s?#?\s?)((?=[\w -]{0,12}\d)[A-Z]{0,3}\d[\d -]{2,12}\d|[A-Z0-9]{4,10}(?=\b)(?<=\d))"
)


@dataclass(slots=True)
class Happening:
    """The facts of one event, most of them still open."""

    kind: EventKind
    title: str
    first: int
    last: int
    date: dt.date | None = None
    ends_on: dt.date | None = None
    time: PrintedTime | None = None
    tz: str | None = None
    location: str | None = None
    city: str | None = None
    moved: bool = False
    reference: str | None = None
    presenter: str | None = None
    dial_ins: list[Phone] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    replay_text: list[str] = field(default_factory=list)
    replay_lines: list[int] = field(default_factory=list)
    sessions: list[Happening] = field(default_factory=list)

    def see(self, line: int) -> None:
        """Note one more line that told of it."""
        self.first, self.last = min(self.first, line), max(self.last, line)

    def set_time(self, time: PrintedTime | None) -> None:
        """Take a time, unless one is known."""
        if time is not None and self.time is None:
            self.time, self.tz = time, time.tz or self.tz

    def reach(self, text: str) -> None:
        """Take the dial-ins, the code and the links of a text."""
        for phone in labelled_phones(text):
            if phone.written not in {known.written for known in self.dial_ins}:
                self.dial_ins.append(phone)
        found = _CODE.search(text)
        if found and self.reference is None and not next(phones_in(found[2]), None):
            label = re.sub(r"(?i)\s(?:is|of)$", "", found[1].strip())
            self.reference = f"{label} {found[2].strip()}"
        self.links += [url for url in urls_in(text) if url not in self.links]


def labelled_phones(text: str) -> list[Phone]:
    """The telephone numbers of a text, each with what it was called."""
    phones, last = [], 0
    for phone in phones_in(text):
        label = _LABEL.search(text[last : phone.start])
        after = re.match(
            r"\s?\((domestic|international|toll[- ]free|local|u\.?s\.?|uk|canada)[^)]{0,30}\)",
            text[phone.end :],
            re.IGNORECASE,
        )
        words = after.group(1) if after else (label.group(1) if label else None)
        phones.append(Phone(written=phone.text, e164=e164(phone.text), label=words))
        last = phone.end
    return phones


def code_in(text: str) -> str | None:
    """The pass code or conference number that a text gives."""
    found = _CODE.search(text)
    return found[2].strip() if found else None


def _replay(event: Happening) -> Replay | None:
    if not event.replay_text:
        return None
    text = " ".join(event.replay_text)
    phones = tuple(labelled_phones(text))
    until = re.search(
        r"(?i)\b(?:until|through|till|ending|to|expires?(?: on)?)\s(.{0,80})", text
    )
    dates: list[PrintedDate] = (
        list(dates_in(until[1])) if until else list(dates_in(text))
    )
    day = dates[-1].near(event.date) if dates and event.date else None
    return Replay(
        phones=phones,
        passcode=code_in(text),
        links=tuple(urls_in(text)),
        until=day,
        until_time=None,
        lines=Lines(first=min(event.replay_lines), last=max(event.replay_lines)),
    )


def session(event: Happening) -> Session:
    """The gathered facts as a session of a meeting."""
    return Session(
        title=event.title,
        kind=event.kind,
        date=event.date,
        start=event.time.begins if event.time else None,
        end=event.time.ends if event.time else None,
        tz=event.tz,
        timezone=zone_of(event.tz),
        location=event.location,
        reference=event.reference,
        presenter=event.presenter,
        lines=Lines(first=event.first, last=event.last),
    )


def settled(event: Happening) -> Event:
    """The gathered facts as an event."""
    sessions = tuple(session(one) for one in event.sessions)
    zones = {one.timezone for one in sessions if one.timezone}
    zone = zone_of(event.tz) or (zones.pop() if len(zones) == 1 else None)
    passcode = code_in(event.reference or "")
    return Event(
        title=event.title,
        kind=event.kind,
        date=event.date,
        ends_on=event.ends_on,
        start=event.time.begins if event.time else None,
        end=event.time.ends if event.time else None,
        tz=event.tz,
        timezone=zone,
        location=event.location,
        city=event.city,
        reference=event.reference,
        dial_ins=tuple(event.dial_ins),
        passcode=passcode,
        links=tuple(event.links),
        replay=_replay(event),
        sessions=sessions,
        lines=Lines(first=event.first, last=event.last),
    )


def event_doubts(event: Event | Session) -> list[Doubt]:
    """What is strange about an event: no zone, or one out of season."""
    if event.start is None:
        return []
    line, clock = event.lines.first, f"{event.start:%H:%M}"
    if event.tz is None and isinstance(event, Event):
        return [Doubt(line=line, saw=f"{clock} with no time zone", assumed="None.")]
    if event.tz and event.timezone is None:
        return [
            Doubt(line=line, saw=event.tz, assumed="No zone: it could mean several.")
        ]
    if event.tz and event.timezone and event.date:
        moment = dt.datetime.combine(event.date, event.start)
        actual = disagrees(event.tz, event.timezone, moment)
        if actual:
            assumed = (
                f"{clock} by the clock on the wall ({actual}) in {event.timezone}."
            )
            return [
                Doubt(
                    line=line,
                    saw=f"{event.tz} on {event.date:%-d %B %Y}",
                    assumed=assumed,
                )
            ]
    return []
