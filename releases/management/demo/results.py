"""The demo's results: what its files are, and the call on the period that comes next."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from releases.management.demo import manifest
from releases.models import Event, Release
from releases.models.record.kinds import EventKind, FileRole
from releases.record.period_labels import period_name
from releases.text.fiscal_periods import FiscalPeriod

NEXT_CALL = "next-earnings-call"
# How many days after the demo's own the next call is.
DAYS_AHEAD = 80
HOUR = dt.time(8, 30)
ROLES = {
    "Financial tables": FileRole.TABLES,
    "Results presentation": FileRole.SLIDES,
}
FOLLOWING = {"q1": "q2", "q2": "q3", "q3": "q4-fy", "q4-fy": "q1"}


def role_of(title: str) -> FileRole:
    """Return what a file of this title is."""
    return ROLES.get(title, FileRole.NONE)


def next_period(last: FiscalPeriod) -> FiscalPeriod:
    """Return the quarter after this one, the fourth with its year."""
    part = FOLLOWING[last.part]
    return FiscalPeriod(year=last.year + (part == "q1"), part=part)


def announce_next_call(*, today: dt.date, zone: str, website: str) -> None:
    """Create the call on the period after the last one with a release, once."""
    latest = Release.objects.exclude(fiscal_year=None).order_by("dateline_date").last()
    period = latest.fiscal_period if latest else None
    if period is None or Event.objects.filter(slug=NEXT_CALL).exists():
        return
    coming = next_period(period)
    day = manifest.shift_date(today, DAYS_AHEAD, working=True)
    starts = dt.datetime.combine(day, HOUR, zoneinfo.ZoneInfo(zone))
    Event.objects.create(
        slug=NEXT_CALL,
        title=f"Earnings call: {period_name(coming)}",
        kind=EventKind.EARNINGS_CALL,
        starts=starts,
        ends=starts + dt.timedelta(hours=1),
        timezone=zone,
        webcast_url=f"{website}webcast",
        fiscal_year=coming.year,
        fiscal_part=coming.part,
    )
