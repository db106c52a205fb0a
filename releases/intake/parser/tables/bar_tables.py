"""Tables whose cells are set off by vertical bars, as filings and copied pages print them.

A row is a line with bars between its cells, or lines up to one that ends with a bar. Or
each cell is on a line of its own, with its bar before it or behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from releases.intake.parser.blocks import Block, Row, is_finished
from releases.intake.parser.bullets import bullet, depth
from releases.intake.parser.lines import Line
from releases.intake.parser.tables.table_rows import is_row
from releases.intake.parser.tables.tabs import tab_cells
from releases.intake.parser.tables.text_tables import TextTable, first_row
from releases.intake.parser.tables.values import is_head_like, is_value
from releases.intake.parser.tables.word_tables import table, whole

Numbered = tuple[int, Row]
Shape = tuple[tuple[Block, ...], int]

_BAR = " | "
# A bracket, closed on its line or a later one: (TSXV: TLW | OTCQB: TLWFF | FSE: 1TL)
_BRACKETED = re.compile(r"\([^()]*(?:\)|$)")
# Of the words in the last cell of a table, in characters.
_LONGEST_LAST = 60
_LONGEST_ROW, _LONGEST_WORDS = 1000, 110
# Cells or rows enough to tell a table by, and lines of words that may stand between rows.
_SAMPLE, _BETWEEN = 40, 6
# So many lines may a row, or a cell, be broken over.
_LINES_OF_A_ROW, _LINES_OF_A_CELL = 12, 3


def marked_line(line: Line) -> Line:
    """Return an item without the bar that was set between its marker and its words."""
    marker, bar, words = line.text.partition(_BAR)
    if not bar or len(marker) > 4 or "|" in words or not bullet(f"{marker} {words}"):
        return line
    return replace(line, text=f"{marker} {words}")


def bar_table(lines: Sequence[Line], at: int) -> Shape | None:
    """Return the table between bars that starts on this line, and the line after it.

    A line with bars that is no row of a table is returned as text, or as a mark.
    """
    text = lines[at].text
    bars = text.count("|")
    if not bars or "|" not in _BRACKETED.sub("", text):
        return None
    between = _rows_between(lines, at) if _has_bars_inside(text) else None
    if between or (bars == 1 and text[0] != "|" and text[-1] != "|"):
        return between
    if bars > 1:
        return _closed_rows(lines, at)
    if text[0] == "|":
        return _upright_cells(lines, at) or _unbarred(lines[at], at)
    return _stacked_cells(lines, at) or _closed_rows(lines, at)


def _shape(
    fields: Sequence[Numbered], rows: Sequence[Numbered], last: int
) -> tuple[Block, ...]:
    """Return tables of values by their fields, else one of words by the rows' cells."""
    return _field_tables(fields) or (table(rows, last=last),)


def _unbarred(line: Line, at: int) -> Shape:
    """Read a line whose only bar stands before it: its text is no table."""
    text = line.text.strip("| ")
    block = Block(
        kind="text" if text else "mark",
        text=text or "|",
        first=line.number,
        last=line.number,
    )
    return (block,), at + 1


# Rows with a bar between their cells, and none at the ends


def _has_bars_inside(text: str) -> bool:
    ends = text[0] == "|" or text[-1] == "|"
    return _BAR in text and not ends and len(text) < _LONGEST_ROW


def _rows_between(lines: Sequence[Line], at: int) -> Shape | None:
    """Return rows with figures in them, or of one length; words may stand between them."""
    sample = [_split(line) for line in takewhile(_goes_on, lines[at : at + _SAMPLE])]
    wide = [row for row in sample if len(row) > 1]
    figured = any(is_value(cell) for row in wide for cell in row)
    if len(wide) < 2 or not (figured or len({len(row) for row in sample}) == 1):
        return None
    end = at
    for index in range(at, len(lines)):
        if index > end + _BETWEEN or not _goes_on(lines[index]):
            break
        if _has_bars_inside(lines[index].text):
            end = index + 1
    if end == at + 1:
        return None
    table_lines = lines[at:end]
    fields = [
        (line.number, tuple(" ".join(f.split()) for f in line.text.split("|")))
        for line in table_lines
    ]
    rows = [(line.number, _split(line)) for line in table_lines]
    return _shape(fields, rows, table_lines[-1].number), end


