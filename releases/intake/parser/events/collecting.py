"""Read everything that a release's readers could attend or listen to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.dates.dating import ReleaseCalendar
from releases.intake.parser.dates.day_order import DayOrder
from releases.intake.parser.events.calendars import CalendarReader
from releases.intake.parser.events.calls import CallReader
from releases.intake.parser.events.clocks import clock_doubts, printed_time_doubts
from releases.intake.parser.events.event_blocks import prepare_event_blocks
from releases.intake.parser.events.event_draft import EventDraft, to_event
from releases.intake.parser.events.event_kinds import OCCASION, is_about_results
from releases.intake.parser.events.meetings import find_meeting
from releases.intake.parser.events.replays import replay_end
from releases.intake.parser.events.sessions import SessionReader
from releases.intake.parser.mentions import dates_in
from releases.intake.parser.reading import SCIENTIFIC_KINDS, Doubt, Event, Quote
from releases.intake.parser.sentences import sentences
from releases.text.links import strip_markdown
from releases.text.translatable import Message, gettext_noop

# A headline's characters at least, and so many more of a page around it.
_SHORTEST, _FEW = 40, 100
_WITH_RESULTS = gettext_noop("Read as the day of the results, %(date)s.")
_ON_RELEASE = gettext_noop("Read as the day of the release, %(date)s.")
_WILL_REPORT = re.compile(
    r"(?i)\b(?:will|to|plans to|expects to)\s(?:\w+\s)?(?:announce|release|report|publish|issue|disclose)\b.{0,160}\b(?:results|earnings|report|figures|statements?)\b"
)
_ALL_TIMES = re.compile(
    r"(?i)\b(?:all|references to)\s(?:the\s)?(?:times?|hours)\b[^.]{0,60}?\b(?:are|in|is)\s(?:to\s|given in\s|in\s|stated in\s)?(?P<zone>[A-Z][A-Za-z]+(?: [A-Z][a-z]+){0,2}|[A-Z]{2,4}) times?\b"
)


def parse_events(
    blocks: Sequence[Block],
    dated: dt.date | None,
    headline: Quote | None,
    order: DayOrder = "unknown",
) -> tuple[list[Event], list[Doubt]]:
    """Return the events of a body in order, and doubts about them."""
    calendar = ReleaseCalendar(dated, order)
    title = headline.text if headline else ""
    blocks = prepare_event_blocks(
        [block for block in blocks if not _repeats(block, title)]
    )
    calendar.read([title, *(block.flat for block in blocks)])
    sessions = SessionReader(calendar)
    sessions.read(blocks)
    rest = [block for block in blocks if id(block) not in sessions.used]
    calls = CallReader(calendar, title)
    calls.read(rest)
    rows = CalendarReader(calendar, title)
    rows.read(rest)
    for call in calls.events:
        call.about_results = call.kind in {"conference_call", "webcast"} and (
            is_about_results(call.title, call.sentence, title)
        )
    spoken = [call for call in calls.events if not _gave_time_to_row(call, rows.events)]
    for call in spoken:
        _assume_day(call, calendar, blocks)
    is_scientific = any(event.kind in SCIENTIFIC_KINDS for event in sessions.events)
    apart = [] if is_scientific else sessions.events
    others = list(_remove_duplicates([*spoken, *rows.events, *apart]))
    if is_scientific:
        others = [
            event for event in others if event.kind != "presentation" or event.time
        ]
    scientific = [
        s for s in sessions.events if is_scientific and not calendar.is_past(s.date)
    ]
    frames = [e for e in others if _is_frame(e, [*others, *scientific])]
    others = [event for event in others if event not in frames]
    grouped = any(s.kind in SCIENTIFIC_KINDS for s in scientific)
    meeting = find_meeting(blocks, title, scientific, calendar) if grouped else None
    others += [meeting] if meeting else scientific
    drafts = [d for other in others for d in (other, *other.sessions)]
    _zone_for_all(blocks, drafts)
    events = [to_event(event) for event in sorted(others, key=lambda e: e.first)]
    unique_doubts = {(d.line, d.saw): d for d in calendar.doubts}.values()
    doubts = [d for d in unique_doubts if any(_covers(e, d.line) for e in events)]
    doubts += [*calls.doubts, *rows.doubts]
    for draft in drafts:
        doubts += printed_time_doubts(draft.time, draft.first)
        if draft.replay_lines:
            ends = replay_end(draft.replay_text)
            doubts += printed_time_doubts(ends, min(draft.replay_lines))
    for event in events:
        doubts += clock_doubts(event)
        for session in event.sessions:
            doubts += clock_doubts(session)
    return events, doubts


def _repeats(block: Block, title: str) -> bool:
    """Return whether a line has the headline among a few words of a page."""
    long = len(title) > _SHORTEST and len(block.flat) < len(title) + _FEW
    return long and block.kind == "text" and title in block.flat


def _gave_time_to_row(call: EventDraft, rows: Sequence[EventDraft]) -> bool:
    """Give a call's time to the calendar row that it is in; return whether it did."""
    if call.date is not None or call.time is None:
        return False
    row = next((r for r in rows if r.first <= call.first <= r.last + 1), None)
    if row is None or row.kind != call.kind:
        return False
    row.set_time(call.time)
    return True


