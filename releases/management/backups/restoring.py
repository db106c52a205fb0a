"""Restoring a backup into an empty site, wholly or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from pydantic import ValidationError

from releases.management.backups import databases, stored_files
from releases.management.backups.container import BLOCK, reading
from releases.management.backups.exceptions import CannotRestore, UnreadableBackup
from releases.management.backups.leftovers import alone
from releases.management.backups.manifest import MANIFEST, BackupManifest

LOCK, FOLDER = "restore.lock", "restore-"
# The only names that a member may have: nothing leads out of the folder.
MEMBER = re.compile(
    rf"{databases.FOLDER}(?:\w+\.sqlite3|dump/\d{{6,}})"
    rf"|{stored_files.FOLDER}{stored_files.STORED_NAME.pattern}"
    rf"|{re.escape(MANIFEST)}"
)


def restore(source: Path, *, identities: Sequence[str]) -> BackupManifest:
    """Restore the backup into this site, which has no database and no files yet.

    Everything is unpacked and compared with its digests before anything is put in place.
    A failure leaves nothing in place, and what a killed run left is replaced. Raises
    BackupProblem.
    """
    settings.VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        lock = stack.enter_context(alone(LOCK, prefix=FOLDER))
        databases.require_no_database()
        unpacking = unpacked(source, identities=identities)
        folder, manifest = stack.enter_context(unpacking)
        if manifest.engine != databases.engine():
            raise CannotRestore(
                _(
                    "The backup is of %(engine)s. Set IRSITE_DATABASE to a database of "
                    "that engine."
                )
                % {"engine": manifest.engine}
            )
        stored_files.require_no_other_files(folder)
        connections.close_all()
        # The database comes last, since it makes the site: without it there are no files.
        with stored_files.restored_files(folder):
            databases.restore_databases(folder, lock=lock)
        return manifest


@contextlib.contextmanager
def unpacked(
    source: Path, *, identities: Sequence[str]
) -> Iterator[tuple[Path, BackupManifest]]:
    """Yield a folder with the members of a backup, all verified, and its manifest."""
    folder = Path(tempfile.mkdtemp(prefix=FOLDER, dir=settings.VAR))
    try:
        try:
            with (
                source.open("rb") as file,
                reading(file, identities=identities) as archive,
            ):
                digests = {
                    member.name: _unpack(archive, member, folder) for member in archive
                }
        except OSError as error:
            raise UnreadableBackup(
                _("Cannot read %(path)s: %(error)s.")
                % {"path": source, "error": error.strerror or error}
            ) from None
        yield folder, _verified(folder, digests)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> str:
    """Unpack one member and return its SHA-256."""
    content = archive.extractfile(member) if member.isreg() else None
    if content is None or not MEMBER.fullmatch(member.name):
        raise UnreadableBackup(
            _("The file is no backup of irsite: it has a member “%(name)s”.")
            % {"name": member.name}
        )
    path = folder / member.name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    digest = hashlib.sha256()
    with path.open("wb") as target:
        while block := content.read(BLOCK):
            digest.update(block)
            target.write(block)
    return digest.hexdigest()


def _verified(folder: Path, digests: dict[str, str]) -> BackupManifest:
    if digests.pop(MANIFEST, None) is None:
        raise UnreadableBackup(_("The backup is cut short: it has no manifest."))
    try:
        manifest = BackupManifest.model_validate_json((folder / MANIFEST).read_bytes())
    except ValidationError:
        raise UnreadableBackup(
            _("The backup is of another release of irsite: its manifest is unknown.")
        ) from None
    differing = sorted(
        name
        for name in digests.keys() | manifest.digests.keys()
        if digests.get(name) != manifest.digests.get(name)
    )
    if differing:
        raise UnreadableBackup(
            _("The member “%(name)s” of the backup is missing or was altered.")
            % {"name": differing[0]}
        )
    return manifest
