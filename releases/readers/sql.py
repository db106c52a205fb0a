"""Values in the SQL for the readers' tables, on either engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from releases.readers.database import readers_connection


def stored_instant(moment: dt.datetime) -> Any:
    """Return an instant as the readers' database stores it."""
    return readers_connection().ops.adapt_datetimefield_value(moment)


def placeholders(values: Sequence[object]) -> str:
    """Return a placeholder for each value, separated by commas."""
    return ", ".join(["%s"] * len(values))
