"""A pool of database connections for the threads of a worker that are in Django.

A worker has more threads than may be in Django at once, and opening a connection costs as
much as a page: SQLite reads the whole schema, PostgreSQL starts a process.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


class ConnectionPool:
    """Holds as many connections as were in use at once; Django limits their age."""

    def __init__(self) -> None:
        # The connections of one thread, by the alias of their database.
        self._idle: deque[dict[str, BaseDatabaseWrapper]] = deque()
        self._generation = 0

    @contextlib.contextmanager
    def connection(self) -> Iterator[None]:
        """Lend this thread a connection to each database for the block.

        Each is opened at its first query.
        """
        generation = self._generation
        try:
            for alias, connection in self._idle.pop().items():
                connections[alias] = connection
        except IndexError:
            for connection in connections.all():
                connection.inc_thread_sharing()
        try:
            yield
        finally:
            used = {connection.alias: connection for connection in connections.all()}
            for alias in used:
                del connections[alias]
            is_idle = not any(
                connection.in_atomic_block for connection in used.values()
            )
            if generation == self._generation and is_idle:
                self._idle.append(used)
            else:
                close_each(used)

    def clear(self) -> None:
        """Close all connections, those in use once they are returned."""
        self._generation += 1
        with contextlib.suppress(IndexError):
            while True:
                close_each(self._idle.pop())


def close_each(connections_by_alias: dict[str, BaseDatabaseWrapper]) -> None:
    """Close these connections."""
    for connection in connections_by_alias.values():
        connection.close()
