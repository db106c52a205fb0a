"""Cells that tabs set apart: the number of tabs before a cell is its column."""

from __future__ import annotations

from collections.abc import Sequence

from releases.intake.parser.tables.placement import Cell, Column, Heading
from releases.intake.parser.tables.values import (
    is_period,
    is_sign_after,
    is_sign_before,
)

# Each column begins so many characters after the one before it.
STEP = 1000
_WIDTH = 100


def tab_cells(raw: str) -> list[Cell]:
    """Return the cells of a line with tabs, signs put to their figures."""
    cells: list[Cell] = []
    waiting = ""
    for index, part in enumerate(raw.split("\t")):
        text = " ".join(part.split())
        if not text:
            continue
        if is_sign_before(text):
            waiting = text
        elif cells and is_sign_after(text):
            before = cells[-1]
            cells[-1] = Cell(f"{before.text} {text}", before.start, before.end)
        else:
            words = f"{waiting} {text}".strip()
            cells.append(Cell(words, index * STEP, index * STEP + _WIDTH))
            waiting = ""
    if waiting:
        cells.append(Cell(waiting, len(raw) * STEP, len(raw) * STEP + _WIDTH))
    return cells


def tab_headings(
    cells: Sequence[Cell], columns: Sequence[Column], below: Sequence[Heading]
) -> tuple[Heading, ...] | None:
    """Return the columns that each heading of a line stands over; None if not certain.

    A heading reaches over the empty cells after it. Tabs at the end of a line may be
    lost, and where a page was copied so are those inside a merged cell: so unless every
    column has its own, all must reach equally far. One alone reaches over all columns
    where `below` it each has a year or a quarter, which say little by themselves, or
    where its words go on in another such line.
    """
    if len(cells) == len(columns):
        return tuple(Heading(cell.text, i, i) for i, cell in enumerate(cells))
    if len(cells) == 1:
        whole = Heading(cells[0].text, 0, len(columns) - 1)
        goes_on = [(h.first, h.last) for h in below] == [(whole.first, whole.last)]
        periods = len(below) == len(columns) and all(is_period(h.text) for h in below)
        return (whole,) if periods or goes_on else None
    ends = [cell.start for cell in cells[1:]] + [columns[-1].end]
    reached = [
        [i for i, column in enumerate(columns) if cell.start <= column.start < end]
        for cell, end in zip(cells, ends, strict=True)
    ]
    if not cells or len({len(over) for over in reached}) != 1 or not reached[0]:
        return None
    if sum(map(len, reached)) != len(columns):
        return None
    return tuple(
        Heading(cell.text, over[0], over[-1])
        for cell, over in zip(cells, reached, strict=True)
    )
