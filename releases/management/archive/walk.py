"""Run the import over named files, then over folders and exports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from releases.intake.archive import (
    EXPORT_SUFFIXES,
    ArchiveEntry,
    entry_text,
    files_in,
    read_entries,
)
from releases.intake.exports.front_matter import MARKDOWN_SUFFIXES
from releases.intake.source_document import MAX_FILE_BYTES
from releases.management.archive.importer import ArchiveImporter

Progress = Callable[[int, int, ArchiveImporter], None]


def is_archive(path: str) -> bool:
    """Return whether a path is a folder, an export or an old site's entry.

    Each of these may hold what was not public.
    """
    if path == "-":
        return False
    file = Path(path)
    if file.is_dir() or file.suffix.lower() in EXPORT_SUFFIXES | MARKDOWN_SUFFIXES:
        return True
    try:
        with file.open("rb") as opened:
            return entry_text(opened.read(MAX_FILE_BYTES + 1)) is not None
    except OSError:
        return False


@dataclass(slots=True)
class ArchiveWalk:
    """Runs an import, and calls `progress` with files done and files in all.

    `post_types` are WordPress's that are imported beside posts.
    """

    importer: ArchiveImporter
    progress: Progress
    post_types: Collection[str] = ()

    def run(self, named: Sequence[ArchiveEntry], archives: Sequence[str]) -> list[str]:
        """Import every entry; return the archives from which nothing came.

        Raises IntakeError or NotAllowed for a named file that can't be imported.
        """
        for entry in named:
            assert entry.document is not None
            self.importer.import_entry(entry, entry.document)
        files = [
            (archive, path, folder)
            for archive in archives
            for path, folder in files_in([Path(archive)])
        ]
        came: Counter[str] = Counter()
        for count, (archive, path, folder) in enumerate(files, 1):
            before = self.importer.known_count
            for entry in read_entries(
                path,
                folder,
                zone=str(self.importer.zone),
                at=timezone.now(),
                post_types=self.post_types,
            ):
                self.importer.import_or_report(entry)
                self.progress(count, len(files), self.importer)
            came[archive] += self.importer.known_count - before
        return [archive for archive in archives if not came[archive]]
