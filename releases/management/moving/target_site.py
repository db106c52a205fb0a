"""The database that a site moves to: an empty one, made and asked by irsite's own commands."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connections
from django.utils.translation import gettext as _

import dj_database_url

from releases.management.backups.child_processes import run_manage
from releases.management.moving.exceptions import CannotMove

# What holds the files of a copy on SQLite until it is proved: a killed move leaves it.
FOLDER = "irsite-move-"
READERS_FILE = "readers.sqlite3"
TARGET, TARGET_READERS = "move_target", "move_target_readers"
# A move writes one transaction; nobody else uses the file.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL",
}


class TargetSite:
    """A site with this one's settings, but for its database.

    `lock` is the descriptor of the move's lock, which programs that work on it hold too.
    """

    def __init__(self, url: str, *, lock: int) -> None:
        self.url = url
        self._lock = lock
        try:
            self._database: dict[str, Any] = dict(dj_database_url.parse(url))
        except ValueError:
            raise CannotMove(
                _("Write the URL like postgresql://user@host/name or sqlite:////path.")
            ) from None
        self._folder: Path | None = None
        self._is_sqlite = "sqlite" in self._database["ENGINE"]

    def alias_of_readers(self) -> str:
        """Return the alias of the target's database with the readers' tables."""
        return TARGET_READERS if self._is_sqlite else TARGET

    def connect(self) -> None:
        """Make its databases known under their aliases, and require that they are empty.

        On SQLite they are in a folder beside their place until they are proved. Raises
        CannotMove.
        """
        if self._is_sqlite:
            self._connect_to_files()
        else:
            self._add(TARGET, self._database)
            self._require_no_tables()

    def _connect_to_files(self) -> None:
        path = Path(self._database["NAME"])
        self._require_free_place()
        try:
            for left in path.parent.glob(f"{FOLDER}*/"):
                shutil.rmtree(left)
            self._folder = Path(tempfile.mkdtemp(prefix=FOLDER, dir=path.parent))
        except OSError as error:
            raise CannotMove(
                _("Cannot write to %(path)s: %(error)s.")
                % {"path": path.parent, "error": error.strerror or error}
            ) from None
        self.url = f"sqlite:///{quote(str(self._folder / path.name))}"
        for alias, name in ((TARGET, path.name), (TARGET_READERS, READERS_FILE)):
            options = {"NAME": str(self._folder / name), "OPTIONS": SQLITE_OPTIONS}
            self._add(alias, self._database | options)

    def _require_free_place(self) -> None:
        path = Path(self._database["NAME"])
        for file in (path, path.with_name(READERS_FILE)):
            if file.exists():
                raise CannotMove(
                    _(
                        "There is a database at %(path)s already. If it is of a move that "
                        "was stopped, delete it."
                    )
                    % {"path": file}
                )

    def _require_no_tables(self) -> None:
        connection = connections[TARGET]
        with connection.cursor() as cursor:
            if connection.introspection.table_names(cursor):
                raise CannotMove(
                    _(
                        "The database has tables. Move to an empty one; if they are of a "
                        "move that was stopped, drop the database and create it anew."
                    )
                )
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

    def put_in_place(self) -> None:
        """Put the files of a proved copy on SQLite in their place, the record's last.

        Raises CannotMove if another database was made there since.
        """
        if self._folder is not None:
            self._require_free_place()
            path = Path(self._database["NAME"])
            for name in (READERS_FILE, path.name):
                # What its log holds, which is no longer there once all have closed it.
                for ending in ("-wal", ""):
                    file = self._folder / f"{name}{ending}"
                    if file.exists():
                        file.rename(path.with_name(file.name))
            self.delete_files()

    def delete_files(self) -> None:
        """Delete what an unfinished move has made on SQLite."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, *command: str) -> str:
        """Run a command of irsite on it and return what it prints. Raises CommandFailed."""
        return run_manage(
            *command, lock=self._lock, changes={"IRSITE_DATABASE": self.url}
        )
