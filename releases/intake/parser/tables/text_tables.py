"""Tables set in plain text by spaces or tabs, each figure under its own headings.

A heading is placed by the characters that it is above. Where those are ambiguous, the line
is doubted and its words are put over no column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from releases.intake.parser.blocks import Block
from releases.intake.parser.lines import Line
from releases.intake.parser.reading import Doubt
from releases.intake.parser.tables.placement import (
    Cell,
    Column,
    Heading,
    cells_in,
    place_headings,
    place_values,
    split_values,
    widened,
)
from releases.intake.parser.tables.table_grid import GridCell, TableGrid
from releases.intake.parser.tables.table_heads import HeadRow, merge_lines
from releases.intake.parser.tables.table_rows import (
    LONGEST_LABEL,
    TableBody,
    TableRow,
    is_row,
    is_rule,
)
from releases.intake.parser.tables.tabs import tab_cells, tab_headings
from releases.intake.parser.tables.values import (
    is_full_date,
    is_head_like,
    is_over_labels,
)
from releases.text.translatable import Message, gettext_noop

_SEGMENT = re.compile(r"[-–—_]{2,}|={2,}")
_MOST_HEADS = 9
_FAR = " " * 12
_OVERHANG = 4
_UNPLACED_HEADINGS = gettext_noop(
    "headings that are not clearly above any of the %(count)d columns of figures: “%(words)s”"
)
_PUT_OVER_COLUMNS = Message(
    gettext_noop("They are above no column. Put each above its own column.")
)
_UNPLACED_VALUES = gettext_noop(
    "figures that are not clearly in any of the %(count)d columns: “%(words)s”"
)
_PUT_IN_COLUMNS = Message(
    gettext_noop("They are in one cell. Put each into its own column.")
)


@dataclass(slots=True)
class _HeadLine:
    """A line above the body: its words over the labels, over values, and rules below."""

    number: int
    index: int
    stub: str
    cells: list[Cell]
    ruled: list[tuple[int, int]]


def text_table(lines: Sequence[Line], at: int) -> tuple[tuple[Block, ...], int] | None:
    """Return the table of values that starts on this line, and the line after it."""
    if not _is_set_out(lines[at].raw):
        return None
    first = first_row(lines, at)
    if first is None:
        return None
    for tabbed in (True, False) if _is_tabbed(lines[first]) else (False,):
        table = TextTable(lines, at, first, tabbed=tabbed)
        if table.starts_here:
            return (table.block(),), table.body.end
    return None


def _is_set_out(raw: str) -> bool:
    """Whether a line has more than one cell, or one that is set far in."""
    words = raw.strip()
    return "|" not in raw and (
        any(sign in words for sign in ("  ", "\t", "...", ". . ."))
        or raw.startswith((_FAR, "\t"))
    )


def _is_tabbed(line: Line) -> bool:
    return "\t" in line.raw.strip()


def first_row(lines: Sequence[Line], at: int) -> int | None:
    """Return the first line with a label and values, from this one on."""
    seen = blank = 0
    for index in range(at, len(lines)):
        line = lines[index]
        if not line.text:
            blank += 1
        elif not is_rule(line):
            cells = tab_cells(line.raw) if _is_tabbed(line) else cells_in(line.raw)
            if is_row(cells):
                return index
            seen += 1
        long = "|" in line.text or len(line.text) > 2 * LONGEST_LABEL
        if blank > 1 or seen > _MOST_HEADS or long:
            return None
    return None


class TextTable:
    """One table, its body read first: headings stand over the columns of its values."""

    def __init__(
        self, lines: Sequence[Line], at: int, first: int, *, tabbed: bool
    ) -> None:
        self.lines = lines
        self.at = at
        self.first = first
        self.tabbed = tabbed
        self.body = TableBody(lines, first, self._cells)
        self.columns = self.body.columns
        self.heads: list[HeadRow] = []
        self.doubts: list[Doubt] = []
        self.starts_here = self._is_table() and self._read_heads() == at

    def _cells(self, line: Line) -> list[Cell]:
        if self.tabbed:
            return tab_cells(line.raw)
        return cells_in(line.raw.expandtabs(8))

    def _is_table(self) -> bool:
        """Whether values stand in columns: two rows of them, or one below headings."""
        rows = [row for row in self.body.rows if row.cells]
        if not self.columns:
            return False
        return len(rows) > 1 or (self.first > self.at and len(rows[0].cells) > 1)

    # The headings

    def _read_heads(self) -> int:
        """Read the lines above the body from below; where the table begins."""
        found, groups = self._lines_above()
        begins = self._place(found)
        if not self.doubts and not any(head.headings for head in self.heads):
            begins, self.heads = None, []
        if begins is None:
            # Without headings a table begins with its first row of values.
            return self.first
        rows = self.body.rows
        rows[:1] = self.body.with_groups(groups[::-1], rows[0])
        return begins

    def _lines_above(self) -> tuple[list[_HeadLine], list[TableRow]]:
        """Return the lines of headings above the body and its first groups, from below."""
        found: list[_HeadLine] = []
        groups: list[TableRow] = []
        blank, ruled = False, list[tuple[int, int]]()
        for index in range(self.first - 1, self.at - 1, -1):
            line = self.lines[index]
            if not line.text:
                if blank or found:
                    break
                blank = True
                continue
            if is_rule(line):
                ruled = self._ruled(line)
                continue
            above = self._line_above(index, found, ruled)
            if isinstance(above, _HeadLine):
                found.append(above)
                ruled = []
            elif above is None or found or blank:
                break
            else:
                groups.append(above)
        return found, groups

    def _line_above(
        self,
        index: int,
        found: Sequence[_HeadLine],
        ruled: list[tuple[int, int]],
    ) -> _HeadLine | TableRow | None:
        """Read a line above the body: headings, a group, or None for neither."""
        line = self.lines[index]
        cells = self._cells(line)
        if not found:
            self._add_bare_columns(cells)
        stub, over = self._over(cells)
        if self.tabbed and found and not over:
            # A field alone above headings stands over all of them.
            stub, over = "", cells
        if over:
            if stub and self._is_data(stub, over, found):
                return None
            return _HeadLine(line.number, index, stub, over, ruled)
        if not found and stub.startswith("(") and stub.endswith(")"):
            return _HeadLine(line.number, index, stub, [], ruled)
        if len(stub) > LONGEST_LABEL:
            return None
        return TableRow(line.number, stub, cells[0].start)

    def _add_bare_columns(self, cells: list[Cell]) -> None:
        """Give a heading that no value stands under a column of its own."""
        if self.tabbed or len(cells) <= len(self.columns):
            return
        over = self._over(cells)[1]
        bare = [
            Column(cell.start, cell.end)
            for cell in over
            if not any(c.start < cell.end and cell.start < c.end for c in self.columns)
        ]
        if bare and len(over) - len(bare) == len(self.columns):
            columns = sorted([*self.columns, *bare], key=lambda column: column.start)
            self.columns = columns

    def _over(self, cells: list[Cell]) -> tuple[str, list[Cell]]:
        """Return the heading over the labels in a line, and those over values."""
        edge = self.columns[0].start
        ends = [row.start + len(row.label) for row in self.body.rows if row.label]
        first = cells[0]
        if self.tabbed:
            over_labels = first.start == 0
        else:
            widest = min(max(ends, default=0), edge)
            over_labels = first.middle < edge and first.start < widest
        if over_labels and (len(cells) > 1 or first.end <= edge):
            return first.text, cells[1:]
        return "", cells

    def _is_data(
        self, stub: str, cells: Sequence[Cell], found: Sequence[_HeadLine]
    ) -> bool:
        """Whether a labelled line above the first values is a row, not headings."""
        if is_over_labels(stub) or not all(is_head_like(cell.text) for cell in cells):
            return False
        if any(len(line.cells) == len(self.columns) for line in found):
            return False
        return any(is_full_date(cell.text) for cell in cells)

    def _ruled(self, line: Line) -> list[tuple[int, int]]:
        """Return the columns over which a line draws its rules."""
        if self.tabbed:
            return []
        groups = []
        for match in _SEGMENT.finditer(line.raw.expandtabs(8)):
            over = [
                index
                for index, column in enumerate(self.columns)
                if match.start() < column.end and column.start < match.end()
            ]
            if over:
                groups.append((over[0], over[-1]))
        apart = all(a[1] < b[0] for a, b in pairwise(groups))
        return groups if apart else []

    def _place(self, found: Sequence[_HeadLine]) -> int | None:
        """Place lines of headings, the lowest first; the index of the highest one."""
        begins: int | None = None
        below: tuple[Heading, ...] = ()
        columns = self.columns
        for line in found:
            headings = self._placed(line, columns, below)
            if headings is None and self._is_title(line):
                return begins
            self.heads.insert(0, self._head(line, headings))
            begins = line.index
            if headings and not self.tabbed:
                columns = widened(columns, line.cells, headings)
            below = headings or below
        return begins

    def _placed(
        self, line: _HeadLine, columns: Sequence[Column], below: Sequence[Heading]
    ) -> tuple[Heading, ...] | None:
        if not line.cells:
            return ()
        if self.tabbed:
            return tab_headings(line.cells, columns, below)
        return place_headings(line.cells, columns, groups=line.ruled, within=below)

    def _is_title(self, line: _HeadLine) -> bool:
        """Whether a single cell begins left of the values: it stands over the whole."""
        only = len(line.cells) == 1 and not line.stub
        return only and line.cells[0].start < self.columns[0].start - _OVERHANG

    def _head(self, line: _HeadLine, headings: tuple[Heading, ...] | None) -> HeadRow:
        """Return a row of headings; those that are not placed stand over no column."""
        if headings is not None:
            return HeadRow(line.number, headings, line.stub)
        words = "   ".join(cell.text for cell in line.cells)
        count = len(self.columns)
        self.doubts.append(
            Doubt(
                line=line.number,
                saw=Message(_UNPLACED_HEADINGS, {"count": count, "words": words}),
                assumed=_PUT_OVER_COLUMNS,
            )
        )
        stub = " ".join(filter(None, [line.stub, *(cell.text for cell in line.cells)]))
        return HeadRow(line.number, (), stub)

    # The whole

    def block(self) -> Block:
        """Return the table as a block, with its HTML and what is doubted in it."""
        grid = TableGrid(width=len(self.columns) + 1)
        numbers: list[int] = []
        for head in merge_lines(self.heads):
            grid.cells.append(_head_cells(head))
            numbers.append(head.number)
        grid.headed = len(grid.cells)
        grid.kinds = [""] * grid.headed
        steps = sorted({row.start for row in self.body.rows if row.label})
        for row in self.body.rows:
            indent = min(4, steps.index(row.start)) if row.label else 0
            grid.cells.append(self._body_cells(row, indent))
            grid.kinds.append(row.kind)
            numbers.append(row.number)
        return grid.block(
            first=self.lines[self.at].number,
            last=self.lines[self.body.end - 1].number,
            numbers=numbers,
            doubts=self.doubts,
        )

    def _body_cells(self, row: TableRow, indent: int) -> list[GridCell]:
        width = len(self.columns) + 1
        if row.kind == "group":
            return [GridCell.plain(row.label, 0, width, indent=indent)]
        cells = [GridCell.plain(row.label, 0, 1, indent=indent)] if row.label else []
        values = [v for cell in row.cells for v in split_values(cell, self.columns)]
        placed = place_values(values, self.columns)
        if placed is None:
            words = "   ".join(cell.text for cell in values)
            self.doubts.append(
                Doubt(
                    line=row.number,
                    saw=Message(_UNPLACED_VALUES, {"count": width - 1, "words": words}),
                    assumed=_PUT_IN_COLUMNS,
                )
            )
            return [*cells, GridCell.plain(words, 1, width)]
        filled = [(index, text) for index, text in enumerate(placed, 1) if text]
        return [*cells, *(GridCell.plain(text, i, i + 1) for i, text in filled)]


def _head_cells(head: HeadRow) -> list[GridCell]:
    stub = [GridCell.plain(head.stub, 0, 1)] if head.stub else []
    return [
        *stub,
        *(GridCell.plain(h.text, h.first + 1, h.last + 2) for h in head.headings),
    ]
