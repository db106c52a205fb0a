"""An event whose facts are still being collected."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from releases.intake.parser.events.replays import find_replay
from releases.intake.parser.mentions import urls_in
from releases.intake.parser.numbers import code_in, labelled_code, labelled_phones
from releases.intake.parser.reading import Event, EventKind, Lines, Phone, Session
from releases.text.times import PrintedTime
from releases.text.zones import zone_of


@dataclass(slots=True)
class EventDraft:
    """The facts of one event, most of them still unknown."""

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
    reference: str | None = None
    presenter: str | None = None
    dial_ins: list[Phone] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    replay_text: list[str] = field(default_factory=list)
    replay_lines: list[int] = field(default_factory=list)
    sessions: list[EventDraft] = field(default_factory=list)
    sentence: str = ""
    heading: str = ""
    about_results: bool = False

    def add_line(self, line: int) -> None:
        """Extend the event's lines by one."""
        self.first, self.last = min(self.first, line), max(self.last, line)

    def set_time(self, time: PrintedTime | None) -> None:
        """Set the time unless it is known."""
        if time is not None and self.time is None:
            self.time, self.tz = time, time.tz or self.tz

    def place_at(self, place: str | None) -> None:
        """Set the place, or a fuller name of the one that is known."""
        if not place:
            return
        fuller = not self.location or (
            _lies_in(self.location, place) and ", " in place and ". " not in place
        )
        self.location = place if fuller else self.location

    def absorb(self, other: EventDraft) -> None:
        """Take what this lacks from another telling of the same event."""
        named = self.kind != "other" or self.title == other.title
        if self.kind == other.kind and named and self.time is None:
            self.set_time(other.time)
        self.place_at(other.location)
        self.ends_on = self.ends_on or other.ends_on
        self.reference = self.reference or other.reference
        self.dial_ins = self.dial_ins or other.dial_ins
        self.links = self.links or other.links

    def add_access(self, text: str) -> None:
        """Add the dial-ins, passcode and links of a text."""
        for phone in labelled_phones(text):
            if phone.written not in {known.written for known in self.dial_ins}:
                self.dial_ins.append(phone)
        self.reference = self.reference or labelled_code(text)
        self.links += [url for url in urls_in(text) if url not in self.links]


def _lies_in(place: str, other: str) -> bool:
    """Return whether another place is in this one: the same, or in the town of this."""
    town, _, region = place.partition(", ")
    return place in other or (bool(region) and f", {town}, " in other)


def to_session(event: EventDraft) -> Session:
    """Return the facts as a session of a meeting."""
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


def to_event(event: EventDraft) -> Event:
    """Return the facts as an event."""
    sessions = tuple(to_session(session) for session in event.sessions)
    zones = {session.timezone for session in sessions if session.timezone}
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
        replay=find_replay(
            event.replay_text, event.replay_lines, event.date, webcast=event.links
        ),
        sessions=sessions,
        lines=Lines(first=event.first, last=event.last),
        about_results=event.about_results,
    )
