"""Values in the SQL for the readers' tables, on either engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from releases.readers.database import readers_connection


def stored_instant(moment: dt.datetime) -> Any:
    """Return an instant as the readers' database stores it."""
    return readers_connection().ops.adapt_datetimefield_value(moment)


def utc_text(column: str, length: int) -> str:
    """Return the SQL for the start of an instant's text in UTC: `2026-03-31 07:00:01`.

    10 characters are the day, 19 the second. On SQLite that is how instants are stored.
    """
    if readers_connection().vendor == "postgresql":
        column = f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"
    return f"substr({column}, 1, {length})"


def placeholders(values: Sequence[object]) -> str:
    """Return a placeholder for each value, separated by commas."""
    return ", ".join(["%s"] * len(values))
