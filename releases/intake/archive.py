"""What a folder of past releases holds: files and exports, one entry a release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from releases.intake.decode import Unreadable
from releases.intake.exports import Posting, arrival_of, is_export, postings
from releases.intake.readers import MOST_OF_ALL, SourceDocument, receive

READ = {".txt", ".text", ".htm", ".html", ".xhtml", ".docx"}
EXPORTS = {".xml", ".rss", ".atom", ".wxr"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One release of an archive, or why it could not be read.

    `keys` are the names that a map of old addresses may call it by.
    """

    origin: str
    keys: tuple[str, ...]
    arrival: SourceDocument | None = None
    refusal: str = ""
    dated: dt.datetime | None = None
    slug: str = ""


def files_in(paths: list[Path]) -> list[tuple[Path, Path]]:
    """Every file, folders walked in the order of names, each with where it was found."""
    found: list[tuple[Path, Path]] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if not p.is_symlink() and p.is_file())
            shown = [p for p in inside if not _is_hidden(p.relative_to(path))]
            found += ((p, path) for p in sorted(shown))
        else:
            found.append((path, path.parent))
    return found


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.parts)


def entries_of(path: Path, folder: Path, *, zone: str) -> Iterator[Entry]:
    """The releases of one file."""
    keys = (str(path), path.relative_to(folder).as_posix(), path.name)
    kind = path.suffix.lower()
    try:
        if kind in EXPORTS and is_export(path):
            yield from _entries_of_export(path, zone)
        elif kind in READ:
            with path.open("rb") as file:
                arrival = receive(file.read(MOST_OF_ALL + 1), path.name)
            yield Entry(origin=str(path), keys=keys, arrival=arrival)
        else:
            refusal = "It is no text, HTML, Word file or export: left where it is."
            yield Entry(origin=str(path), keys=keys, refusal=refusal)
    except Unreadable as error:
        yield Entry(origin=str(path), keys=keys, refusal=str(error))
    except OSError as error:
        refusal = f"{error.strerror or 'It cannot be opened'}: check who may read it."
        yield Entry(origin=str(path), keys=keys, refusal=refusal)


def _entries_of_export(path: Path, zone: str) -> Iterator[Entry]:
    for number, posting in enumerate(postings(path, zone=zone), 1):
        name = posting.guid or posting.link or str(number)
        keys = tuple(key for key in (posting.guid, posting.link, posting.slug) if key)
        yield _entry_of(posting, f"{path}#{name}", keys)


def _entry_of(posting: Posting, origin: str, keys: tuple[str, ...]) -> Entry:
    try:
        arrival = arrival_of(posting)
    except Unreadable as error:
        return Entry(origin=origin, keys=keys, refusal=str(error))
    return Entry(
        origin=origin,
        keys=keys,
        arrival=arrival,
        dated=posting.dated,
        slug=posting.slug,
    )
