"""Tables of an HTML tree: which hold data, and how their columns stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from lxml import etree

from releases.intake.parser.bullets import bullet
from releases.intake.parser.pages.html_words import WordWriter
from releases.intake.parser.styles import Styled, join_styled
from releases.intake.parser.tables.table_grid import GridCell, TableGrid
from releases.intake.parser.tables.values import (
    is_sign_after,
    is_sign_before,
    is_value,
)
from releases.text.translatable import Message

_BREAKING = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
_FLOWING = {"h1", "h2", "h3", "h4", "ul", "ol", "table", "pre", "article", "nav"}
_LONGEST_CELL = 600
_MOST_COLUMNS = 60
_INDENT = re.compile(r"mso-char-indent-count:\s{0,3}(\d)")
_DEEPEST = 4


def grid_of(table: etree._Element) -> TableGrid | None:
    """Return a table's data; None if it only lays a page out."""
    if next(table.iterdescendants("table"), None) is not None:
        return None
    misled: list[str | Message] = []
    below: dict[int, int] = {}
    rows = [_cells(tr, below, misled) for tr in _trs(table)]
    filled = _shortened([[cell for cell in row if cell.text] for row in rows])
    items = _items(filled)
    if items:
        return TableGrid(items=items, hidden_characters=misled)
    if _is_layout(table, filled):
        return None
    grid = _set_out(filled)
    if grid is None:
        return None
    grid.hidden_characters = misled
    caption = table.find("caption")
    grid.caption = _words(caption, misled) if caption is not None else Styled("")
    return grid


def _shortened(rows: list[list[GridCell]]) -> list[list[GridCell]]:
    """Return the rows that have words; their cells reach over none of the others."""
    kept = [bool(row) for row in rows]
    for number, row in enumerate(rows):
        for cell in row:
            cell.rows = max(1, sum(kept[number : number + cell.rows]))
    return [row for row in rows if row]


