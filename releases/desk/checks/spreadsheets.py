"""The rows of the spreadsheets that are published with a release."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any, BinaryIO, cast

from django.core.files.storage import default_storage

MOST_ROWS, MOST_COLUMNS = 5_000, 60


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet: its first words, its numbers, and the words above each of them."""

    label: str
    values: tuple[Decimal, ...]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet: its name and its rows of numbers, from the top."""

    name: str
    rows: tuple[SheetRow, ...]


@lru_cache(maxsize=256)
def sheets_in(stored: str) -> tuple[Sheet, ...]:
    """Return the sheets of the .xlsx file of this name in storage; none if unreadable.

    Cached: a file is stored by its SHA-256.
    """
    with default_storage.open(stored) as opened:
        try:
            return read_sheets(cast(BinaryIO, opened))
        except (zipfile.BadZipFile, KeyError, ValueError):
            return ()


def read_sheets(file: BinaryIO) -> tuple[Sheet, ...]:
    """Return the visible sheets of a workbook. Raises what openpyxl does if it has none."""
    import openpyxl  # noqa: PLC0415 - it takes long, and few processes ever read a sheet

    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    return tuple(
        Sheet(sheet.title, tuple(_rows(sheet)))
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    )


def _rows(sheet: Any) -> list[SheetRow]:
    rows: list[SheetRow] = []
    above: dict[int, list[str]] = {}
    began = False
    lines = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    for cells in islice(lines, MOST_ROWS):
        numbers = {
            i: n for i, cell in enumerate(cells) if (n := _number(cell)) is not None
        }
        words = {i: str(cell) for i, cell in enumerate(cells) if isinstance(cell, str)}
        label = next((text.strip() for text in words.values() if text.strip()), "")
        if label and numbers and not _are_years(numbers):
            began = True
            heads = tuple(" ".join(above.get(i, [])) for i in numbers)
            rows.append(SheetRow(label, tuple(numbers.values()), heads))
            continue
        if began and len(words) + len(numbers) > 1:
            # Headings below rows begin another table.
            above, began = {}, False
        if not began:
            _put_above(above, cells)
    return rows


def _put_above(above: dict[int, list[str]], cells: tuple[Any, ...]) -> None:
    """Put a row of headings above its columns; one over several stands before them."""
    last = ""
    for i, cell in enumerate(cells[1:], 1):
        text = "" if cell is None else re.sub(r"\.0$", "", str(cell)).strip()
        last = text or last
        if last:
            above.setdefault(i, []).append(last)


def _number(cell: object) -> Decimal | None:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return Decimal(str(cell))


def _are_years(numbers: dict[int, Decimal]) -> bool:
    return all(n == int(n) and 1900 <= n < 2100 for n in numbers.values())