def _split(line: Line) -> Row:
    return tuple(whole(cell.strip() for cell in line.text.split("|")))


def _goes_on(line: Line) -> bool:
    """Return whether a table goes on over this line: a row, or words over some rows."""
    text = line.text
    if not text or _has_bars_inside(text):
        return bool(text)
    words = "|" not in text and len(text) < _LONGEST_WORDS
    return words and not is_finished(text.rstrip(":")) and bullet(text) is None


# Rows that each end with a bar, whatever they are broken over


def _row_end(lines: Sequence[Line], at: int) -> int | None:
    """Return the line after the row that starts here: it ends with a bar."""
    for end in range(at, min(at + _LINES_OF_A_ROW, len(lines))):
        text = lines[end].text
        if not text or (end == at + 1 and "|" not in lines[at].text and text[0] != "|"):
            return None
        if text[-1] == "|":
            return end + 1
    return None


def _closed_rows(lines: Sequence[Line], at: int) -> Shape:
    rows: list[Numbered] = []
    fields: list[Numbered] = []
    end = at
    while end < len(lines) and (after := _row_end(lines, end)):
        text = " ".join(line.text for line in lines[end:after])
        cells = [" ".join(cell.split()) for cell in text.split("|")]
        if kept := tuple(whole(cells)):
            number = lines[end].number
            rows.append((number, _with_corner(cells, kept)))
            fields.append((number, tuple(cells[not cells[0] : -1])))
        end = after
    if end == at:
        return _unbarred(lines[at], at)
    if not rows:
        first, last = lines[at].number, lines[end - 1].number
        return (Block(kind="mark", text="|", first=first, last=last),), end
    return _field_tables(fields) or tuple(_read_as(rows, lines[end - 1].number)), end


def _with_corner(cells: Sequence[str], kept: Row) -> Row:
    """Return the row; one of headings over figures keeps its empty corner."""
    heads = not cells[0] and len(kept) > 1
    return ("", *kept) if heads and not (is_value(kept[0]) or bullet(kept[0])) else kept


def _read_as(rows: Sequence[Numbered], last: int) -> Iterator[Block]:
    """Yield rows without values as the items, the table or the lines that they are."""
    cells = [[cell for cell in row if cell] for _, row in rows]
    if all(len(row) == 2 and bullet(row[0]) and len(row[0]) < 3 for row in cells):
        for (number, _), (marker, text) in zip(rows, cells, strict=True):
            yield Block(
                kind="item", text=text, first=number, last=number,
                marker=marker, depth=depth(marker),
            )  # fmt: skip
    elif sum(1 for row in cells if len(row) > 1) > 1:
        if all(len(row) == 1 or not row[0] for _, row in rows):
            rows = [(n, row[1:] if len(row) > 1 else row) for n, row in rows]
        yield table(rows, last=last)
    else:
        for (number, _), row in zip(rows, cells, strict=True):
            for text in row if len(row[0]) > 3 else [" ".join(row)]:
                yield Block(
                    kind="text", text=text, first=number, last=number, gap=False
                )


# A cell on each line


def _stacked_cells(lines: Sequence[Line], at: int) -> Shape | None:
    """Return rows between empty lines, each cell ending with a bar."""
    rows: list[Numbered] = []
    end, index = at, at
    while index < len(lines) and _ends_cell(lines[index]):
        start = index
        while index < len(lines) and _ends_cell(lines[index]):
            index += 1
        cells = tuple(line.text.rstrip("| ") for line in lines[start:index])
        rows.append((lines[start].number, cells))
        end = index
        while index < len(lines) and not lines[index].text:
            index += 1
    widths = {len(row) for _, row in rows}
    if len(rows) < 2 or len(widths) > 1 or widths == {1}:
        return None
    return _shape(rows, rows, lines[end - 1].number), end


