"""A clock of the record that moves with Python's, in the databases of this suite alone.

What ships asks the database for the time.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import connection

import time_machine

from releases.record import clock

WALL_SETTING = "irsite.wall_clock"
MICROSECOND = dt.timedelta(microseconds=1)
SECOND = dt.timedelta(seconds=1)


def install_movable_clock() -> None:
    """Make the triggers of the test databases ask a clock that can be moved."""
    clock.WALL["sqlite"] = "record_wall_clock()"
    clock.WALL["postgresql"] = (
        f"COALESCE(NULLIF(current_setting('{WALL_SETTING}', true), '')::timestamptz,"
        " clock_timestamp())"
    )


def register_clock(connection: Any, **kwargs: Any) -> None:
    """Define the movable clock on a new SQLite connection: a signal's receiver."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("record_wall_clock", 0, sqlite_now)


def sqlite_now() -> str:
    """Return Python's time as Django stores times in SQLite."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")  # noqa: TID251 - a clock


class StoppedClock:
    """The clocks of Python and of the database, stopped at a moment."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller

    def move_to(self, moment: dt.datetime) -> None:
        """Stop the clocks at another moment."""
        _set_database_clock(moment.isoformat())
        self._traveller.move_to(moment, tick=False)


@contextlib.contextmanager
def travel(moment: dt.datetime) -> Iterator[StoppedClock]:
    """Stop the clocks of Python and of the database at this moment.

    Inside another `travel`, the clocks return to that one's moment.
    """
    before = _set_database_clock(moment.isoformat())
    try:
        with time_machine.travel(moment, tick=False) as traveller:
            yield StoppedClock(traveller)
    finally:
        _set_database_clock(before)


def _set_database_clock(moment: str) -> str:
    if connection.vendor != "postgresql" or connection.needs_rollback:
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [WALL_SETTING])
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config(%s, %s, false)", [WALL_SETTING, moment])
    return before or ""
