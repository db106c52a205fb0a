"""The databases of a backup: copies of SQLite's files, or a dump by pg_dump."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from releases.management.backups.child_processes import start, telling_line
from releases.management.backups.container import MemberWriter
from releases.management.backups.exceptions import (
    CannotBackUp,
    CannotRestore,
    MissingProgram,
)
from releases.pagecache.existing_database import database_path
from releases.readers.database import database_aliases

FOLDER = "database/"
# Where temporary copies are made: on the disk of the site, for its user alone.
COPY_PREFIX = "backup-"
# A dump has no size in advance, so it is stored in parts.
PART_BYTES = 4 * 1024 * 1024


def engine() -> str:
    """Return the engine of the site's databases: sqlite or postgresql."""
    return connections[DEFAULT_DB_ALIAS].vendor


def add_databases(archive: MemberWriter) -> None:
    """Add every database of the site, each as of one moment. Raises BackupProblem."""
    if engine() == "postgresql":
        _add_dump(archive, connections[DEFAULT_DB_ALIAS])
        return
    # The record first: what the readers' tables name is in it.
    for alias in database_aliases():
        with sqlite_copy(connections[alias]) as copy, copy.open("rb") as file:
            size = copy.stat().st_size
            archive.add(f"{FOLDER}{alias}.sqlite3", file, size=size)


@contextlib.contextmanager
def sqlite_copy(connection: BaseDatabaseWrapper) -> Iterator[Path]:
    """Yield a copy of the database as of one moment, made while others write.

    By SQLite's backup API (https://www.sqlite.org/backup.html), in one step.
    """
    folder = Path(tempfile.mkdtemp(prefix=COPY_PREFIX, dir=settings.VAR))
    try:
        copy = folder / "copy.sqlite3"
        copy.touch(mode=0o600)
        path = database_path(connection)
        with (
            contextlib.closing(
                sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            ) as source,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        yield copy
    except sqlite3.Error as error:
        raise CannotBackUp(
            _("Cannot copy the database: %(error)s.") % {"error": error}
        ) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _add_dump(archive: MemberWriter, connection: BaseDatabaseWrapper) -> None:
    command = [find_program("pg_dump"), "--format=custom", "--compress=0"]
    command += ["--no-owner", "--no-privileges"]
    with tempfile.TemporaryFile(dir=settings.VAR) as messages:
        process = subprocess.Popen(  # noqa: S603 - our own words
            command,
            stdout=subprocess.PIPE,
            stderr=messages,
            env=postgresql_environment(connection),
        )
        assert process.stdout is not None
        with process:
            for number, part in enumerate(_parts(process.stdout)):
                archive.add_bytes(f"{FOLDER}dump/{number:06}", part)
        if process.returncode:
            messages.seek(0)
            raise CannotBackUp(
                _("pg_dump could not read the database: %(message)s")
                % {"message": first_error(messages.read())}
            )


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    while part := file.read(PART_BYTES):
        yield part


def find_program(name: str) -> str:
    """Return the path of a program of PostgreSQL. Raises MissingProgram."""
    path = shutil.which(name)
    if path is None:
        raise MissingProgram(
            _(
                "There is no %(name)s on this machine. Install the PostgreSQL client "
                "(Debian: postgresql-client) of the server's version or a later one."
            )
            % {"name": name}
        )
    return path


def postgresql_environment(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the environment in which PostgreSQL's programs find the database.

    No password is on a command line, where other users of the machine would see it.
    """
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    database = connection.settings_dict
    options: dict[str, Any] = database.get("OPTIONS", {})
    values = {name: str(database[key]) for name, key in names.items() if database[key]}
    values |= {
        f"PG{key.upper()}": str(options[key])
        for key in ("host", "sslmode", "sslrootcert")
        if key in options
    }
    return os.environ | values


def first_error(output: bytes) -> str:
    """Return the line with the first error of a program of PostgreSQL, or the last line.

    What follows the error is the statement, which can be a hundred lines.
    """
    lines = output.decode(errors="replace").splitlines()
    return next((line for line in lines if "error:" in line), telling_line(output))


def require_no_database() -> None:
    """Raise CannotRestore if there is a database to overwrite."""
    if engine() == "sqlite":
        for alias in database_aliases():
            path = database_path(connections[alias])
            if path.exists():
                raise CannotRestore(
                    _(
                        "There is a database at %(path)s. Restore into an empty folder "
                        "(IRSITE_VAR), or move that file away first."
                    )
                    % {"path": path}
                )
        return
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise CannotRestore(
                _("The database has tables. Restore into an empty database.")
            )


def restore_databases(folder: Path, *, lock: int) -> None:
    """Put the databases in place that were unpacked into the folder.

    `lock` is the descriptor of a locked file, which pg_restore holds too. Raises CannotRestore; then there is no database, as before.
    """
    if engine() == "postgresql":
        _restore_dump(folder, connections[DEFAULT_DB_ALIAS], lock=lock)
        return
    # The record last: with it there is a site.
    for alias in reversed(database_aliases()):
        copy = folder / FOLDER / f"{alias}.sqlite3"
        if copy.exists():
            copy.rename(database_path(connections[alias]))


def _restore_dump(folder: Path, connection: BaseDatabaseWrapper, *, lock: int) -> None:
    command = [find_program("pg_restore"), "--no-owner", "--no-privileges"]
    command += ["--exit-on-error", "--single-transaction", "--dbname", ""]
    environment = postgresql_environment(connection)
    command[-1] = environment["PGDATABASE"]
    parts = sorted((folder / FOLDER / "dump").iterdir())
    with tempfile.TemporaryFile(dir=settings.VAR) as messages:
        process = start(
            command,
            lock=lock,
            environment=environment,
            stdin=subprocess.PIPE,
            stderr=messages,
        )
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError), process, process.stdin as target:
            for part in parts:
                shutil.copyfileobj(io.BytesIO(part.read_bytes()), target)
        if process.returncode:
            messages.seek(0)
            raise CannotRestore(
                _("pg_restore could not write the database: %(message)s")
                % {"message": first_error(messages.read())}
            )
