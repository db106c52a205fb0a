"""The import's report: doubts and errors as a CSV file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from releases.intake.messages import translated_doubts
from releases.intake.parser.reading import Doubt
from releases.text.invisible import without_invisible
from releases.text.spreadsheets import SpreadsheetWriter

HEADER = ("file", "line", "saw", "assumed")


class Report:
    """Writes each row at once, so that an interrupted run leaves its report."""

    def __init__(self, path: Path | None) -> None:
        self.row_count = 0
        self.file = path.open("w", encoding="utf-8", newline="") if path else None
        self.writer = SpreadsheetWriter(self.file) if self.file else None
        if self.writer:
            self.writer.write_row(HEADER)

    def write_doubts(self, origin: str, doubts: Iterable[Doubt]) -> None:
        """Write a row for each doubt about one release."""
        for doubt in translated_doubts(doubts):
            self.write_row(origin, doubt.line, str(doubt.saw), str(doubt.assumed))

    def write_row(self, origin: str, line: int | None, saw: str, assumed: str) -> None:
        """Write one row; `line` is None if it is about the whole file."""
        self.row_count += 1
        if self.writer and self.file:
            texts = [without_invisible(text) for text in (origin, saw, assumed)]
            self.writer.write_row([texts[0], line, *texts[1:]])
            self.file.flush()

    def close(self) -> None:
        """Close the file."""
        if self.file:
            self.file.close()
