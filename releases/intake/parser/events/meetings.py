"""The congress or conference of a release's sessions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.dates.dating import ReleaseCalendar
from releases.intake.parser.events.event_draft import EventDraft
from releases.intake.parser.events.event_kinds import OCCASIONS
from releases.intake.parser.mentions import dates_in
from releases.text.links import strip_markdown

_WORD = rf"(?:{OCCASIONS}|Meeting|Sessions)"
_NAME = re.compile(
    rf"\b(?:at|of|during|in conjunction with) (?:the |its )?(?P<name>(?:\d{{1,3}}(?:st|nd|rd|th) )?[A-Z0-9][^.;:()“”]{{2,110}}?\b{_WORD}(?:\s(?:of|on|for) (?:the )?[A-Z][^.,;()]{{3,90}}?(?=\s?\(|,|\.|\s(?:in|to be|being|taking|from|held|on)\b|$))?(?:\s20\d\d)?)"
)
_RUNNING_NAME = re.compile(rf"(?i)\b(?:{OCCASIONS}|meeting|sessions)\b")
_TO = re.compile(r",?\s?(?:to|through|until|and|[-–—])\s(?:the\s)?")
_CITY = re.compile(
    r"\b(?:in|at)\s(?P<city>[A-ZÀ-Ž][\w.’' -]{2,30}(?:,\s[A-Z][\w. ]{1,20}?)?)(?=,?\s(?:from|on|during|between|[A-Z][a-z]{2,8}\.?\s\d|\d{1,2}\b)|[,.;)]|$)"
)


def find_meeting(
    blocks: Sequence[Block],
    headline: str,
    sessions: Sequence[EventDraft],
    calendar: ReleaseCalendar,
) -> EventDraft | None:
    """Return the meeting named in the headline or the first paragraphs."""
    texts = [(strip_markdown(b.flat), b) for b in blocks[:8] if b.kind != "table"]
    for text, block in texts:
        match = _NAME.search(text)
        if match:
            name = _shorter(match["name"], headline)
            event = EventDraft(
                kind="meeting", title=name, first=block.first, last=block.first
            )
            _when_and_where(event, text[match.end() : match.end() + 260], calendar)
            break
    else:
        match = _NAME.search(headline)
        if not match:
            return None
        event = EventDraft(kind="meeting", title=match["name"], first=1, last=1)
    event.sessions = sorted(sessions, key=_by_time)
    days = sorted(s.date for s in sessions if s.date)
    if days and event.ends_on is None:
        _days_in_running_text(event, texts, (days[0], days[-1]), calendar)
    if days and (event.date is None or not event.date <= days[0]):
        event.date, event.ends_on = days[0], days[-1]
    event.last = max([event.last, *(s.last for s in sessions)])
    return event


def _by_time(session: EventDraft) -> tuple[dt.date, dt.time, dt.time]:
    """Return the key that sorts sessions by their times, those without one last."""
    begins = session.time.begins if session.time else dt.time.max
    ends = session.time.ends if session.time else None
    return session.date or dt.date.max, begins, ends or begins


def _days_in_running_text(
    event: EventDraft,
    texts: Sequence[tuple[str, Block]],
    days: tuple[dt.date, dt.date],
    calendar: ReleaseCalendar,
) -> None:
    """Set the days, and the town, that a sentence about the meeting gives.

    It gives them if it names a meeting and a range of days that holds all sessions.
    """
    for text, block in texts:
        for name in _RUNNING_NAME.finditer(text):
            named = EventDraft(
                kind="meeting", title=event.title, first=block.first, last=block.last
            )
            _when_and_where(named, text[name.end() : name.end() + 300], calendar)
            if (
                named.date
                and named.ends_on
                and named.date <= days[0]
                and days[1] <= named.ends_on
            ):
                event.date, event.ends_on = named.date, named.ends_on
                event.city = event.city or named.city
                return


def _shorter(name: str, headline: str) -> str:
    match = _NAME.search(headline)
    return match["name"] if match and match["name"] in name else name


def _when_and_where(event: EventDraft, text: str, calendar: ReleaseCalendar) -> None:
    dates = list(dates_in(text))
    if dates:
        event.date = calendar.day(dates[0], event.first)
        event.ends_on = calendar.last(dates[0], event.date)
    if len(dates) > 1 and event.date and event.ends_on is None:
        between = text[dates[0].end : dates[1].start]
        last = calendar.day(dates[1], event.first) if _TO.fullmatch(between) else None
        event.ends_on = last if last and last > event.date else None
    city = _CITY.search(text)
    if city:
        event.city = city["city"].strip(" ,.")
