"""Tables of words: cells put into rows of one length, without values in columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from releases.intake.parser.blocks import Block, Row
from releases.intake.parser.tables.table_grid import GridCell, TableGrid
from releases.intake.parser.tables.values import is_sign_after, is_sign_before, is_value


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
