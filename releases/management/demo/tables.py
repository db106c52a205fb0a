"""Find the tables that a wire text sets in aligned columns."""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

CELL = re.compile(r"\S+(?: \S+)*")


class Cell(NamedTuple):
    """A piece of a line that two spaces or more set off, and where it stands."""

    text: str
    start: int
    end: int


def parse_tables(text: str) -> list[list[list[str]]]:
    """Return each table with a heading, as rows of equal length, the heading first.

    A heading of several lines becomes one row; a label without figures becomes a row
    whose other cells are empty. The marks that are read as figures stay as written.
    """
    return [_table(lines) for lines in _blocks(text)]


def _blocks(text: str) -> list[list[str]]:
    """Return runs of lines that begin with a heading set over columns."""
    paragraphs = [
        list(group) for filled, group in groupby(text.splitlines(), bool) if filled
    ]
    blocks: list[list[str]] = []
    inside = False
    for lines in paragraphs:
        tabular = sum(len(_cells(line)) > 1 for line in lines) * 2 > len(lines)
        if tabular and lines[0].startswith(" "):
            blocks.append(list(lines))
        elif tabular and inside:
            blocks[-1] += lines
        inside = tabular and (inside or lines[0].startswith(" "))
    return blocks


def _table(lines: list[str]) -> list[list[str]]:
    rows = [_cells(line) for line in lines]
    width = max(map(len, rows))
    ends = [
        max(row[column].end for row in rows if len(row) == width)
        for column in range(width)
    ]
    count = next(at for at, line in enumerate(lines) if not line.startswith(" "))
    heading = [
        " ".join(
            cell.text
            for row in rows[:count]
            for cell in row
            if cell.start < ends[column] and cell.end > ends[column - 1]
        )
        for column in range(1, width)
    ]
    body = [
        [cell.text for cell in row] + [""] * (width - len(row)) for row in rows[count:]
    ]
    return [["", *heading], *body]


def _cells(line: str) -> list[Cell]:
    return [Cell(match[0], *match.span()) for match in CELL.finditer(line)]
