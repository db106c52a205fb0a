"""An instant as people at the desk need it: by two clocks, and how long until then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from releases.widgets.wall_time import both_clocks, in_utc, spoken

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """An instant, and the record's time at which it is looked at."""

    instant: dt.datetime
    now: dt.datetime

    @property
    def here(self) -> str:
        """By the company's clock, to the second."""
        return spoken(self.instant, timezone.get_current_timezone())

    @property
    def utc(self) -> str:
        """In UTC."""
        return in_utc(self.instant, timezone.get_current_timezone())

    @property
    def left(self) -> str:
        """How long until then, or how long ago."""
        seconds = int((self.instant - self.now).total_seconds())
        if seconds > 0:
            return f"in {lasting(seconds)}"
        return f"{lasting(-seconds)} ago" if seconds else "this second"

    @property
    def passed(self) -> bool:
        """Whether it has come."""
        return self.instant <= self.now

    @property
    def soon(self) -> bool:
        """Whether less than an hour is left."""
        return not self.passed and self.instant - self.now < dt.timedelta(hours=1)


def lasting(seconds: int) -> str:
    """In the two greatest units that it has: 2 days 3 h, 1 h 5 min, 3 min 7 s."""
    if seconds >= 2 * DAY:
        return f"{seconds // DAY} days {seconds % DAY // HOUR} h"
    if seconds >= HOUR:
        return f"{seconds // HOUR} h {seconds % HOUR // MINUTE} min"
    if seconds >= MINUTE:
        return f"{seconds // MINUTE} min {seconds % MINUTE} s"
    return f"{seconds} s"


def both(moment: dt.datetime) -> str:
    """The moment by the company's clock, and in UTC."""
    return both_clocks(moment, timezone.get_current_timezone())
