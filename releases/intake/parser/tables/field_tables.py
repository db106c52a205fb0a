"""Tables whose fields are separated by bars: a heading is placed by its field's number."""

from __future__ import annotations

from collections.abc import Sequence

from releases.intake.parser.blocks import Block, Row
from releases.intake.parser.lines import Line
from releases.intake.parser.tables.table_rows import is_row
from releases.intake.parser.tables.tabs import tab_cells
from releases.intake.parser.tables.text_tables import TextTable, first_row
from releases.intake.parser.tables.values import is_head_like, is_value


def field_table(rows: Sequence[tuple[int, Row]]) -> tuple[Block, ...]:
    """Return the tables of values in rows of fields, empty ones kept; none if no values.

    Fields stand in columns by their number where every row has as many; else a row's
    values stand in order, if it has one for every column.
    """
    lines = [_tabbed_line(number, fields) for number, fields in rows]
    if len({len(fields) for _, fields in rows}) > 1 or not _is_even(lines):
        lines = [_tabbed_line(number, _in_order(fields)) for number, fields in rows]
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        first = first_row(lines, at)
        if first is None:
            return ()
        table = TextTable(lines, at, first, tabbed=True)
        if not table.starts_here:
            return ()
        blocks.append(table.block())
        at = table.body.end
    return tuple(blocks)


def _tabbed_line(number: int, fields: Sequence[str]) -> Line:
    return Line(
        number=number, text=" ".join(filter(None, fields)), raw="\t".join(fields)
    )


def _is_even(lines: Sequence[Line]) -> bool:
    """Whether the values of every row stand in the same columns."""
    places = [
        tuple(cell.start for cell in cells[1:])
        for line in lines
        if is_row(cells := tab_cells(line.raw))
    ]
    widest = max(map(len, places), default=0)
    every = {start for place in places for start in place}
    return len(every) == widest


def _in_order(fields: Row) -> list[str]:
    """Return a row's fields without the empty ones: its label, or none, and its values."""
    cells = [cell.text for cell in tab_cells("\t".join(fields))]
    unlabelled = not fields[0] or all(
        is_head_like(cell) or is_value(cell) for cell in cells
    )
    return ["", *cells] if unlabelled else cells
