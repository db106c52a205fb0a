"""The record's clock: the database's time, which never runs backwards."""

from __future__ import annotations

import datetime as dt

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

# Nothing is published for an instant nearer than this, so that there is time to commit
# before it.
MARGIN = dt.timedelta(seconds=1)
# How long a commit itself may take: a change that comes later than this before its
# instant is refused.
COMMIT = dt.timedelta(milliseconds=250)

# The SQL of each engine for the machine's time. SQLite's has milliseconds, rounded up so
# that no past instant is taken for a future one. Only tests may replace these, by a clock
# that they can set.
WALL = {
    "postgresql": "clock_timestamp()",
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', 'now', '+0.001 seconds')",
}


def clock_sql(vendor: str) -> str:
    """Return the SQL of the record's clock: the later of its last use and the time."""
    last_use = "(SELECT clock FROM releases_recordstate)"
    wall = WALL[vendor]
    if vendor == "postgresql":
        return f"GREATEST({wall}, {last_use})"
    return f"max({wall}, COALESCE({last_use}, ''))"


def read_clock(connection: BaseDatabaseWrapper | None = None) -> dt.datetime:
    """Read the record's clock, in UTC, to the microsecond (SQLite: millisecond)."""
    connection = connection or connections["default"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {clock_sql(connection.vendor)}")
        (now,) = cursor.fetchone()
    if isinstance(now, str):
        return dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    assert isinstance(now, dt.datetime)
    return now.astimezone(dt.UTC)


def next_second(after: dt.datetime) -> dt.datetime:
    """Return the instant of "publish now": a whole second, at least `MARGIN` ahead."""
    ahead = after + MARGIN
    whole = ahead.replace(microsecond=0)
    return whole if whole == ahead else whole + dt.timedelta(seconds=1)