def _remove_duplicates(events: Sequence[EventDraft]) -> Iterator[EventDraft]:
    """Yield events except those that repeat an earlier one, whose facts it is given."""
    seen: list[EventDraft] = []
    for event in sorted(events, key=lambda event: event.first):
        same = next((other for other in seen if _is_duplicate(event, other)), None)
        if same is None:
            seen.append(event)
        else:
            same.absorb(event)
    yield from seen


def _is_duplicate(event: EventDraft, other: EventDraft) -> bool:
    """Return whether two events of one day are the same."""
    if event.date != other.date:
        return False
    if event.time is None or other.time is None:
        return not _named_apart(event, other) and _similar_titles(event, other)
    if event.time.begins != other.time.begins:
        return False
    return event.first == other.first or _similar_titles(event, other)


def _named_apart(a: EventDraft, b: EventDraft) -> bool:
    """Return whether two conferences, of which one lasts longer, have other names."""
    if a.ends_on == b.ends_on or not {a.kind, b.kind} <= {"presentation"}:
        return False
    named = all(OCCASION.search(event.title) for event in (a, b))
    words = [set(event.title.lower().split()) for event in (a, b)]
    return named and len(words[0] & words[1]) * 2 < min(map(len, words))


def _similar_titles(a: EventDraft, b: EventDraft) -> bool:
    words_a, words_b = set(a.title.lower().split()), set(b.title.lower().split())
    shared = {w for w in words_a & words_b if len(w) > 3}
    return a.kind == b.kind or len(shared) >= 2


def _is_frame(event: EventDraft, others: Sequence[EventDraft]) -> bool:
    """Return whether the days of a conference hold what gives the hour, or sessions."""
    first, last = event.date, event.ends_on
    if first is None or last is None:
        return False
    inside = [
        o for o in others if o is not event and o.date and first <= o.date <= last
    ]
    if event.kind == "annual_meeting":  # a society's, not the company's
        return any(o.time or o.kind in SCIENTIFIC_KINDS for o in inside)
    talks = (o for o in inside if o.kind in {"presentation", "webcast"})
    return event.kind == "presentation" and any(talk.time for talk in talks)


def _covers(event: Event, line: int) -> bool:
    """Return whether a line belongs to an event."""
    spans = [event.lines, *(session.lines for session in event.sessions)]
    return any(span.first <= line <= span.last for span in spans)


def _assume_day(
    event: EventDraft, calendar: ReleaseCalendar, blocks: Sequence[Block]
) -> None:
    """Set a day on an event that has a time and no date, with a doubt.

    It is the day on which results will be announced, if the text names one; else the
    release's own.
    """
    if event.date is not None or event.time is None or calendar.dated is None:
        return
    with_results = _day_of_results(calendar, blocks, event.first)
    event.date = with_results or calendar.dated
    saw = Message(gettext_noop("%(time)s with no date"), {"time": event.time.text})
    template = _WITH_RESULTS if with_results else _ON_RELEASE
    assumed = Message(template, {"date": event.date})
    calendar.doubts.append(Doubt(line=event.first, saw=saw, assumed=assumed))


def _day_of_results(
    calendar: ReleaseCalendar, blocks: Sequence[Block], line: int
) -> dt.date | None:
    """Return the future day on which a sentence above says that results will come."""
    day = None
    for block in blocks:
        if block.first > line or block.kind == "table":
            continue
        for sentence in sentences(strip_markdown(block.flat)):
            if not _WILL_REPORT.search(sentence):
                continue
            ahead = [d for d in dates_in(sentence) if calendar.is_future(d)]
            if ahead and calendar.dated:
                day = ahead[-1].nearest_to(calendar.dated)
    return day


def _zone_for_all(blocks: Sequence[Block], events: Sequence[EventDraft]) -> None:
    """Give the zone that a sentence tells for all times to those without one."""
    for block in blocks:
        match = _ALL_TIMES.search(block.flat) if block.kind != "table" else None
        if match:
            for event in events:
                if event.time is not None and event.tz is None:
                    event.tz = f"{match['zone']} time"
            return
