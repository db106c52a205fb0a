"""The congress or conference of a release's sessions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.dating import ReleaseCalendar
from releases.intake.parser.event_draft import EventDraft
from releases.text.dates import dates_in
from releases.text.links import strip_markdown

_WORD = r"(?:Annual (?:Meeting|Congress|Conference|Scientific (?:Meeting|Sessions|Congress))|Congress|Conference|Symposium|Scientific Sessions|Meeting|Summit|Forum|Convention|Exposition|World Congress|Sessions)"
_NAME = re.compile(
    rf"\b(?:at|of|during|in conjunction with) (?:the |its )?(?P<name>(?:\d{{1,3}}(?:st|nd|rd|th) )?[A-Z0-9][^.;:()“”]{{2,110}}?\b{_WORD}(?:\s(?:of|on|for) (?:the )?[A-Z][^.,;()]{{3,90}}?(?=\s?\(|,|\.|\s(?:in|to be|being|taking|from|held|on)\b|$))?(?:\s20\d\d)?)"
)
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
    event.sessions = list(sessions)
    days = sorted(s.date for s in sessions if s.date)
    if days and (event.date is None or not event.date <= days[0]):
        event.date, event.ends_on = days[0], days[-1]
    event.last = max([event.last, *(s.last for s in sessions)])
    return event


def _shorter(name: str, headline: str) -> str:
    match = _NAME.search(headline)
    return match["name"] if match and match["name"] in name else name


def _when_and_where(event: EventDraft, text: str, calendar: ReleaseCalendar) -> None:
    date = next(dates_in(text), None)
    if date:
        event.date = calendar.day(date, event.first)
        event.ends_on = calendar.last(date, event.date)
    city = _CITY.search(text)
    if city:
        event.city = city["city"].strip(" ,.")
