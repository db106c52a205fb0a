"""When the American exchanges are open, with their holidays and early closes."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

NEW_YORK = ZoneInfo("America/New_York")
CLOSE = dt.time(16)
EARLY_CLOSE = dt.time(13)
_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=64)
def _closed(mic: str, year: int) -> frozenset[dt.date]:
    return frozenset(holidays.financial_holidays(mic, years=year))


@lru_cache(maxsize=64)
def _early(mic: str, year: int) -> frozenset[dt.date]:
    return frozenset(
        holidays.financial_holidays(mic, years=year, categories=("half_day",))
    )


def close_of(mic: str, day: dt.date) -> dt.time | None:
    """When the exchange closes that day in New York; None where it never opens."""
    if day.weekday() >= 5 or day in _closed(mic, day.year):
        return None
    return EARLY_CLOSE if day in _early(mic, day.year) else CLOSE


def is_market_day(mic: str, day: dt.date) -> bool:
    """Whether the exchange opens that day."""
    return close_of(mic, day) is not None


def next_market_day(mic: str, day: dt.date) -> dt.date:
    """The first day after this one that the exchange opens."""
    day += _DAY
    while not is_market_day(mic, day):
        day += _DAY
    return day


@lru_cache(maxsize=16)
def _federal(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("US", years=year))


def business_day_after(day: dt.date, count: int) -> dt.date:
    """So many business days of the SEC later: weekends and federal holidays are none."""
    while count:
        day += _DAY
        if day.weekday() < 5 and day not in _federal(day.year):
            count -= 1
    return day
