"""Where the cells of a printed table stand: columns of values, and headings over them.

Lines are character grids. Values of one column stand one below the other, so the columns
are where values stand; a heading belongs to the columns that it stands over. What the
characters do not tell for certain is left unplaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from releases.intake.parser.tables.values import (
    is_sign_after,
    is_sign_before,
    is_value,
)

# Two spaces or more set cells apart, and so do dots that lead the eye.
_CELL = re.compile(r"(?:(?! {2}).)+")
_LEADERS = re.compile(r"\.{3,}|(?<= )\.{1,2}(?= {2,})|(?: \.){2,}(?= )")
_NOTE = re.compile(r"\*{1,3}|\([a-z0-9]\)")
# A heading may hang over its own columns on either side, and touch a neighbour by this.
_TOUCH = 2
# How far the middle of a heading may be from the middle of its columns, in characters.
_OFF_CENTRE = 4.0
# By how much another placing of a row of headings must be worse.
_MARGIN = 1.5
_UNCOVERED = 1.5
_REMEMBERED = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of a line, from the character at `start` up to the one at `end`."""

    text: str
    start: int
    end: int

    @property
    def middle(self) -> float:
        """Halfway between the ends, in characters."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class Column:
    """The characters from `start` up to `end` that a column's values take up."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """Words over the columns from `first` up to and including `last`."""

    text: str
    first: int
    last: int


def cells_in(raw: str) -> list[Cell]:
    """Return the cells of a line, currency and percent signs put to their figures."""
    blank = _LEADERS.sub(lambda dots: " " * len(dots[0]), raw)
    cells: list[Cell] = []
    for match in _CELL.finditer(blank):
        text = match[0].strip()
        if not text:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        cell = Cell(" ".join(text.split()), start, start + len(text))
        before = cells[-1] if cells else None
        follows = is_sign_after(cell.text) or _NOTE.fullmatch(cell.text)
        if before and (
            is_sign_before(before.text) or (follows and is_value(before.text))
        ):
            cells[-1] = Cell(f"{before.text} {cell.text}", before.start, cell.end)
        else:
            cells.append(cell)
    return cells


def with_values(columns: Sequence[Column], cells: Iterable[Cell]) -> list[Column]:
    """Return the columns, from the left, with the values of another row in them.

    A value that stands over two of them is in neither.
    """
    wide = list(columns)
    for cell in cells:
        over = _columns_under(cell, wide)
        if not over:
            wide.append(Column(cell.start, cell.end))
        elif len(over) == 1:
            wide[over[0]] = _around(wide[over[0]], cell)
    return sorted(wide, key=lambda column: column.start)


def columns_of(rows: Iterable[Sequence[Cell]]) -> list[Column]:
    """Return the columns that the values of some rows stand in, the fullest rows first."""
    columns: list[Column] = []
    for cells in sorted(rows, key=len, reverse=True):
        columns = with_values(columns, cells)
    return columns


def place_values(
    cells: Sequence[Cell], columns: Sequence[Column]
) -> tuple[str, ...] | None:
    """Return a row's text for each column; None where a cell stands over none, or two."""
    placed = [""] * len(columns)
    for cell in cells:
        over = _columns_under(cell, columns)
        if len(over) != 1 or placed[over[0]]:
            return None
        placed[over[0]] = cell.text
    return tuple(placed)


def split_values(cell: Cell, columns: Sequence[Column]) -> list[Cell]:
    """Return the values that one space sets apart, where each has a column of its own."""
    if len(_columns_under(cell, columns)) < 2:
        return [cell]
    parts = [
        Cell(match[0], cell.start + match.start(), cell.start + match.end())
        for match in re.finditer(r"(?:[$€£¥] ?)?\S+(?: [)%])?", cell.text)
    ]
    under = [_columns_under(part, columns) for part in parts]
    apart = all(len(over) == 1 for over in under) and len(
        set(map(tuple, under))
    ) == len(parts)
    return parts if apart and all(is_value(part.text) for part in parts) else [cell]


def _columns_under(cell: Cell, columns: Sequence[Column]) -> list[int]:
    return [
        index
        for index, column in enumerate(columns)
        if cell.start < column.end and column.start < cell.end
    ]


def place_headings(
    cells: Sequence[Cell],
    columns: Sequence[Column],
    *,
    groups: Sequence[tuple[int, int]] = (),
    within: Sequence[Heading] = (),
) -> tuple[Heading, ...] | None:
    """Return the columns that the headings of a line stand over; None if not certain.

    `groups` are (first, last) columns over which a rule is drawn below the line.
    `within` are the headings below it, none of which a heading cuts in two.
    """
    ruled = _by_rules(cells, columns, groups) if groups else None
    if ruled is not None:
        return ruled
    if len(cells) > len(columns):
        return None
    if len(cells) == len(columns):
        return _one_each(cells, columns)
    ways = _ways(cells, columns, _borders(within))
    if not ways or (len(ways) > 1 and ways[1][0] - ways[0][0] < _MARGIN):
        return None
    return _headings(cells, ways[0][1])


