"""A table of a release as CSV (RFC 4180), with figures as programs read them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal

from releases.text.data_tables import DataCell, DataTable
from releases.text.printed_numbers import PrintedNumber
from releases.text.spreadsheets import SpreadsheetWriter

Value = str | Decimal | None


def table_csv(table: DataTable, *, source: str) -> bytes:
    """Return the table in UTF-8; all rows are equally long.

    The first row is the caption, if there is one, and the last one `source`. A heading is
    repeated in each place that it is above or beside; any other cell is in its first.
    """
    currencies = {cell.number.currency for cell in table.cells if cell.number} - {""}
    rows: list[list[Value]] = [[None] * table.columns for _ in table.rows]
    for cell in table.cells:
        value = _value(cell, keeps_currency=len(currencies) > 1)
        for x, y in _places(cell):
            rows[y][x] = value
    output = io.StringIO(newline="")
    writer = SpreadsheetWriter(output)
    if table.caption:
        writer.write_row(_alone(table.caption, table.columns))
    for row in rows:
        writer.write_row(row)
    writer.write_row(_alone(source, table.columns))
    return output.getvalue().encode()


def _alone(text: str, columns: int) -> list[Value]:
    """Return a row that holds a text alone."""
    return [text, *[None] * (columns - 1)]


def _places(cell: DataCell) -> Iterable[tuple[int, int]]:
    """Yield where the cell's value stands."""
    width = cell.width if cell.header == "column" else 1
    height = cell.height if cell.header else 1
    for y in range(cell.y, cell.y + height):
        for x in range(cell.x, cell.x + width):
            yield x, y


def _value(cell: DataCell, *, keeps_currency: bool) -> Value:
    """Return the figure as a number; as printed if it has one of several currencies."""
    number: PrintedNumber | None = cell.number
    if number is None or (keeps_currency and number.currency):
        return cell.text or None
    return f"{number.value:f}%" if number.is_percentage else number.value
