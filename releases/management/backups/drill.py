"""Trying a backup: restore it elsewhere, verify its record, and compare its public pages."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import hashlib
import json
import platform
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections
from django.utils.translation import gettext as _

from releases.management.backups import databases
from releases.management.backups.child_processes import run_manage
from releases.management.backups.exceptions import CannotRestore
from releases.management.backups.leftovers import alone
from releases.management.public_pages import differing_paths, digests_command

LOCK, FOLDER = "drill.lock", "drill-"


def drill(backup: Path, *, identity: Path | None, pages: int) -> int:
    """Return how many public pages of the restored copy are equal to the site's own.

    Compares as of the backup's moment, at most `pages` pages (0: all). Raises
    BackupProblem, which says what differs or failed.
    """
    with alone(LOCK, prefix=FOLDER) as lock:
        own_command = partial(run_manage, lock=lock)
        with scratch_site() as changes:
            command = partial(own_command, changes=changes)
            key = ["--identity", str(identity)] if identity else []
            restored_as = json.loads(command("restore", str(backup), "--json", *key))
            seal = restored_as["seal"]
            command("verify_record", *(["--seal", seal] if seal else []))
            at = dt.datetime.fromisoformat(restored_as["at"])
            compared = digests_command(at=at, pages=pages)
            restored = command(*compared)
        own = own_command(*compared)
    differing = differing_paths(own, restored)
    if differing:
        raise CannotRestore(
            _("%(count)s pages of the restored site differ, such as %(path)s.")
            % {"count": len(differing), "path": differing[0]}
        )
    return len(own.splitlines())


@contextlib.contextmanager
def scratch_site() -> Iterator[dict[str, str]]:
    """Yield the variables of an empty site that has this one's other settings."""
    folder = Path(tempfile.mkdtemp(prefix=FOLDER, dir=settings.VAR))
    try:
        with _scratch_database(folder) as url:
            yield _variables_of(folder, url)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _variables_of(folder: Path, url: str) -> dict[str, str]:
    return {
        "IRSITE_VAR": str(folder),
        "IRSITE_STATIC_ROOT": str(settings.STATIC_ROOT),
        # With the compiled catalogues, which pages in other languages need.
        "IRSITE_GENERATED_FILES": str(Path(settings.IRSITE_GENERATED_FILES).absolute()),
        "IRSITE_DATABASE": url,
        "IRSITE_FILE_STORAGE": "disk",
        "IRSITE_FILE_DELIVERY": "app",
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
