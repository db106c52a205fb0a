"""Files that only the site's own user may read: they hold what is under embargo."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def private_paths() -> Iterator[Path]:
    """Yield the folder of the site, the database's files, and the access log.

    Nobody else reaches what lies in the folder, but a database and a log may lie elsewhere.
    """
    yield settings.VAR
    if settings.IRSITE_ACCESS_LOG not in {"", "-"}:
        yield Path(settings.IRSITE_ACCESS_LOG)
    for database in settings.DATABASES.values():
        if "sqlite" in database["ENGINE"]:
            for ending in ("", "-wal", "-shm", "-journal"):
                yield Path(f"{database['NAME']}{ending}")
    with contextlib.suppress(OSError):
        yield from settings.VAR.iterdir()


def exposed_paths() -> list[Path]:
    """Return those that others may use, or that belong to another user and are open to us.

    What is closed to us, as the site's folder is to the owner of its database, is private.
    """
    exposed = []
    for path in dict.fromkeys(private_paths()):
        with contextlib.suppress(OSError):
            status = path.stat()
            is_stored = stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)
            is_ours = status.st_uid == os.geteuid() or not os.access(path, os.R_OK)
            if is_stored and (not is_ours or status.st_mode & OTHERS):
                exposed.append(path)
    return exposed


def make_private() -> list[Path]:
    """Take the rights of others from these paths; return those that stay exposed."""
    for path in exposed_paths():
        with contextlib.suppress(OSError):
            path.chmod(path.stat().st_mode & ~OTHERS)
    return exposed_paths()