def _trs(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from child.iterchildren("tr")


def _span(element: etree._Element, name: str) -> int:
    value = element.get(name) or "1"
    return int(value) if re.fullmatch(r"[1-9]\d{0,2}", value) else 1


def _row_span(element: etree._Element, tr: etree._Element) -> int:
    """Return how many rows a cell stands in; none of another part of the table."""
    value = element.get("rowspan") or "1"
    if value == "1":
        return 1
    last = sum(1 for _ in islice(tr.itersiblings("tr"), 999)) + 1
    return last if value == "0" else min(last, _span(element, "rowspan"))


def _cells(
    tr: etree._Element, below: dict[int, int], misled: list[str | Message]
) -> list[GridCell]:
    """Return a row's cells; `below` counts how far cells of earlier rows reach down."""
    cells, at = [], 0
    taken = {column for column, rows in below.items() if rows > 0}
    for column in taken:
        below[column] -= 1
    for element in tr.iterchildren("td", "th"):
        while at in taken:
            at += 1
        end = at + _span(element, "colspan")
        rows = _row_span(element, tr)
        if rows > 1:
            below.update(dict.fromkeys(range(at, end), rows - 1))
        indent = _indent(element)
        cells.append(GridCell(_words(element, misled), at, end, indent, rows))
        at = end
    return cells


def _indent(element: etree._Element) -> int:
    """Return how far Excel sets the words of a cell in, in our steps."""
    indent = _INDENT.search(element.get("style") or "")
    return min(_DEEPEST, int(indent[1])) if indent else 0


def _words(element: etree._Element, misled: list[str | Message]) -> Styled:
    """Return the words of a cell, a line for each of its paragraphs."""
    ink = WordWriter()
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        if event == "start":
            if inner.tag in _BREAKING and inner is not element:
                ink.break_line()
            if inner.tag in {"script", "style"}:
                walk.skip_subtree()
            else:
                ink.enter(inner)
            continue
        if inner.tag not in {"script", "style"}:
            ink.leave(inner)
        if inner.tag in _BREAKING - {"br"} and inner is not element:
            ink.break_line()
        if inner is not element:
            ink.write(inner.tail)
    misled += ink.hidden_characters
    return join_styled(
        [line for line in ink.take_words().lines() if line.text.strip()], "\n"
    )


def _items(rows: list[list[GridCell]]) -> list[tuple[str, Styled]]:
    """Return a list whose signs stand in a column of their own."""
    items = []
    for row in (row for row in rows if row):
        marked = bullet(row[0].text)
        if len(row) != 2 or marked is None or marked[1] or len(row[0].text) > 4:
            numbered = re.fullmatch(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]", row[0].text)
            if len(row) != 2 or not numbered or len(row[1].text) < 20:
                return []
        items.append((row[0].text, row[1].styled))
    return items


def _is_layout(table: etree._Element, rows: list[list[GridCell]]) -> bool:
    if next(table.iterdescendants(*_FLOWING), None) is not None:
        return True
    if max((len(cell.text) for row in rows for cell in row), default=0) > _LONGEST_CELL:
        return True
    wide = [row for row in rows if len(row) > 1]
    if len(wide) < 2:
        return not (len(wide) == 1 and any(is_value(c.text) for c in wide[0][1:]))
    lines = [cell.text.count("\n") for row in wide for cell in row]
    figures = any(is_value(cell.text) for row in wide for cell in row[1:])
    return not figures and len(wide) <= 4 and sum(lines) >= len(lines)


def _set_out(rows: list[list[GridCell]]) -> TableGrid | None:
    """Return the columns that hold words, each cell over those that it spans."""
    edges = sorted({cell.start for row in rows for cell in row})
    if len(edges) > _MOST_COLUMNS:
        return None
    for row in rows:
        for cell in row:
            cell.start = bisect_left(edges, cell.start)
            cell.end = max(cell.start + 1, bisect_left(edges, cell.end))
    held = _columns(rows)
    if not held:
        return None
    place = {column: index for index, column in enumerate(held)}
    grid = TableGrid(width=len(held))
    for row in rows:
        grid.cells.append(_placed(row, held, place))
    return grid


def _is_sign(cell: GridCell) -> bool:
    return is_sign_before(cell.text) or is_sign_after(cell.text)


def _columns(rows: list[list[GridCell]]) -> list[int]:
    """Return the columns with words of their own, past those of signs alone."""
    held: set[int] = set()
    cells = [cell for row in rows for cell in row if not _is_sign(cell)]
    for cell in sorted(cells, key=lambda cell: cell.end - cell.start):
        over = range(cell.start, cell.end)
        if held.isdisjoint(over):
            held.add(over[-1] if is_value(cell.text) else over[0])
    return sorted(held)


def _placed(
    row: list[GridCell], held: list[int], place: dict[int, int]
) -> list[GridCell]:
    """Return a row in the columns that are kept, its signs put to their figures."""
    out: list[GridCell] = []
    prefix: list[Styled] = []
    for cell in row:
        over = [place[c] for c in range(cell.start, cell.end) if c in place]
        if not over or (_is_sign(cell) and len(over) == 1 and _crowded(row, cell)):
            if out and is_sign_after(cell.text):
                out[-1].styled = join_styled([out[-1].styled, cell.styled], "")
            else:
                prefix.append(cell.styled)
            continue
        styled = join_styled([*prefix, cell.styled], "")
        prefix = []
        if out and out[-1].end > over[0]:
            out[-1].styled = join_styled([out[-1].styled, styled], " ")
        else:
            out.append(replace(cell, styled=styled, start=over[0], end=over[-1] + 1))
    if prefix:
        out += _left_over(out, prefix, held)
    return out


def _crowded(row: list[GridCell], sign: GridCell) -> bool:
    """Whether another cell of the row stands over the sign's column too."""
    return any(
        cell is not sign and cell.start < sign.end and sign.start < cell.end
        for cell in row
    )


def _left_over(
    out: list[GridCell], prefix: list[Styled], held: list[int]
) -> Iterator[GridCell]:
    """Signs after which no figure came: kept with the last cell, not lost."""
    if out:
        out[-1].styled = join_styled([out[-1].styled, *prefix], " ")
    else:
        yield GridCell(join_styled(prefix, " "), 0, 1)
