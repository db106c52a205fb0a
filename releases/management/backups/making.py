"""Making a backup while the site is serving."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Literal, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from releases.management.backups import databases, stored_files
from releases.management.backups.container import writing
from releases.management.backups.exceptions import CannotBackUp
from releases.management.backups.leftovers import alone
from releases.management.backups.manifest import MANIFEST, BackupManifest, latest_seal
from releases.record.clock import read_clock

SUFFIX = ".irsite"
LOCK = "backup.lock"
UNFINISHED = ".part"


def make_backup(out: Path, *, recipients: Sequence[str]) -> BackupManifest:
    """Write a backup of the site to `out`, a file that does not exist yet.

    It is written beside it first, synced and renamed, so a file of this name is whole.
    Beside it comes `out`.sha256, in the form of sha256sum. Raises BackupProblem, after
    which nothing is left.
    """
    unfinished = out.with_name(out.name + UNFINISHED)
    with alone(LOCK, prefix=databases.COPY_PREFIX), _removed_if_failed(unfinished, out):
        if out.exists():
            raise CannotBackUp(_("%(path)s exists already.") % {"path": out})
        _remove_unfinished(out.parent)
        descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w+b") as file:  # noqa: PTH123 - a descriptor
            fcntl.flock(file, fcntl.LOCK_EX)
            manifest = _write(file, recipients)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        checksum = out.with_name(f"{out.name}.sha256")
        checksum.write_text(f"{digest}  {out.name}\n")
        unfinished.rename(out)
        return manifest


def _write(file: BinaryIO, recipients: Sequence[str]) -> BackupManifest:
    at = read_clock()
    with writing(file, recipients=recipients) as archive:
        databases.add_databases(archive)
        # After the database, which names them: a file that is newer does no harm.
        stored_files.add_files(archive)
        manifest = BackupManifest(
            at=at,
            engine=cast(Literal["sqlite", "postgresql"], databases.engine()),
            migrations=latest_migrations(),
            seal=latest_seal(),
            digests=archive.digests.copy(),
        )
        archive.add_bytes(MANIFEST, manifest.model_dump_json(indent=1).encode())
    return manifest


def latest_migrations() -> dict[str, str]:
    """Return the name of the latest migration of each app that has run."""
    applied = MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations()
    return dict(sorted(applied))


def _remove_unfinished(folder: Path) -> None:
    """Remove backups that killed runs have left; whoever is writing one has it locked."""
    for path in folder.glob(f"*{SUFFIX}{UNFINISHED}"):
        with contextlib.suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


@contextlib.contextmanager
def _removed_if_failed(unfinished: Path, out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotBackUp(
            _("Cannot write %(path)s: %(error)s.")
            % {"path": out, "error": error.strerror or error}
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)
