"""A run through an archive: named files first, then folders and exports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from releases.intake.archive import EXPORTS, Entry, entries_of, files_in
from releases.management.archive.bringing import Bringing

Progress = Callable[[int, int, Bringing], None]


def is_to_be_walked(path: str) -> bool:
    """Whether a path is a folder or an export, and not one release."""
    return path != "-" and (Path(path).is_dir() or Path(path).suffix.lower() in EXPORTS)


@dataclass(slots=True)
class Walk:
    """What is to be brought, and who is told how far it is."""

    bringing: Bringing
    progress: Progress

    def through(self, named: Sequence[Entry], walked: Sequence[str]) -> None:
        """Every entry; a named one that cannot be brought stops the run."""
        for entry in named:
            assert entry.arrival is not None
            self.bringing.bring(entry, entry.arrival)
        files = files_in([Path(path) for path in walked])
        for count, (path, folder) in enumerate(files, 1):
            for entry in entries_of(path, folder, zone=str(self.bringing.zone)):
                self.bringing.take(entry)
                self.reached(count, len(files))

    def reached(self, count: int, total: int) -> None:
        """One more release is done."""
        self.progress(count, total, self.bringing)
