"""What an import doubted, as a table that a spreadsheet opens."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from releases.intake.parser.reading import Doubt

HEADS = ("file", "line", "saw", "assumed")
# A spreadsheet takes what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Report:
    """Rows that are written as they come, so that an interrupted run leaves its own."""

    def __init__(self, path: Path | None) -> None:
        self.rows = 0
        self.file = path.open("w", encoding="utf-8", newline="") if path else None
        self.writer = csv.writer(self.file) if self.file else None
        if self.writer:
            self.writer.writerow(HEADS)

    def doubt(self, origin: str, doubts: Iterable[Doubt]) -> None:
        """One row for each doubt about one release."""
        for doubt in doubts:
            self.row(origin, doubt.line, doubt.saw, doubt.assumed)

    def row(self, origin: str, line: int | None, saw: str, assumed: str) -> None:
        """One row; without a line where it is about the whole file."""
        self.rows += 1
        if self.writer and self.file:
            told = [_cell(origin), line or "", _cell(saw), _cell(assumed)]
            self.writer.writerow(told)
            self.file.flush()

    def close(self) -> None:
        """Nothing more will be doubted."""
        if self.file:
            self.file.close()


def _cell(text: str) -> str:
    folded = " ".join(text.split())
    return f"'{folded}" if folded.startswith(_FORMULA) else folded
