"""Trading days and closing times of the American exchanges, with their holidays."""

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


def closing_time(mic: str, day: dt.date) -> dt.time | None:
    """Return the closing time in New York that day; None if it doesn't open."""
    if day.weekday() >= 5 or day in _closed(mic, day.year):
        return None
    return EARLY_CLOSE if day in _early(mic, day.year) else CLOSE


def is_trading_day(mic: str, day: dt.date) -> bool:
    """Return whether the exchange opens that day."""
    return closing_time(mic, day) is not None


def next_trading_day(mic: str, day: dt.date) -> dt.date:
    """Return the first trading day after `day`."""
    day += _DAY
    while not is_trading_day(mic, day):
        day += _DAY
    return day


@lru_cache(maxsize=16)
def _federal(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("US", years=year))


def business_day_after(day: dt.date, count: int) -> dt.date:
    """Return the date `count` SEC business days later (no federal holidays)."""
    while count:
        day += _DAY
        if day.weekday() < 5 and day not in _federal(day.year):
            count -= 1
    return day
