"""The files of a backup: attachments and derivatives, each under its SHA-256."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from releases.management.backups.container import MemberWriter
from releases.management.backups.exceptions import CannotRestore

FOLDER = "files/"
# The folders of private storage (releases/models/stored_file.py).
STORED = ("attachments", "derived")
STORED_NAME = re.compile(
    r"(?:attachments|derived)/[0-9a-f]{2}/(?P<sha256>[0-9a-f]{64})"
)


def stored_names() -> Iterator[str]:
    """Yield the name of each file in private storage, on disk or in the bucket."""
    for folder in STORED:
        for name in _names_below(folder):
            if STORED_NAME.fullmatch(name):
                yield name


def _names_below(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}"
    for name in sorted(folders):
        yield from _names_below(f"{folder}/{name}")


def add_files(archive: MemberWriter) -> None:
    """Add every file.

    One that was deleted since it was listed is left out: nobody deletes what was public.
    """
    for name in stored_names():
        try:
            file = default_storage.open(name)
        except FileNotFoundError:
            continue
        with file:
            archive.add(FOLDER + name, file, size=file.size)


def require_no_other_files(folder: Path) -> None:
    """Raise CannotRestore if private storage has a file that the backup has not.

    Files of the backup may be there, from a restoration that was killed.
    """
    for name in stored_names():
        if not (folder / FOLDER / name).is_file():
            raise CannotRestore(
                _(
                    "Private storage has files already, such as %(name)s. Restore into an empty one."
                )
                % {"name": name}
            )


@contextlib.contextmanager
def restored_files(folder: Path) -> Iterator[None]:
    """Store the files that were unpacked into the folder; keep them if the block succeeds.

    Raises CannotRestore where storage cannot take them, such as on a full disk.
    """
    with contextlib.ExitStack() as removal:
        try:
            for path in sorted((folder / FOLDER).rglob("*")):
                if path.is_file():
                    name = path.relative_to(folder / FOLDER).as_posix()
                    # A restoration that was killed may have stored a part of it.
                    default_storage.delete(name)
                    removal.callback(default_storage.delete, name)
                    with path.open("rb") as file:
                        default_storage.save(name, File(file))
                    path.unlink()
        except OSError as error:
            raise CannotRestore(
                _("Cannot store the files: %(error)s.")
                % {"error": error.strerror or error}
            ) from None
        yield
        removal.pop_all()
