"""Tables of words, such as labels and their values, set by spaces or tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from releases.intake.parser.blocks import Block, Row, is_mark
from releases.intake.parser.bullets import bullet
from releases.intake.parser.lines import Line
from releases.intake.parser.tables.table_grid import GridCell, TableGrid
from releases.intake.parser.tables.values import is_sign_after, is_sign_before, is_value

_GAP = re.compile(r"\t+| {3,}|\s?\.{4,}\s?|\s*\t\s*")
_CELL = re.compile(r"\S+(?: {1,2}\S+)*")
_MOST_COLUMNS = 4
# Cells of a column begin within so many characters of one another.
_NEAR = 2


def word_columns(
    lines: Sequence[Line], at: int
) -> tuple[tuple[Block, ...], int] | None:
    """Return the table of words that starts on this line, and the line after it.

    Two lines or more with one number of columns, at most four, are one. A line with fewer
    cells goes on in those columns that they stand under, but not in the first alone.
    """
    width = len(_cells(lines[at]))
    if not 2 <= width <= _MOST_COLUMNS or bullet(lines[at].text):
        return None
    columns = [match.start() for match in _CELL.finditer(_expanded(lines[at]))]
    rows: list[Row] = []
    for line in lines[at:]:
        row = _cells(line) if len(_cells(line)) == width else _under(line, columns)
        if not row:
            break
        rows.append(row)
    if sum(1 for row in rows if sum(map(bool, row)) > 1) < 2:
        return None
    end = at + len(rows)
    numbered = [
        (line.number, row) for line, row in zip(lines[at:end], rows, strict=True)
    ]
    return (table(numbered, last=lines[end - 1].number),), end


def _cells(line: Line) -> Row:
    raw = line.raw.strip()
    if "|" in raw or not any(sign in raw for sign in ("   ", "\t", "....")):
        return ()
    return tuple(" ".join(cell.split()) for cell in _GAP.split(raw) if cell.strip())


def _expanded(line: Line) -> str:
    return line.raw.rstrip().expandtabs()


def _under(line: Line, columns: Sequence[int]) -> Row:
    """Return the cells of a line below the columns that they stand under; () if not so."""
    if not line.text or "|" in line.raw or is_mark(line.text):
        return ()
    row = [""] * len(columns)
    for cell in _CELL.finditer(_expanded(line)):
        place = next(
            (i for i, at in enumerate(columns) if abs(at - cell.start()) <= _NEAR), 0
        )
        if place == 0 or row[place]:
            return ()
        row[place] = " ".join(cell.group().split())
    return tuple(row)


def whole(cells: Iterable[str]) -> list[str]:
    """Return the cells, none empty, currency and percent signs put to their figures."""
    joined: list[str] = []
    for cell in filter(None, cells):
        if joined and (is_sign_before(joined[-1]) or is_sign_after(cell)):
            joined[-1] = f"{joined[-1]} {cell}"
        else:
            joined.append(cell)
    return joined


def table(rows: Sequence[tuple[int, Row]], *, last: int) -> Block:
    """Return a table of numbered rows, short ones filled up on the side where cells lack."""
    width = max(len(row) for _, row in rows)
    grid = TableGrid(width=width)
    for _, row in rows:
        lacking = width - len(row) if len(row) > 1 and is_value(row[0]) else 0
        places = enumerate(row, lacking)
        grid.cells.append([GridCell.plain(c, i, i + 1) for i, c in places if c])
    return grid.block(first=rows[0][0], last=last, numbers=[n for n, _ in rows])
