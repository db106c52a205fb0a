"""A record clock that travels with Python's: the one thing tests change in the database.

Only a database made by this suite has it; what ships asks the engine for the time.
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


def let_the_record_travel() -> None:
    """Make the triggers of the test databases ask a clock that can be moved."""
    clock.WALL["sqlite"] = "record_wall_clock()"
    clock.WALL["postgresql"] = (
        f"COALESCE(NULLIF(current_setting('{WALL_SETTING}', true), '')::timestamptz,"
        " clock_timestamp())"
    )


def register(connection: Any, **kwargs: Any) -> None:
    """Teach a new SQLite connection the travelling clock."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("record_wall_clock", 0, written_now)


def written_now() -> str:
    """Python's time as Django writes instants in SQLite."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")  # noqa: TID251 - a clock


@contextlib.contextmanager
def travel(moment: dt.datetime) -> Iterator[None]:
    """Python and the database agree that it is this moment; the clock stands still.

    Inside another travel, it returns to that one's moment.
    """
    before = _set_wall(moment.isoformat())
    try:
        with time_machine.travel(moment, tick=False):
            yield
    finally:
        _set_wall(before)


def _set_wall(moment: str) -> str:
    if connection.vendor != "postgresql" or connection.needs_rollback:
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [WALL_SETTING])
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config(%s, %s, false)", [WALL_SETTING, moment])
    return before or ""
