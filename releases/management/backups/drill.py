"""Trying a backup: restore it elsewhere, verify its record, and compare its public pages."""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections
from django.utils.translation import gettext as _

from releases.management.backups import databases
from releases.management.backups.exceptions import CannotRestore
from releases.management.backups.leftovers import alone

LOCK, FOLDER = "drill.lock", "drill-"
MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]


def drill(backup: Path, *, identity: Path | None, pages: int) -> int:
    """Return how many public pages of the restored copy are equal to the site's own.

    Compares as of the backup's moment, at most `pages` pages (0: all). Raises
    CannotRestore, which says what differs or failed.
    """
    with scratch_site() as environment:
        key = ["--identity", str(identity)] if identity else []
        restored_as = json.loads(
            _run(environment, "restore", str(backup), "--json", *key)
        )
        seal = restored_as["seal"]
        _run(environment, "verify_record", *(["--seal", seal] if seal else []))
        compared = ["page_digests", "--at", restored_as["at"], "--pages", str(pages)]
        restored = _run(environment, *compared).splitlines()
    own = _run(dict(os.environ), *compared).splitlines()
    differing = sorted({line.partition("  ")[2] for line in set(own) ^ set(restored)})
    if differing:
        raise CannotRestore(
            _("%(count)s pages of the restored site differ, such as %(path)s.")
            % {"count": len(differing), "path": differing[0]}
        )
    return len(own)


@contextlib.contextmanager
def scratch_site() -> Iterator[dict[str, str]]:
    """Yield the environment of an empty site, of this machine and with this site's settings."""
    with alone(LOCK, prefix=FOLDER):
        folder = Path(tempfile.mkdtemp(prefix=FOLDER, dir=settings.VAR))
        try:
            with _scratch_database(folder) as url:
                yield _environment_of(folder, url)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _environment_of(folder: Path, url: str) -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name not in {"IRSITE_DATABASE_FILE", "IRSITE_SECRET_KEY_FILE"}
    } | {
        "IRSITE_VAR": str(folder),
        "IRSITE_STATIC_ROOT": str(settings.STATIC_ROOT),
        # With the compiled catalogues, which pages in other languages need.
        "IRSITE_GENERATED_FILES": str(Path(settings.IRSITE_GENERATED_FILES).absolute()),
        "IRSITE_DATABASE": url,
        "IRSITE_FILE_STORAGE": "disk",
        "IRSITE_FILE_DELIVERY": "app",
        "IRSITE_SECRET_KEY": settings.SECRET_KEY,
    }


@contextlib.contextmanager
def _scratch_database(folder: Path) -> Iterator[str]:
    if databases.engine() == "sqlite":
        yield f"sqlite:///{folder}/irsite.sqlite3"
        return
    connection = connections[DEFAULT_DB_ALIAS]
    # One name for each site on the server, so that what a killed drill left is replaced.
    site = hashlib.sha256(f"{platform.node()}:{settings.VAR}".encode()).hexdigest()
    name = f"irsite_drill_{site[:12]}"
    try:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
    except ProgrammingError:
        raise CannotRestore(
            _(
                "The role %(role)s may make no database to restore into. Try the backup on "
                "another machine, or give the role CREATEDB (docs/backup.md)."
            )
            % {"role": connection.settings_dict["USER"] or getpass.getuser()}
        ) from None
    try:
        yield _url_of(connection.settings_dict, name)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


def _url_of(database: dict[str, object], name: str) -> str:
    """Return the URL of another database on the same server."""
    user, password = quote(str(database["USER"])), quote(str(database["PASSWORD"]))
    credentials = f"{user}:{password}@" if password else f"{user}@" if user else ""
    options = database.get("OPTIONS") or {}
    assert isinstance(options, dict)
    host = quote(str(database["HOST"] or options.get("host", "")), safe="")
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgresql://{credentials}{host}{port}/{name}"


def _run(environment: dict[str, str], *command: str) -> str:
    """Run a command of irsite and return what it prints. Raises CannotRestore."""
    completed = subprocess.run(  # noqa: S603 - our own commands
        [*MANAGE, *command],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        close_fds=False,  # it holds the lock too
    )
    if completed.returncode:
        message = databases.last_line(completed.stderr.encode())
        raise CannotRestore(
            _("“manage.py %(command)s” failed: %(message)s")
            % {"command": command[0], "message": message}
        )
    return completed.stdout