def _ends_cell(line: Line) -> bool:
    return line.text.endswith("|") and line.text.count("|") == 1


# A cell's words, the number of its line, and whether its bar stood alone above it.
_Upright = tuple[bool, int, str]


def _upright_cells(lines: Sequence[Line], at: int) -> Shape | None:
    """Return cells each begun by a bar; a bar alone on its line begins a row."""
    sample, _ = _read_upright(lines, at, most=_SAMPLE)
    if not (_by_bars(sample) or _by_figures(sample)):
        return None
    cells, end = _read_upright(lines, at, most=len(lines))
    rows = _by_bars(cells) or _by_figures(cells)
    return (_shape(rows, rows, lines[end - 1].number), end) if rows else None


def _read_upright(
    lines: Sequence[Line], at: int, *, most: int
) -> tuple[list[_Upright], int]:
    cells: list[_Upright] = []
    end = at
    while end < len(lines) and end < at + 3 * most and lines[end].text.startswith("|"):
        line = lines[end]
        if line.text.count("|") > 1 or len(cells) >= most:
            break
        after = _cell_end(lines, end)
        words = " ".join(line.text for line in lines[end:after]).strip("| ")
        is_after_empty = end > at and lines[end - 1].text == "|"
        if is_after_empty and _is_below(lines, after, words):
            break
        if words:
            cells.append((line.text == "|", line.number, words))
        end = after
    return cells, end


def _is_below(lines: Sequence[Line], after: int, words: str) -> bool:
    """Return whether long words after an empty cell stand below the table: no bar follows."""
    barred = any(line.text.startswith("|") for line in lines[after : after + 3])
    return len(words) > _LONGEST_LAST and not barred


def _cell_end(lines: Sequence[Line], at: int) -> int:
    """Return the line after a cell: the next one with a bar, if it is near; else the next."""
    end = at + 1
    alone = lines[at].text == "|" and end < len(lines)
    if alone and not lines[end].text.startswith("|"):
        end += 1
    for reach in range(end, min(end + _LINES_OF_A_CELL, len(lines))):
        if not lines[reach].text:
            break
        if lines[reach].text[0] == "|":
            return reach
    return end


def _by_bars(cells: Sequence[_Upright]) -> list[Numbered]:
    """Return the rows that bars alone on their lines begin, if most have two cells."""
    rows: list[tuple[int, list[str]]] = []
    for begins, number, words in cells:
        if begins or not rows:
            rows.append((number, []))
        rows[-1][1].append(words)
    wide = sum(1 for _, row in rows if len(row) > 1)
    if wide < 2 or wide * 2 < len(rows):
        return []
    if len(rows[0][1]) < max(len(row) for _, row in rows):
        rows[0][1].insert(0, "")
    return [(number, tuple(row)) for number, row in rows]


def _by_figures(cells: Sequence[_Upright]) -> list[Numbered]:
    """Return the rows begun by words after figures, if these stand equally far apart."""
    words = [text for _, _, text in cells]
    starts = [
        index
        for index, (before, text) in enumerate(pairwise(words), 1)
        if is_value(before) and not is_value(text)
    ]
    steps = {b - a for a, b in pairwise(starts)}
    if len(steps) != 1:
        return []
    step = steps.pop()
    first = starts[0] % step
    bounds = [*([0] if first else []), *range(first, len(words), step), len(words)]
    return [(cells[a][1], tuple(words[a:b])) for a, b in pairwise(bounds)]


# Values: a heading is placed by the number of its field


def _field_tables(rows: Sequence[tuple[int, Row]]) -> tuple[Block, ...]:
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
