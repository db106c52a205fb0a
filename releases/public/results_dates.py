"""Leaves dates of results out of lists where a live earnings call is on the same day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from releases.models import Publication
from releases.record.published import published_event
from releases.record.results_dates import (
    Event,
    is_results_date,
    without_dates_of_calls,
)


def one_a_matter(events: Sequence[Event], *, at: dt.datetime) -> list[Event]:
    """Return the events without dates of results on days of live earnings calls."""
    dates = [event for event in events if is_results_date(event)]
    if not dates:
        return list(events)
    ends = [event.ends for event in dates if event.ends]
    calls = (
        Publication.objects.events()
        .live(at=at)
        .ending_between(min(ends) - dt.timedelta(days=1), max(ends))
    )
    return without_dates_of_calls(events, map(published_event, calls))
