"""Earnings calls, webcasts and other events that a release announces."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Problem, check
from releases.models import Event
from releases.models.record.kinds import EventKind
from releases.record.frozen_pages import end_of
from releases.text.dates import dates_in
from releases.text.release_topics import reports_results
from releases.text.translatable import Message

CALL_WINDOW = dt.timedelta(hours=48)
FORM_8K_URL = "https://www.mondaq.com/unitedstates/x/21171/"
CALL_NOTICE_URL = "https://viewpoint.pwc.com/dt/us/en/sec/cdis/cdis_US/regulation_fd__1_US/section_102_rule_101_US.html"
CALL_NOTICE_RULE = _(
    "Regulation FD, C&DI 102.01: the announcement of an earnings call gives its date, "
    "time, subject and how to listen, and how long a replay stays available."
)
_CALL = re.compile(
    r"\b(?:will|to)\s(?:host|hold|conduct)\b[^.\n]{0,80}\b(?:conference call|webcast"
    r"|earnings call)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.\n]+")
_REPLAY = re.compile(r"\b(?:replay|recording|archived?)\b", re.IGNORECASE)
_AVAILABLE = re.compile(r"\b(?:available|accessible|archived)\b", re.IGNORECASE)
_DURATION = re.compile(
    r"\b(?:\d+|[a-z]+)[ -](?:hours?|days?|weeks?|months?|quarters?|years?)\b"
    r"|\buntil\b|\bthrough\b",
    re.IGNORECASE,
)


@check(
    "calls.late",
    Level.WARNING,
    title=_("The results call is within 48 hours of the results"),
    rule=_(
        "Form 8-K Item 2.02(b): a call within 48 hours of the furnished release needs no "
        "filing of its own."
    ),
    source=FORM_8K_URL,
)
def late_call(checked: CheckedRelease) -> Iterator[Problem]:
    """Find earnings calls later than that in a release that reports results."""
    if not reports_results(checked.document.headline):
        return
    for event in _calls(checked, EventKind.EARNINGS_CALL):
        if event.starts - checked.goes_live_at > CALL_WINDOW:
            yield _problem(
                event,
                gettext_noop(
                    "“%(event)s” starts more than 48 hours after the results. Move it "
                    "closer, or furnish what is said on it too."
                ),
            )


@check(
    "calls.particulars",
    Level.ERROR,
    title=_("A call has its time, subject and access"),
    rule=CALL_NOTICE_RULE,
    source=CALL_NOTICE_URL,
)
def incomplete_call(checked: CheckedRelease) -> Iterator[Problem]:
    """Find conference calls that are announced with less."""
    for event in _calls(checked, EventKind.EARNINGS_CALL, EventKind.CONFERENCE_CALL):
        if event.starts <= checked.goes_live_at:
            continue
        if event.all_day:
            yield _problem(event, gettext_noop("Add a start time to “%(event)s”."))
        if not event.title.strip():
            yield _problem(event, gettext_noop("Add a subject to the call."))
        if not event.dial_ins.strip() and not event.webcast_url:
            yield _problem(
                event,
                gettext_noop("Add a dial-in number or a webcast to “%(event)s”."),
            )


@check(
    "calls.begun",
    Level.WARNING,
    title=_("An event is announced before it begins"),
    rule=_("An announcement after a call has begun is too late for anyone to join."),
    source=CALL_NOTICE_URL,
)
def started_event(checked: CheckedRelease) -> Iterator[Problem]:
    """Find events that go public with this release and have begun by then."""
    for event in checked.events:
        starts = end_of(event) if event.all_day else event.starts
        if event.slug not in checked.public.events and starts < checked.goes_live_at:
            yield _problem(
                event,
                gettext_noop(
                    "“%(event)s” begins before this release is public. Choose an earlier "
                    "time for the release, or publish the event first."
                ),
            )


@check(
    "calls.no_event",
    Level.WARNING,
    title=_("A call that the text announces is an event"),
    rule=format_lazy(
        "{} {}", CALL_NOTICE_RULE, _("Readers look for it in the calendar of events.")
    ),
    source=CALL_NOTICE_URL,
)
def call_without_event(checked: CheckedRelease) -> Iterator[Problem]:
    """Find “will host a conference call” in a release without an event."""
    if checked.events or not checked.is_english:
        return
    for piece in checked.own_text:
        match = _CALL.search(piece.text)
        if match:
            yield Problem(
                message=Message(
                    gettext_noop(
                        "The text announces a call. Add it as an event with its time and "
                        "dial-in."
                    )
                ),
                passage=match.group(),
                field="events",
            )
            return


@check(
    "calls.replay",
    Level.WARNING,
    title=_("A replay has an end date"),
    rule=CALL_NOTICE_RULE,
    source=CALL_NOTICE_URL,
)
def endless_replay(checked: CheckedRelease) -> Iterator[Problem]:
    """Find replays without an end, on events and in the text."""
    for event in checked.events:
        if event.replay_url and event.replay_until is None:
            yield _problem(
                event,
                gettext_noop("Add until when the replay of “%(event)s” is available."),
            )
    if not checked.is_english or any(event.replay_until for event in checked.events):
        return
    for piece in checked.own_text:
        for sentence in filter(_offers_endless_replay, _SENTENCE.findall(piece.text)):
            yield Problem(
                message=Message(
                    gettext_noop("Say until when the replay is available.")
                ),
                passage=sentence.strip(),
                field=piece.field,
            )


def _calls(checked: CheckedRelease, *kinds: EventKind) -> Iterator[Event]:
    for event in checked.events:
        if event.kind in kinds and not event.cancelled:
            yield event


def _offers_endless_replay(sentence: str) -> bool:
    """Return whether it offers a replay and names neither a day nor how long."""
    offers = _REPLAY.search(sentence) and _AVAILABLE.search(sentence)
    return (
        bool(offers) and not _DURATION.search(sentence) and not any(dates_in(sentence))
    )


def _problem(event: Event, template: str) -> Problem:
    return Problem(
        message=Message(template, {"event": str(event)}),
        passage=event.title,
        field="events",
    )
