"""Time zones as components of a calendar (RFC 5545, 3.6.5), which all readers agree on.

One STANDARD or DAYLIGHT component for each change of the offset. Those of the icalendar
package have one component with a list of dates, and a start that is an hour off in the
summer: two of five readers put every event of the summer an hour late.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from functools import lru_cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

# No zone changes its offset twice within this.
STEP = dt.timedelta(days=7)
SECOND = dt.timedelta(seconds=1)


@lru_cache(maxsize=64)
def written_zone(name: str, *, first_year: int, last_year: int) -> bytes:
    """Return the written VTIMEZONE of an IANA zone for the years, and one more on either side."""
    zone = zoneinfo.ZoneInfo(name)
    begin = _new_year(first_year - 1)
    component = Timezone()
    component.add("TZID", name)
    before = begin.astimezone(zone)
    component.add_component(_observance(before, since=before))
    for change in offset_changes(zone, begin, _new_year(last_year + 2)):
        before = (change - SECOND).astimezone(zone)
        component.add_component(_observance(change.astimezone(zone), since=before))
    content: bytes = component.to_ical()
    return content


def offset_changes(
    zone: dt.tzinfo, begin: dt.datetime, end: dt.datetime
) -> Iterator[dt.datetime]:
    """Yield the instants (UTC) in `(begin, end]` at which the zone's offset changes."""
    while begin < end:
        following = min(begin + STEP, end)
        if _offset(zone, begin) != _offset(zone, following):
            yield _first_instant(zone, begin, following)
        begin = following


def _first_instant(
    zone: dt.tzinfo, before: dt.datetime, after: dt.datetime
) -> dt.datetime:
    """Return the first second with the offset of `after`, by bisection."""
    changed = _offset(zone, after)
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _offset(zone, middle) == changed:
            after = middle
        else:
            before = middle
    return after


def _observance(
    moment: dt.datetime, *, since: dt.datetime
) -> TimezoneStandard | TimezoneDaylight:
    """Return the observance that begins at `moment`, by the clock of `since` (3.6.5)."""
    offset_before, offset = since.utcoffset(), moment.utcoffset()
    assert offset_before is not None
    assert offset is not None
    component = TimezoneDaylight() if moment.dst() else TimezoneStandard()
    wall_time = moment.astimezone(dt.UTC) + offset_before
    component.add("DTSTART", wall_time.replace(tzinfo=None))
    component.add("TZOFFSETFROM", offset_before)
    component.add("TZOFFSETTO", offset)
    component.add("TZNAME", moment.tzname())
    return component


def _new_year(year: int) -> dt.datetime:
    """Return the beginning of a year in UTC, within the years that a datetime has."""
    return dt.datetime(min(max(year, dt.MINYEAR + 1), dt.MAXYEAR), 1, 1, tzinfo=dt.UTC)


def _offset(zone: dt.tzinfo, moment: dt.datetime) -> dt.timedelta | None:
    return moment.astimezone(zone).utcoffset()
