"""How a worker notices that the record may have changed: each engine has its way."""

from __future__ import annotations

import os
import select
import time
from abc import ABC, abstractmethod
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from releases.pagecache.clock import SECOND, Clock, microseconds
from releases.record.clock import WALL

CLOCK_EVERY = SECOND


class Replaced(Exception):
    """The database's file is another one: it was restored under a running site."""


class ChangeDetector(ABC):
    """Waits for a change, on a private connection in autocommit.

    `wait` returns whether the record must be asked; that it returns at all means that
    the database could be asked.
    """

    def __init__(self, connection: BaseDatabaseWrapper, clock: Clock) -> None:
        self.connection = connection
        self.clock = clock

    @abstractmethod
    def open(self) -> None:
        """Begin."""

    @abstractmethod
    def wait(self) -> bool:
        """Until something may have changed, and no longer than a tick."""

    @abstractmethod
    def agree(self) -> None:
        """Compare the clock with the database's."""


class SQLiteChangeDetector(ChangeDetector):
    """SQLite counts what other connections commit; the count costs microseconds.

    It does not see another file in the place of this one, so that is looked for too.
    The database's clock is the machine's own.
    """

    TICK = 0.004
    FILE_EVERY = 5

    def open(self) -> None:
        """Remember which file this is."""
        self.connection.close()
        self.connection.ensure_connection()
        self._path = Path(str(self.connection.settings_dict["NAME"]))
        self._version = self._read_version()
        self._file = self._identity()
        self._ticks = 0

    def wait(self) -> bool:
        """One tick."""
        time.sleep(self.TICK)
        self._ticks += 1
        if self._ticks % self.FILE_EVERY == 0 and self._identity() != self._file:
            raise Replaced
        version = self._read_version()
        changed, self._version = version != self._version, version
        return changed

    def agree(self) -> None:
        """They are one clock, so a step of it is believed."""
        told = self.clock.wall()
        heard = self.clock.boot()
        self.clock.agree(told, asked=heard, heard=heard)

    def _read_version(self) -> int:
        with self.connection.wrap_database_errors:
            counted = self.connection.connection.execute("PRAGMA data_version")
            (version,) = counted.fetchone()
        return int(version)

    def _identity(self) -> tuple[int, int]:
        try:
            found = os.stat(self._path)  # noqa: PTH116 - fifty times a second
        except FileNotFoundError:
            return 0, 0  # memory, or a file that is being replaced
        return found.st_dev, found.st_ino


class PostgreSQLChangeDetector(ChangeDetector):
    """PostgreSQL tells of each commit; the question beside it is what confirms.

    Where a pool in between swallows what is told, the question still notices.
    """

    TICK = 0.02

    def open(self) -> None:
        """Listen."""
        self.connection.close()
        self.connection.ensure_connection()
        with self.connection.cursor() as cursor:
            cursor.execute("LISTEN releases_edition")

    def wait(self) -> bool:
        """Until told, or until it is time to ask."""
        raw = self.connection.connection
        select.select([raw], [], [], self.TICK)
        with self.connection.wrap_database_errors:
            raw.poll()
        raw.notifies.clear()
        return True

    def agree(self) -> None:
        """Ask for its time, and how long that took."""
        with self.connection.cursor() as cursor:
            asked = self.clock.boot()
            cursor.execute(f"SELECT {WALL['postgresql']}")
            (told,) = cursor.fetchone()
            heard = self.clock.boot()
        self.clock.agree(microseconds(told), asked=asked, heard=heard)


def change_detector(clock: Clock) -> ChangeDetector:
    """The way of the site's database, on this thread's own connection."""
    ways: dict[str, type[ChangeDetector]] = {
        "sqlite": SQLiteChangeDetector,
        "postgresql": PostgreSQLChangeDetector,
    }
    own = connections["default"]  # each thread has its own
    return ways[own.vendor](own, clock)
