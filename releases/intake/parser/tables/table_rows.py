"""The rows of a table in plain text: labels and values, groups, totals, wrapped labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from releases.intake.parser.lines import Line
from releases.intake.parser.tables.placement import (
    Cell,
    Column,
    columns_of,
    place_values,
    with_values,
)
from releases.intake.parser.tables.values import (
    is_head_like,
    is_note_mark,
    is_over_labels,
    is_value,
)

RULE = re.compile(r"[-–—=_ \t]{3,}")
LONGEST_LABEL = 110
# How many lines without values may stand between two rows.
_BETWEEN = 6
# A line set in by so much more than any label is a title.
_TITLE = 8
_INDENT = 4
_TOTAL = re.compile(r"(?i)(?:sub-?)?totals?\b")
_GOES_ON = re.compile(
    r"(?i)(?:,|\b(?:of|to|and|the|in|for|by|from|with|or|per|on|at|a|an|net)|&|[-–—/])$"
)

CellsOf = Callable[[Line], list[Cell]]


@dataclass(slots=True)
class TableRow:
    """A row as printed: its label, where that begins, its cells, and "group" or "total"."""

    number: int
    label: str
    start: int
    cells: list[Cell] = field(default_factory=list)
    kind: str = ""


def is_rule(line: Line) -> bool:
    """Whether a line holds nothing but rules."""
    return bool(line.text) and RULE.fullmatch(line.raw) is not None


def is_row(cells: Sequence[Cell]) -> bool:
    """Whether a line's cells are a label and values, and not headings.

    A number in brackets beside a label is a loss. Beside a heading of the labels, or
    beside nothing, it may be the mark of a note.
    """
    label, *others = [cell.text for cell in cells]
    is_labelled = not (is_value(label) or is_head_like(label) or is_over_labels(label))
    return any(
        is_value(text)
        and (not is_head_like(text) or (is_labelled and is_note_mark(text)))
        for text in others
    )


def wraps(above: str, label: str) -> bool:
    """Whether a line without values is the beginning of the label below it."""
    if above.endswith(":") or not label:
        return False
    return label[0].islower() or _GOES_ON.search(above) is not None


class TableBody:
    """Reads rows from a first one on, until something begins that is none.

    `end` is the line after the last row, `columns` are where its values stand, from the
    left.
    """

    def __init__(self, lines: Sequence[Line], first: int, cells_of: CellsOf) -> None:
        self.lines = lines
        self.cells_of = cells_of
        self.rows: list[TableRow] = []
        self.end = first
        # Where the label begins that is set in the most.
        self.farthest = 0
        self._waiting: list[TableRow] = []
        self._blank = False
        self._ruled = False
        self.columns: list[Column] = []
        for index in range(first, len(lines)):
            if not self._read(index):
                break
        self.columns = columns_of(
            [cell for cell in row.cells if is_value(cell.text)] for row in self.rows
        )

    def _read(self, index: int) -> bool:
        """Read a line; whether the table may go on after it."""
        line = self.lines[index]
        if not line.text:
            self._blank = True
            return index + 1 < len(self.lines) and bool(self.lines[index + 1].text)
        if "|" in line.text or len(self._waiting) > _BETWEEN:
            return False
        if is_rule(line):
            self._rule(line)
            return True
        cells = self.cells_of(line)
        if len(cells) == 1 and not self._is_value_alone(cells[0]):
            return self._label(index, line, cells[0])
        return self._row(index, line, cells)

    def _rule(self, line: Line) -> None:
        """Read a rule: a double one ends with the total above it, a single one begins one."""
        if "=" in line.raw and self.rows:
            self.rows[-1].kind = "total"
        elif self.rows and self.columns:
            raw = line.raw.expandtabs(8)
            inset = len(raw) - len(raw.lstrip())
            self._ruled = inset >= self.columns[0].start - _INDENT

    def _is_value_alone(self, cell: Cell) -> bool:
        return bool(self.rows) and is_value(cell.text) and self._is_over_values(cell)

    def _is_over_values(self, cell: Cell) -> bool:
        return bool(self.columns) and cell.start >= self.columns[0].start - _INDENT

    def _label(self, index: int, line: Line, cell: Cell) -> bool:
        """Read a line without values: a group, a part of a label, or a title that ends the table."""
        in_brackets = cell.text.startswith("(") and cell.text.endswith(")")
        if (
            len(line.text) > LONGEST_LABEL
            or cell.start > self.farthest + _TITLE
            or (self._blank and in_brackets)
        ):
            return False
        if self._continues(index, cell):
            row = self.rows[-1]
            row.label = f"{row.label} {cell.text}"
            self.end = index + 1
        else:
            self._waiting.append(TableRow(line.number, cell.text, cell.start))
        self._blank = False
        return True

    def _continues(self, index: int, cell: Cell) -> bool:
        """Whether the line goes on with the label of the row above it."""
        if self._blank or self._waiting or not self.rows or cell.text.endswith(":"):
            return False
        row = self.rows[-1]
        if not (cell.text[0].islower() or _GOES_ON.search(row.label)):
            return False
        below = self.lines[index + 1 : index + 2]
        following = self.cells_of(below[0]) if below and below[0].text else []
        return not (following and following[0].text[0].islower())

    def _row(self, index: int, line: Line, cells: list[Cell]) -> bool:
        """Read a line of several cells: a row, unless it stands in other columns."""
        row = self._as_row(line, cells)
        if row is None:
            return False
        apart = self._blank or self._waiting
        if apart and self.rows and place_values(row.cells, self.columns) is None:
            return False
        if self._ruled or _TOTAL.match(row.label):
            row.kind = "total"
        self.rows += self.with_groups(self._waiting, row)
        values = [cell for cell in row.cells if is_value(cell.text)]
        self.columns = with_values(self.columns, values)
        self.farthest = max(self.farthest, row.start if row.label else 0)
        self._waiting = []
        self._blank = self._ruled = False
        self.end = index + 1
        return True

    def _as_row(self, line: Line, cells: list[Cell]) -> TableRow | None:
        """Return a label and its cells, or values without a label; None for headings."""
        first, rest = cells[0], cells[1:]
        if is_value(first.text) and self.rows and self._is_over_values(first):
            heads = all(is_head_like(cell.text) for cell in cells)
            return None if heads else TableRow(line.number, "", first.start, cells)
        row = TableRow(line.number, first.text, first.start, rest)
        if is_row(cells):
            return row
        # Words, or days, in the columns of values that are known.
        labelled = self.rows and first.start <= self.farthest + _INDENT
        known = labelled and place_values(rest, self.columns) is not None
        return row if known else None

    @staticmethod
    def with_groups(lines: Sequence[TableRow], row: TableRow) -> list[TableRow]:
        """Return lines without values as groups above a row, or as its label's beginning."""
        groups = list(lines)
        if groups and wraps(groups[-1].label, row.label):
            begun = groups.pop()
            row.label = f"{begun.label} {row.label}"
            row.start, row.number = begun.start, begun.number
        for group in groups:
            group.kind = "group"
        return [*groups, row]