def _headings(
    cells: Sequence[Cell], places: Sequence[tuple[int, int]]
) -> tuple[Heading, ...]:
    return tuple(
        Heading(cell.text, first, last)
        for cell, (first, last) in zip(cells, places, strict=True)
    )


def widened(
    columns: Sequence[Column], cells: Sequence[Cell], headings: Sequence[Heading]
) -> list[Column]:
    """Return the columns as wide as their values and the headings of their own."""
    wide = list(columns)
    for cell, heading in zip(cells, headings, strict=True):
        if heading.first == heading.last:
            wide[heading.first] = _around(wide[heading.first], cell)
    return wide


def _around(column: Column, cell: Cell) -> Column:
    return Column(min(column.start, cell.start), max(column.end, cell.end))


def _by_rules(
    cells: Sequence[Cell],
    columns: Sequence[Column],
    groups: Sequence[tuple[int, int]],
) -> tuple[Heading, ...] | None:
    """Each heading over the rule that is drawn below it."""
    spans = [(columns[first].start, columns[last].end) for first, last in groups]
    places: list[tuple[int, int]] = []
    for cell in cells:
        over = [
            index
            for index, (start, end) in enumerate(spans)
            if cell.start < end and start < cell.end
        ]
        if len(over) != 1:
            return None
        places.append(groups[over[0]])
    apart = all(a[1] < b[0] for a, b in pairwise(places))
    return _headings(cells, places) if apart else None


def _one_each(
    cells: Sequence[Cell], columns: Sequence[Column]
) -> tuple[Heading, ...] | None:
    """As many headings as columns: each over its own, if it stands near no other."""
    for index, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        own = _overlap(cell, column)
        if any(
            _overlap(cell, neighbour) > max(_TOUCH, own)
            for other, neighbour in enumerate(columns)
            if other != index
        ):
            return None
    return _headings(cells, [(index, index) for index in range(len(cells))])


def _overlap(cell: Cell, column: Column) -> int:
    """How many characters a heading and a column share; below zero how far apart."""
    return min(cell.end, column.end) - max(cell.start, column.start)


def _borders(headings: Sequence[Heading]) -> frozenset[int]:
    """Return the columns before which a heading of the line below goes on."""
    return frozenset(
        column
        for heading in headings
        for column in range(heading.first + 1, heading.last + 1)
    )


_Way = tuple[float, tuple[tuple[int, int], ...]]


def _ways(
    cells: Sequence[Cell], columns: Sequence[Column], inner: frozenset[int]
) -> list[_Way]:
    """Return the best placings of headings over columns, the best first, with what each costs.

    Placed from the left, so that for each number of columns used only the best beginnings
    have to be remembered.
    """
    count = len(columns)
    begun: list[list[_Way]] = [[(_UNCOVERED * used, ())] for used in range(count + 1)]
    for index, cell in enumerate(cells):
        after: list[list[_Way]] = [[] for _ in range(count + 1)]
        for last in range(index, count):
            for first in range(index, last + 1):
                cost = _cost(cell, columns, first, last, inner)
                if cost is None:
                    continue
                after[last + 1] += (
                    (spent + cost, (*way, (first, last))) for spent, way in begun[first]
                )
        for used in range(1, count + 1):
            # A column that nothing stands over may follow.
            skipped = ((spent + _UNCOVERED, way) for spent, way in after[used - 1])
            after[used] = sorted([*after[used], *skipped])[:_REMEMBERED]
        begun = after
    return begun[count]


def _cost(
    cell: Cell,
    columns: Sequence[Column],
    first: int,
    last: int,
    inner: frozenset[int],
) -> float | None:
    """How badly a heading stands over these columns; None where it cannot be theirs."""
    if first in inner or last + 1 in inner:
        return None
    for index, column in enumerate(columns):
        if not first <= index <= last and _overlap(cell, column) > _TOUCH:
            return None
    start, end = columns[first].start, columns[last].end
    off = abs(cell.middle - (start + end) / 2)
    if first == last or cell.end - cell.start > 0.5 * (end - start):
        # Set flush at one end, which is usual over one column and rare over several.
        flush = 0.5 if first == last else 2.0
        off = min(off, abs(cell.start - start) + flush, abs(cell.end - end) + flush)
    if off > _OFF_CENTRE + (end - start) / (4 if first == last else 12):
        return None
    return off + 1.5 * _trespass(cell, columns, first, last)


def _trespass(cell: Cell, columns: Sequence[Column], first: int, last: int) -> float:
    """How far a heading reaches past the middle of the gap to a neighbour, on each side."""
    left = right = 0.0
    if first:
        left = (columns[first - 1].end + columns[first].start) / 2 - cell.start
    if last + 1 < len(columns):
        right = cell.end - (columns[last].end + columns[last + 1].start) / 2
    return max(left, 0.0) + max(right, 0.0)
