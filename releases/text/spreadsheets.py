"""CSV files (RFC 4180) for people's spreadsheets, in which no text becomes a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import IO

# Where the semicolon separates cells, as in much of Europe, a spreadsheet begins a new
# cell in the middle of a quoted text.
_SEPARATORS = re.compile(r"([;\t|])")
# What a spreadsheet may skip before it looks at the first character of a cell.
_SKIPPED = ' ,;|"\t\r\n\x00\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff'
_FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# A cell of a sign alone calculates nothing; in tables it stands for no figure.
_NIL = {"-", "+"}
_FIGURE = re.compile(r"[+-]\s?[$€£¥]?\s?\d[\d.,\s]*%?", re.ASCII)


def without_formulas(text: str) -> str:
    """Return a cell's text in one line, with an apostrophe before what is no figure.

    A spreadsheet would calculate a cell that begins with = + - or @, or with their
    full-width forms; such a formula can send the other cells elsewhere.
    """
    line = " ".join(text.split())
    if line in _NIL:
        return line
    pieces = _SEPARATORS.split(line)
    return "".join(f"'{piece}" if _is_formula(piece) else piece for piece in pieces)


def original_text(cell: str) -> str:
    """Return a cell of a CSV file as it was before `without_formulas`."""
    pieces = _SEPARATORS.split(cell)
    return "".join(
        piece[1:] if piece.startswith("'") and _is_formula(piece[1:]) else piece
        for piece in pieces
    )


def _is_formula(piece: str) -> bool:
    cell = piece.strip(_SKIPPED)
    return cell.startswith(_FORMULA_STARTS) and not _FIGURE.fullmatch(cell)


class SpreadsheetWriter:
    """Writes rows of text and numbers to an open file, which was opened with newline=""."""

    def __init__(self, file: IO[str]) -> None:
        self._writer = csv.writer(file)

    def write_row(self, cells: Iterable[str | int | Decimal | None]) -> None:
        """Write one row; None is an empty cell."""
        self._writer.writerow(
            without_formulas(cell) if isinstance(cell, str) else cell for cell in cells
        )
