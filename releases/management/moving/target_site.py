"""The database that a site moves to: an empty one, made and asked by irsite's own commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

import dj_database_url

from releases.management.backups.databases import last_line
from releases.management.moving.exceptions import CannotMove

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
TARGET, TARGET_READERS = "move_target", "move_target_readers"
# A move writes one transaction; nobody else uses the file.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL",
}


class TargetSite:
    """A site with this one's settings, but for its database."""

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            self._database: dict[str, Any] = dict(dj_database_url.parse(url))
        except ValueError:
            raise CannotMove(
                _("Write the URL like postgresql://user@host/name or sqlite:////path.")
            ) from None
        self._is_sqlite = "sqlite" in self._database["ENGINE"]

    def alias_of_readers(self) -> str:
        """Return the alias of the target's database with the readers' tables."""
        return TARGET_READERS if self._is_sqlite else TARGET

    def files(self) -> list[Path]:
        """Return the files of its databases on SQLite."""
        if not self._is_sqlite:
            return []
        path = Path(self._database["NAME"])
        return [path, path.with_name("readers.sqlite3")]

    def connect(self) -> None:
        """Make its databases known under their aliases, and require that they are empty.

        Raises CannotMove.
        """
        for file in self.files():
            if file.exists():
                raise CannotMove(
                    _("There is a database at %(path)s already.") % {"path": file}
                )
        if self._is_sqlite:
            for alias, file in zip((TARGET, TARGET_READERS), self.files(), strict=True):
                options = {"NAME": str(file), "OPTIONS": SQLITE_OPTIONS}
                self._add(alias, self._database | options)
            return
        self._add(TARGET, self._database)
        connection = connections[TARGET]
        with connection.cursor() as cursor:
            if connection.introspection.table_names(cursor):
                raise CannotMove(_("The database has tables. Move to an empty one."))
        connection.close()

    def _add(self, alias: str, database: dict[str, Any]) -> None:
        connections.settings[alias] = database
        connections.configure_settings(connections.settings)

    def disconnect(self) -> None:
        """Forget its databases."""
        for alias in (TARGET, TARGET_READERS):
            if alias in connections.settings:
                connections[alias].close()
                del connections.settings[alias], connections[alias]

    def delete_files(self) -> None:
        """Delete what an unfinished move has made on SQLite."""
        for file in self.files():
            for ending in ("", "-wal", "-shm"):
                file.with_name(file.name + ending).unlink(missing_ok=True)

    def run(self, *command: str) -> str:
        """Run a command of irsite on it and return what it prints. Raises CannotMove."""
        return run_command({"IRSITE_DATABASE": self.url}, *command)


def run_command(environment: dict[str, str], *command: str) -> str:
    """Run a command of irsite and return what it prints. Raises CannotMove."""
    inherited = dict(os.environ)
    if environment:
        inherited.pop("IRSITE_DATABASE_FILE", None)
    completed = subprocess.run(  # noqa: S603 - our own commands
        [*MANAGE, *command],
        env=inherited | {"IRSITE_SECRET_KEY": settings.SECRET_KEY} | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    if completed.returncode:
        message = last_line((completed.stderr or completed.stdout).encode())
        raise CannotMove(
            _("“manage.py %(command)s” failed: %(message)s")
            % {"command": command[0], "message": message}
        )
    return completed.stdout
