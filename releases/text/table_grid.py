"""Lays the cells of a table on a grid, as HTML does (HTML, 4.9.12)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

# A cell spans no more columns, and none at all once so many places are taken.
MAX_SPAN = 100
MAX_PLACES = 50_000
# How many characters the columns after the first may have together beside it.
MAX_NARROW = 70
_FIGURE = re.compile(
    r"[\s(\[$€£¥<>≤≥~+−–-]*\d[\d,.\s]*(?:[%x×]|pp|bps)?[)\]*\s]*"  # noqa: RUF001
    r"|[\s$€£¥%)(—–-]+|N/?[AM]\.?",
    re.IGNORECASE,
)

Cell = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCell:
    """A cell as it is written: its inline values, its text, and how far it reaches."""

    content: list[Any]
    text: str
    is_header: bool
    indent: int
    columns: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as it is written; `kind` is `group`, `total` or empty."""

    kind: str
    cells: list[SourceCell]
    is_in_head: bool


def laid_out(rows: list[Row]) -> dict[str, Any]:
    """Return the table as values: each place belongs to one cell, and none is left over.

    A cell that would overlap another is cut; none reaches from the head into the body.
    `cells` are in reading order.
    """
    grid = _Grid(head=_head_length(rows), length=len(rows))
    for y, row in enumerate(rows):
        grid.add(y, row)
    grid.fill()
    widths, figures = grid.widths(), grid.figure_columns()
    columns = grid.columns
    for cell in grid.cells:
        cell["figure"] = cell["x"] in figures and cell["width"] < columns
    return {
        "columns": columns,
        # None where the first column needs the space of others.
        "widths": widths if sum(widths[1:]) <= MAX_NARROW else None,
        "head": grid.head,
        "rows": [row.kind for row in rows],
        "cells": grid.cells,
    }


def _head_length(rows: list[Row]) -> int:
    """Return how many rows are the head; without one, the first that have no data."""
    head = 0
    for row in rows:
        only_headers = all(cell.is_header for cell in row.cells)
        is_label = row.kind == "group" or len(row.cells) == 1
        if not row.is_in_head and (not only_headers or is_label):
            break
        head += 1
    return head


@dataclass(slots=True, kw_only=True)
class _Grid:
    """A table of `length` rows, the first `head` of which are its head."""

    head: int
    length: int
    cells: list[Cell] = field(default_factory=list)
    _taken: set[tuple[int, int]] = field(default_factory=set)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return max(x for x, _ in self._taken) + 1

    def add(self, y: int, row: Row) -> None:
        """Lay the cells of a row in its free places, from the first on."""
        last = self.head if y < self.head else self.length
        x = 0
        for source in row.cells:
            while (x, y) in self._taken:
                x += 1
            width = height = 1
            if len(self._taken) < MAX_PLACES:
                width = self._free(x, y, min(source.columns, MAX_SPAN))
                height = min(source.rows, last - y)
            self._lay(source, x, y, width, height)
            x += width

    def _free(self, x: int, y: int, width: int) -> int:
        free = 1
        while free < width and (x + free, y) not in self._taken:
            free += 1
        return free

    def _lay(self, source: SourceCell, x: int, y: int, width: int, height: int) -> None:
        self._taken |= {(x + i, y + j) for i in range(width) for j in range(height)}
        header = ""
        if source.text:
            header = "column" if y < self.head else "row" if source.is_header else ""
        self.cells.append(
            {
                "x": x,
                "y": y,
                "width": width,
                "height": height,
                "content": source.content,
                "text": source.text,
                "header": header,
                "indent": source.indent,
            }
        )

    def fill(self) -> None:
        """Lay an empty cell in each place that is left over."""
        nothing = SourceCell(
            content=[], text="", is_header=False, indent=0, columns=1, rows=1
        )
        columns = self.columns
        for x, y in product(range(columns), range(self.length)):
            if (x, y) not in self._taken:
                self._lay(nothing, x, y, 1, 1)
        self.cells.sort(key=lambda cell: (cell["y"], cell["x"]))

    def widths(self) -> list[int]:
        """Return how many characters wide each column is, if only heads wrap, by words."""
        widths = [1] * self.columns
        for cell in sorted(self.cells, key=lambda cell: int(cell["width"])):
            wraps = cell["y"] < self.head or cell["width"] > 1
            needed = max(
                map(len, cell["text"].split() if wraps else [cell["text"]]), default=0
            )
            places = range(cell["x"], cell["x"] + cell["width"])
            if sum(widths[x] for x in places) < needed:
                for x in places:
                    widths[x] = max(widths[x], -(-needed // len(places)))
        return widths

    def figure_columns(self) -> frozenset[int]:
        """Return the columns after the first in which most cells are figures."""
        balance = [0] * self.columns
        for cell in self._data_cells():
            balance[cell["x"]] += 1 if _FIGURE.fullmatch(cell["text"]) else -1
        return frozenset(x for x, count in enumerate(balance) if x and count > 0)

    def _data_cells(self) -> Iterator[Cell]:
        for cell in self.cells:
            if cell["y"] >= self.head and cell["width"] == 1 and cell["text"]:
                yield cell
