"""Times as people at the desk need them: in two zones, and how long until then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.desk.context import ReleaseContext
from releases.models import State
from releases.widgets.wall_time import (
    format_in_utc,
    format_in_zone,
    format_in_zone_and_utc,
)

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """An instant, and the record's time at which somebody looks at it."""

    instant: dt.datetime
    now: dt.datetime

    @property
    def company_time(self) -> str:
        """The instant in the company's zone, to the second."""
        return format_in_zone(self.instant, timezone.get_current_timezone())

    @property
    def utc_time(self) -> str:
        """The instant in UTC."""
        return format_in_utc(self.instant, timezone.get_current_timezone())

    @property
    def time_left(self) -> str:
        """How long until then, or how long ago it was."""
        seconds = int((self.instant - self.now).total_seconds())
        if seconds > 0:
            return _("in %(duration)s") % {"duration": format_duration(seconds)}
        if seconds == 0:
            return _("this second")
        return _("%(duration)s ago") % {"duration": format_duration(-seconds)}

    @property
    def has_passed(self) -> bool:
        """Whether the instant has come."""
        return self.instant <= self.now

    @property
    def is_soon(self) -> bool:
        """Whether less than an hour is left."""
        return not self.has_passed and self.instant - self.now < dt.timedelta(hours=1)


def publication_countdown(context: ReleaseContext) -> Countdown | None:
    """Return the countdown to its publication; None if no time is set, or it is held."""
    instant = context.goes_live_at
    if instant is None or context.release.state == State.HELD:
        return None
    return Countdown(instant=instant, now=context.now)


def format_duration(seconds: int) -> str:
    """Format a duration in its two greatest units: 2 days 3 h, 1 h 5 min, 3 min 7 s."""
    if seconds >= 2 * DAY:
        days = seconds // DAY
        return ngettext(
            "%(days)s day %(hours)s h", "%(days)s days %(hours)s h", days
        ) % {
            "days": days,
            "hours": seconds % DAY // HOUR,
        }
    if seconds >= HOUR:
        return _("%(hours)s h %(minutes)s min") % {
            "hours": seconds // HOUR,
            "minutes": seconds % HOUR // MINUTE,
        }
    if seconds >= MINUTE:
        return _("%(minutes)s min %(seconds)s s") % {
            "minutes": seconds // MINUTE,
            "seconds": seconds % MINUTE,
        }
    return _("%(seconds)s s") % {"seconds": seconds}


def time_in_both_zones(moment: dt.datetime) -> str:
    """Format a moment in the company's zone, and in UTC."""
    return format_in_zone_and_utc(moment, timezone.get_current_timezone())
