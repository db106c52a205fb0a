"""The record's time: the database's clock, which never runs backwards."""

from __future__ import annotations

import datetime as dt

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

# Nothing may be put on the record for an instant nearer than this, so that a door
# has time to commit before its instant.
MARGIN = dt.timedelta(seconds=1)
# What a commit itself may take: a door that is later than this before its instant
# changes nothing.
COMMIT = dt.timedelta(milliseconds=250)

# The machine's own clock, as each engine tells it. SQLite knows milliseconds, which
# are rounded up so that no instant is taken for ahead when it is not. Tests put a
# clock that can travel in these two places; nothing else may.
WALL = {
    "postgresql": "clock_timestamp()",
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', 'now', '+0.001 seconds')",
}


def clock_sql(vendor: str) -> str:
    """The record's clock as an SQL expression: never behind any door's."""
    highest = "(SELECT clock FROM releases_edition)"
    wall = WALL[vendor]
    if vendor == "postgresql":
        return f"GREATEST({wall}, {highest})"
    return f"max({wall}, COALESCE({highest}, ''))"


def read_clock(connection: BaseDatabaseWrapper | None = None) -> dt.datetime:
    """The record's time now, in UTC, to the microsecond (SQLite: millisecond)."""
    connection = connection or connections["default"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {clock_sql(connection.vendor)}")
        (now,) = cursor.fetchone()
    if isinstance(now, str):
        return dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    assert isinstance(now, dt.datetime)
    return now.astimezone(dt.UTC)


def next_second(after: dt.datetime) -> dt.datetime:
    """What "now" means at the desk: a whole second, at least `MARGIN` ahead."""
    ahead = after + MARGIN
    whole = ahead.replace(microsecond=0)
    return whole if whole == ahead else whole + dt.timedelta(seconds=1)
