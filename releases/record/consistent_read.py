"""A read-only transaction in which all queries see one state of the database."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.db import connection

BEGIN = {
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "sqlite": "BEGIN DEFERRED",
}


@contextlib.contextmanager
def consistent_read() -> Iterator[None]:
    """Let all queries inside see one state of the database, and block no writer.

    Inside a transaction it does nothing: that transaction decides what is seen.
    """
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
