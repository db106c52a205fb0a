"""Read the files and exports of an archive, one entry for each release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from releases.intake.decode import decode_html
from releases.intake.entry_head import is_entry_text, is_movable_type
from releases.intake.exceptions import IntakeError
from releases.intake.exports.export_item import ExportItem
from releases.intake.exports.feeds import is_export, read_items
from releases.intake.exports.front_matter import (
    MARKDOWN_SUFFIXES,
    is_in_drafts,
    read_entry,
)
from releases.intake.exports.movable_type import read_movable_type
from releases.intake.isolated_reading import read_file, read_release
from releases.intake.source_document import MAX_FILE_BYTES, SourceDocument
from releases.text.invisible import without_invisible
from releases.text.translatable import Message, gettext_noop

RELEASE_SUFFIXES = {".txt", ".text", ".htm", ".html", ".xhtml", ".docx"}
RELEASE_SUFFIXES |= MARKDOWN_SUFFIXES
EXPORT_SUFFIXES = {".xml", ".rss", ".atom", ".wxr"}
_NO_ENTRY = Message(gettext_noop("It has no entry. Export it again, with its entries."))
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
    path: Path,
    folder: Path,
    *,
    zone: str,
    at: dt.datetime,
    post_types: Collection[str] = (),
) -> Iterator[ArchiveEntry]:
    """Yield the releases of one file; `zone` (IANA) is that of dates without an offset.

    What the old site would have shown only after `at` was not public. `post_types` are
    WordPress's that are imported beside posts. A file that can't be read is an entry with
    an error; nothing is raised.
    """
    keys = (str(path), path.relative_to(folder).as_posix(), path.name)
    suffix = path.suffix.lower()
    error = None
    try:
        if suffix in EXPORT_SUFFIXES and is_export(path):
            yield from _read_export(path, zone, post_types)
        elif suffix in RELEASE_SUFFIXES:
            with path.open("rb") as file:
                data = file.read(MAX_FILE_BYTES + 1)
            # Of a file that is named, the folder that it is in counts.
            within = path.relative_to(
                folder.parent if folder == path.parent else folder
            )
            yield from _read_text(data, path, within, keys, zone=zone, at=at)
        else:
            error = _OTHER_FILE
    except IntakeError as refusal:
        error = refusal.message
    except OSError as failure:
        error = _unopened(failure)
    if error is not None:
        yield ArchiveEntry(origin=str(path), keys=keys, error=error)


def entry_text(data: bytes) -> str | None:
    """Return a file's text if it is of an old site's entries, with their settings."""
    if data.startswith(b"PK\x03\x04") or len(data) > MAX_FILE_BYTES:
        return None
    text = decode_html(data)
    return text if is_entry_text(text) else None


def _read_text(
    data: bytes,
    path: Path,
    within: PurePath,
    keys: tuple[str, ...],
    *,
    zone: str,
    at: dt.datetime,
) -> Iterator[ArchiveEntry]:
    """Yield the release of a file, or the entries of an old site that it holds.

    Raises IntakeError.
    """
    text = entry_text(data)
    is_markdown = path.suffix.lower() in MARKDOWN_SUFFIXES
    if text is not None and is_movable_type(text):
        for number, item in enumerate(read_movable_type(text, zone=zone), 1):
            name = without_invisible(item.link or item.slug) or str(number)
            names = tuple(key for key in (item.link, item.slug) if key)
            yield _read_item(item, f"{path}#{name}", names)
    elif text is not None or is_markdown or is_in_drafts(within):
        content = decode_html(data) if text is None else text
        item = read_entry(content, within, zone=zone, at=at, is_markdown=is_markdown)
        yield _read_item(item, str(path), keys)
    else:
        document = read_file(data, path.name)
        yield ArchiveEntry(origin=str(path), keys=keys, document=document)


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
    number = 0
    for number, item in enumerate(items, 1):
        name = without_invisible(item.guid or item.link) or str(number)
        keys = tuple(key for key in (item.guid, item.link, item.slug) if key)
        yield _read_item(item, f"{path}#{name}", keys)
    if not number:
        yield ArchiveEntry(origin=str(path), keys=(str(path),), error=_NO_ENTRY)


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
