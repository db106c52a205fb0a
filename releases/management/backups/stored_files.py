"""The files of a backup: attachments and derivatives, each under its SHA-256."""

from __future__ import annotations

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


def require_no_files() -> None:
    """Raise CannotRestore if private storage has files already."""
    name = next(stored_names(), None)
    if name is not None:
        raise CannotRestore(
            _(
                "Private storage has files already, such as %(name)s. Restore into an empty one."
            )
            % {"name": name}
        )


def restore_files(folder: Path) -> None:
    """Store the files that were unpacked into the folder."""
    for path in sorted((folder / FOLDER).rglob("*")):
        if not path.is_file():
            continue
        with path.open("rb") as file:
            default_storage.save(
                path.relative_to(folder / FOLDER).as_posix(), File(file)
            )
        path.unlink()
