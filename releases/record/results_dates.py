"""Dates of results beside the earnings calls of the same days, which are one matter."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Sequence

from releases.models.record.kinds import EventKind
from releases.record.documents import EventDocument
from releases.record.published import Published
from releases.text.results import names_results

Event = Published[EventDocument]


def without_dates_of_calls(
    events: Sequence[Event], calls: Iterable[Event]
) -> list[Event]:
    """Return the events without dates of results on days of these earnings calls.

    The call says when, and how to listen; the date of results keeps its page. A call
    that is cancelled takes no date's place.
    """
    starts = [
        call.document.starts
        for call in calls
        if call.document.event_kind == EventKind.EARNINGS_CALL
        and not call.document.cancelled
    ]
    return [
        event
        for event in events
        if not (
            is_results_date(event)
            and any(_is_on_the_day(start, event.document) for start in starts)
        )
    ]


def is_results_date(event: Event) -> bool:
    """Return whether the event is only the date on which results are announced."""
    document = event.document
    return (
        document.event_kind == EventKind.CALENDAR_DATE
        and document.all_day
        and not document.cancelled
        and names_results(document.title)
    )


def _is_on_the_day(moment: dt.datetime, document: EventDocument) -> bool:
    """Return whether the moment is on the day of the event, in the event's zone."""
    zone = zoneinfo.ZoneInfo(document.timezone)
    return moment.astimezone(zone).date() == document.starts.astimezone(zone).date()
