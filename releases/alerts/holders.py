"""Which couriers live: each holds a lock on its number, which ends with its process.

No clock decides it, as a lease would: a clock that is set would take the mails of a
courier that lives. On PostgreSQL it is a session's advisory lock, on SQLite a lock on a
file (flock), since all couriers are on one machine.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from releases.readers.database import readers_connection

# The class of our advisory locks: no other program's are of it ("irsi" in ASCII).
LOCK_CLASS = 0x69727369
# How many couriers there can be.
MAX_COURIERS = 1000


class CannotDeliver(Exception):
    """A courier cannot run. Its text is a sentence for the operator."""


class Holders(ABC):
    """Takes a number for this process, and finds out which numbers nobody has."""

    def __init__(self) -> None:
        self.number = 0

    def take_number(self) -> int:
        """Take the lowest number that no courier has, and return it. Raises CannotDeliver."""
        for number in range(1, MAX_COURIERS + 1):
            if self._lock(number):
                self.number = number
                try:
                    self._require_lasting_lock()
                except CannotDeliver:
                    self.release()
                    raise
                return number
        raise CannotDeliver(_("There are too many couriers already."))

    def is_gone(self, number: int) -> bool:
        """Return whether no process has the number. Never so of this one's own."""
        if number == self.number or not self._lock(number):
            return False
        self._unlock(number)
        return True

    def release(self) -> None:
        """Give the number up."""
        if self.number:
            self._unlock(self.number)
            self.number = 0

    @abstractmethod
    def _lock(self, number: int) -> bool:
        """Take the lock of this number, and return whether nobody had it."""

    @abstractmethod
    def _unlock(self, number: int) -> None:
        """Release the lock of this number."""

    @abstractmethod
    def _require_lasting_lock(self) -> None:
        """Require that the lock lasts as long as the process. Raises CannotDeliver."""


class FileHolders(Holders):
    """Holds a courier's number by a lock on the file `var/couriers/<number>`."""

    def __init__(self) -> None:
        super().__init__()
        self._folder: Path = settings.VAR / "couriers"
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._files: dict[int, int] = {}

    def _lock(self, number: int) -> bool:
        file = os.open(self._folder / str(number), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        self._files[number] = file
        return True

    def _unlock(self, number: int) -> None:
        os.close(self._files.pop(number))

    def _require_lasting_lock(self) -> None:
        """Do nothing: the system ends the lock with the process, and not before."""


class AdvisoryHolders(Holders):
    """Takes advisory locks in this session of PostgreSQL."""

    def _lock(self, number: int) -> bool:
        return bool(self._ask("SELECT pg_try_advisory_lock(%s, %s)", number))

    def _unlock(self, number: int) -> None:
        self._ask("SELECT pg_advisory_unlock(%s, %s)", number)

    def _ask(self, sql: str, number: int) -> Any:
        with readers_connection().cursor() as cursor:
            cursor.execute(sql, [LOCK_CLASS, number])
            (answer,) = cursor.fetchone()
        return answer

    def _require_lasting_lock(self) -> None:
        """Refuse a pooler that gives each transaction another session.

        There, a second connection's transaction gets the session that has our lock.
        """
        mine = session_of(readers_connection())
        other = readers_connection().copy()
        try:
            with contextlib.closing(other):
                other.set_autocommit(False)
                is_shared = session_of(other) == mine
                other.rollback()
        finally:
            other.close()
        if is_shared or session_of(readers_connection()) != mine:
            raise CannotDeliver(
                _(
                    "The database is behind a pooler of transactions, where no lock lasts. "
                    "Give “manage.py deliver” a direct connection (IRSITE_DATABASE)."
                )
            )


def session_of(connection: Any) -> int:
    """Return the id of the server process that answers this connection now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return int(pid)


def make_holders() -> Holders:
    """Return the locks for the readers' database."""
    is_postgresql = readers_connection().vendor == "postgresql"
    return AdvisoryHolders() if is_postgresql else FileHolders()
