"""Database connections, lent to the threads that are in Django.

There are more threads than may be there at once, and a connection is dear to open: SQLite
reads the whole schema for it, some milliseconds, and PostgreSQL starts a process.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


class ConnectionPool:
    """As many connections as were ever needed at once; Django minds how old they are."""

    def __init__(self) -> None:
        self._idle: deque[BaseDatabaseWrapper] = deque()
        self._epoch = 0

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """This thread has a connection for as long as this lasts, and none after it."""
        epoch = self._epoch
        try:
            connections[DEFAULT_DB_ALIAS] = self._idle.pop()
        except IndexError:
            connections[DEFAULT_DB_ALIAS].inc_thread_sharing()
        try:
            yield
        finally:
            lent = connections[DEFAULT_DB_ALIAS]
            del connections[DEFAULT_DB_ALIAS]
            if epoch == self._epoch and not lent.in_atomic_block:
                self._idle.append(lent)
            else:
                lent.close()

    def forget(self) -> None:
        """The database may be another one: nobody gets a connection to the old one."""
        self._epoch += 1
        with contextlib.suppress(IndexError):
            while True:
                self._idle.pop().close()
