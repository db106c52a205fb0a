"""A pool of database connections for the threads of a worker that are in Django.

A worker has more threads than may be in Django at once, and opening a connection costs as
much as a page: SQLite reads the whole schema, PostgreSQL starts a process.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


class ConnectionPool:
    """Holds as many connections as were in use at once; Django limits their age."""

    def __init__(self) -> None:
        self._idle: deque[BaseDatabaseWrapper] = deque()
        self._generation = 0

    @contextlib.contextmanager
    def connection(self) -> Iterator[None]:
        """Lend this thread a database connection for the block."""
        generation = self._generation
        try:
            connections[DEFAULT_DB_ALIAS] = self._idle.pop()
        except IndexError:
            connections[DEFAULT_DB_ALIAS].inc_thread_sharing()
        try:
            yield
        finally:
            connection = connections[DEFAULT_DB_ALIAS]
            del connections[DEFAULT_DB_ALIAS]
            if generation == self._generation and not connection.in_atomic_block:
                self._idle.append(connection)
            else:
                connection.close()

    def clear(self) -> None:
        """Close all connections, those in use once they are returned."""
        self._generation += 1
        with contextlib.suppress(IndexError):
            while True:
                self._idle.pop().close()
