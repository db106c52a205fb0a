"""Read the files and exports of an archive, one entry for each release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from releases.intake.exceptions import IntakeError
from releases.intake.exports import ExportItem, is_export, read_items
from releases.intake.isolated_reading import read_file, read_release
from releases.intake.readers import MAX_FILE_BYTES, SourceDocument
from releases.text.invisible import without_invisible
from releases.text.translatable import Message, gettext_noop

RELEASE_SUFFIXES = {".txt", ".text", ".htm", ".html", ".xhtml", ".docx"}
EXPORT_SUFFIXES = {".xml", ".rss", ".atom", ".wxr"}
_OTHER_FILE = Message(
    gettext_noop("This is no text, HTML, Word file or export. It was skipped.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveEntry:
    """One release of an archive, or the error that kept it from being read.

    `origin` names it in reports; `keys` are names a redirect map may use for it.
    """

    origin: str
    keys: tuple[str, ...]
    document: SourceDocument | None = None
    error: Message | None = None
    date: dt.datetime | None = None
    slug: str = ""


def files_in(paths: list[Path]) -> list[tuple[Path, Path]]:
    """Return every file with the folder that was given, folders sorted by name.

    Hidden files and symbolic links in folders are skipped.
    """
    files: list[tuple[Path, Path]] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if not p.is_symlink() and p.is_file())
            visible = [p for p in inside if not _is_hidden(p.relative_to(path))]
            files += ((p, path) for p in sorted(visible))
        else:
            files.append((path, path.parent))
    return files


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.parts)


def read_entries(
    path: Path, folder: Path, *, zone: str, post_types: Collection[str] = ()
) -> Iterator[ArchiveEntry]:
    """Yield the releases of one file; `zone` (IANA) is that of WordPress's local dates.

    `post_types` are WordPress's that are imported beside posts. A file that can't be read is an entry with an error; nothing is raised.
    """
    keys = (str(path), path.relative_to(folder).as_posix(), path.name)
    suffix = path.suffix.lower()
    error = None
    try:
        if suffix in EXPORT_SUFFIXES and is_export(path):
            yield from _read_export(path, zone, post_types)
        elif suffix in RELEASE_SUFFIXES:
            with path.open("rb") as file:
                document = read_file(file.read(MAX_FILE_BYTES + 1), path.name)
            yield ArchiveEntry(origin=str(path), keys=keys, document=document)
        else:
            error = _OTHER_FILE
    except IntakeError as refusal:
        error = refusal.message
    except OSError as failure:
        error = _unopened(failure)
    if error is not None:
        yield ArchiveEntry(origin=str(path), keys=keys, error=error)


def _unopened(failure: OSError) -> Message:
    if failure.strerror is None:
        return Message(gettext_noop("The file can't be opened. Check its permissions."))
    return Message(
        gettext_noop("The file can't be opened (%(reason)s). Check its permissions."),
        {"reason": failure.strerror},
    )


def _read_export(
    path: Path, zone: str, post_types: Collection[str]
) -> Iterator[ArchiveEntry]:
    items = read_items(path, zone=zone, post_types=post_types)
    for number, item in enumerate(items, 1):
        name = without_invisible(item.guid or item.link) or str(number)
        keys = tuple(key for key in (item.guid, item.link, item.slug) if key)
        yield _read_item(item, f"{path}#{name}", keys)


def _read_item(item: ExportItem, origin: str, keys: tuple[str, ...]) -> ArchiveEntry:
    if item.unpublished:
        return ArchiveEntry(origin=origin, keys=keys, error=item.unpublished)
    try:
        document = read_release(item)
    except IntakeError as error:
        return ArchiveEntry(origin=origin, keys=keys, error=error.message)
    return ArchiveEntry(
        origin=origin,
        keys=keys,
        document=document,
        date=item.date,
        slug=item.slug,
    )
