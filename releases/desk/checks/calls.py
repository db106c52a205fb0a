"""Calls, webcasts and other events that a release tells of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Mark, check
from releases.models import Event
from releases.models.record.kinds import EventKind
from releases.record.freeze import end_of
from releases.text.dates import dates_in
from releases.text.release_topics import reports_results

WITHIN = dt.timedelta(hours=48)
FORM_8K = "https://www.mondaq.com/unitedstates/x/21171/"
NOTICE = "https://viewpoint.pwc.com/dt/us/en/sec/cdis/cdis_US/regulation_fd__1_US/section_102_rule_101_US.html"
ADEQUATE = (
    "Regulation FD, C&DI 102.01: the announcement of an earnings call gives its date, "
    "time, subject and how to listen, and for how long a replay stays available."
)
_CALL = re.compile(
    r"\b(?:will|to)\s(?:host|hold|conduct)\b[^.\n]{0,80}\b(?:conference call|webcast"
    r"|earnings call)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.\n]+")
_REPLAY = re.compile(r"\b(?:replay|recording|archived?)\b", re.IGNORECASE)
_AVAILABLE = re.compile(r"\b(?:available|accessible|archived)\b", re.IGNORECASE)
_LONG = re.compile(
    r"\b(?:\d+|[a-z]+)[ -](?:hours?|days?|weeks?|months?|quarters?|years?)\b"
    r"|\buntil\b|\bthrough\b",
    re.IGNORECASE,
)


@check(
    "calls.late",
    Level.WARNING,
    title="The call on results is within 48 hours of them",
    rule="Form 8-K Item 2.02(b): a call within 48 hours of the furnished release needs "
    "no filing of its own.",
    source=FORM_8K,
)
def late(checked: CheckedRelease) -> Iterator[Mark]:
    """An earnings call later than that, named by a release that gives the results."""
    if not reports_results(checked.document.headline):
        return
    for event in _calls(checked):
        if event.starts - checked.goes_live_at > WITHIN:
            yield _event(
                event,
                "starts more than 48 hours after the results are out: hold it "
                "sooner, or furnish what is said on it as well",
            )


@check(
    "calls.particulars",
    Level.ERROR,
    title="An earnings call has its time, subject and dial-in",
    rule=ADEQUATE,
    source=NOTICE,
)
def particulars(checked: CheckedRelease) -> Iterator[Mark]:
    """Earnings calls that are announced with less; no other event needs as much."""
    for event in _calls(checked):
        if event.starts <= checked.goes_live_at:
            continue
        lacks = [
            what
            for what, there in (
                ("the hour", not event.all_day),
                ("its subject", bool(event.title.strip())),
                ("a dial-in number or a webcast", bool(_access(event))),
            )
            if not there
        ]
        if lacks:
            yield _event(event, f"is announced without {' and '.join(lacks)}: add that")


@check(
    "calls.begun",
    Level.WARNING,
    title="An event is announced before it begins",
    rule="Those who are told of a call after it has begun have not been told of it.",
    source=NOTICE,
)
def begun(checked: CheckedRelease) -> Iterator[Mark]:
    """Events that go public with this release, and have begun by then."""
    for event in checked.events:
        starts = end_of(event) if event.all_day else event.starts
        if event.slug not in checked.public.events and starts < checked.goes_live_at:
            yield _event(
                event,
                "has begun when this release opens: choose an earlier instant, "
                "or publish the event first",
            )


@check(
    "calls.no_event",
    Level.WARNING,
    title="A call that the text announces is an event",
    rule=f"{ADEQUATE} Readers find it in the calendar, which is made of events.",
    source=NOTICE,
)
def no_event(checked: CheckedRelease) -> Iterator[Mark]:
    """“Will host a conference call”, and no event with the release."""
    if checked.events or not checked.is_english:
        return
    for words in checked.own_text:
        found = _CALL.search(words.text)
        if found:
            yield Mark(
                message=f"“{found.group()}”: add the call as an event, so that it "
                "stands in the calendar with its time and its dial-in.",
                passage=found.group(),
                field="events",
            )
            return


@check(
    "calls.replay",
    Level.WARNING,
    title="A replay says until when",
    rule=ADEQUATE,
    source=NOTICE,
)
def replay(checked: CheckedRelease) -> Iterator[Mark]:
    """Replays without an end, on events and in the text."""
    told = any(event.replay_until for event in checked.events)
    for event in checked.events:
        if event.replay_url and event.replay_until is None:
            yield _event(event, "has a replay: say until when it stays available")
    if told or not checked.is_english:
        return
    for words in checked.own_text:
        for passage in filter(_is_endless, _SENTENCE.findall(words.text)):
            yield Mark(
                message="Say until when the replay stays available.",
                passage=passage.strip(),
                field=words.field,
            )


def _calls(checked: CheckedRelease) -> Iterator[Event]:
    """The earnings calls that take place."""
    for event in checked.events:
        if event.kind == EventKind.EARNINGS_CALL and not event.cancelled:
            yield event


def _is_endless(sentence: str) -> bool:
    """Whether it offers a replay, and names neither a day nor how long."""
    offers = _REPLAY.search(sentence) and _AVAILABLE.search(sentence)
    return bool(offers) and not _LONG.search(sentence) and not any(dates_in(sentence))


def _access(event: Event) -> str:
    return event.dial_ins.strip() or event.webcast_url


def _event(event: Event, amiss: str) -> Mark:
    return Mark(message=f"“{event}” {amiss}.", passage=event.title, field="events")
