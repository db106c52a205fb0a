"""How a worker notices that the record may have changed, in each database engine."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod

from django.db import (
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    connections,
)
from django.db.backends.base.base import BaseDatabaseWrapper

from releases.pagecache.clock import SECOND, Clock, Microseconds, from_datetime
from releases.pagecache.existing_database import database_path
from releases.record.clock import WALL

SYNCHRONIZE_EVERY: Microseconds = SECOND
# The first eight digits of the name of a file of the write-ahead log are its timeline.
IDENTITY = """
SELECT system_identifier, left(pg_walfile_name(pg_current_wal_insert_lsn()), 8), oid
FROM pg_control_system(), pg_database WHERE datname = current_database()
"""


class DatabaseReplaced(Exception):
    """The database is another one: a backup was restored, or a standby promoted."""


class ChangeDetector(ABC):
    """Looks for changes on a connection of its own, in autocommit mode."""

    def __init__(self, connection: BaseDatabaseWrapper, clock: Clock) -> None:
        self.connection = connection
        self.clock = clock

    @abstractmethod
    def open(self) -> None:
        """Connect to the database."""

    @abstractmethod
    def identity(self) -> tuple[object, ...]:
        """Return what tells this database, once open, from another one in its place."""

    @property
    def notices(self) -> int | None:
        """The file descriptor that can be read when there may be a change, if there is one."""
        return None

    @abstractmethod
    def detect_change(self) -> bool:
        """Return whether to poll the record: it may have changed since the last look.

        Returns only if the database could be reached.
        """

    @abstractmethod
    def synchronize_clock(self) -> None:
        """Compare the clock with the database's."""


class SQLiteChangeDetector(ChangeDetector):
    """Reads SQLite's count of the commits of other connections, which takes microseconds.

    The count does not show that another file has taken the database's place, so the file
    is checked as well. The database's clock is the machine's.
    """

    def open(self) -> None:
        """Connect, and take down which file it is. Raises OperationalError."""
        self.connection.close()
        try:
            self.connection.ensure_connection()
        except OperationalError:
            path = database_path(self.connection)
            if path.exists():
                raise
            raise OperationalError(f"There is no database at {path}.") from None
        self._path = str(database_path(self.connection))
        self._version = self._read_version()
        self._file = self._file_identity()

    def identity(self) -> tuple[int, int]:
        """Return the device and the number of the file."""
        return self._file

    def detect_change(self) -> bool:
        """Return whether another connection has committed. Raises DatabaseReplaced."""
        if self._file_identity() != self._file:
            raise DatabaseReplaced
        version = self._read_version()
        changed, self._version = version != self._version, version
        return changed

    def synchronize_clock(self) -> None:
        """Trust the machine's clock, even if it has been set."""
        database_time = self.clock.wall_time()
        now = self.clock.boot_time()
        self.clock.synchronize(database_time, before=now, after=now)

    def _read_version(self) -> int:
        with self.connection.wrap_database_errors:
            cursor = self.connection.connection.execute("PRAGMA data_version")
            (version,) = cursor.fetchone()
        return int(version)

    def _file_identity(self) -> tuple[int, int]:
        try:
            status = os.stat(self._path)  # noqa: PTH116 - fifty times a second
        except FileNotFoundError:
            return 0, 0  # in memory, or a file that is being replaced
        return status.st_dev, status.st_ino


class PostgreSQLChangeDetector(ChangeDetector):
    """Listens for PostgreSQL's notification of each commit to the record.

    Polls at each interval in any case: that confirms the snapshots, and notices changes
    even if a connection pooler drops notifications.
    """

    def open(self) -> None:
        """Connect, and listen."""
        self.connection.close()
        self.connection.ensure_connection()
        with self.connection.cursor() as cursor:
            cursor.execute("LISTEN releases_recordstate")

    def identity(self) -> tuple[object, ...]:
        """Return the cluster, its timeline and the database; nothing where that is hidden.

        A standby that is promoted, and a recovery to a moment, begin a new timeline. It may
        lack the last commits, and give their generations to others.
        """
        try:
            with self.connection.cursor() as cursor:
                cursor.execute(IDENTITY)
                row: tuple[object, ...] = cursor.fetchone()
        except (ProgrammingError, NotSupportedError):
            return ()
        return row

    @property
    def notices(self) -> int:
        """The socket of the connection: it has something to read after a notification."""
        with self.connection.wrap_database_errors:
            return int(self.connection.connection.fileno())

    def detect_change(self) -> bool:
        """Take the notifications; poll in any case. Raises OperationalError."""
        raw = self.connection.connection
        with self.connection.wrap_database_errors:
            raw.poll()
        raw.notifies.clear()
        return True

    def synchronize_clock(self) -> None:
        """Read the database's time, and how long the answer took."""
        with self.connection.cursor() as cursor:
            before = self.clock.boot_time()
            cursor.execute(f"SELECT {WALL['postgresql']}")
            (database_time,) = cursor.fetchone()
            after = self.clock.boot_time()
        self.clock.synchronize(from_datetime(database_time), before=before, after=after)


def change_detector(clock: Clock) -> ChangeDetector:
    """Return the detector for the site's database, on this thread's own connection."""
    detectors: dict[str, type[ChangeDetector]] = {
        "sqlite": SQLiteChangeDetector,
        "postgresql": PostgreSQLChangeDetector,
    }
    connection = connections["default"]
    return detectors[connection.vendor](connection, clock)
