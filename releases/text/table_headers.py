"""Names the headers of each cell in tables whose headings have several rows (HTML, 4.9.12).

Where one row of headings and one column of labels say all, `scope` is enough, and nothing is
added. Otherwise `headers` says which headings and which label belong to a figure, so that a
screen reader can tell (WCAG 2.2, 1.3.1, technique H43).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr(?: [^<>]*)?>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[dh])((?: [^<>]*)?)>")
_SPAN = re.compile(r' (col|row)span="(\d{1,3})"')
_IS_COLUMN = re.compile(r' scope="col(?:group)?"')
# So many places are looked at; a table of more is left as it is.
MAX_PLACES = 20_000


@dataclass(slots=True)
class _PlacedCell:
    """A cell at its place: where it is written, and which rows and columns it covers."""

    start: int
    end: int
    tag: str
    attributes: str
    row: int
    columns: range
    rows: range
    id: str = ""
    headers: list[str] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        """Whether it stands over columns."""
        return self.tag == "th" and bool(_IS_COLUMN.search(self.attributes))

    @property
    def is_label(self) -> bool:
        """Whether it stands beside the cells of its row."""
        return self.tag == "th" and not self.is_heading and len(self.columns) == 1

    @property
    def markup(self) -> str:
        """Its start tag with its id or its headers."""
        more = f' id="{self.id}"' if self.id else ""
        if self.headers:
            more += f' headers="{" ".join(self.headers)}"'
        return f"<{self.tag}{self.attributes}{more}>"


def name_headers(markup: str) -> str:
    """Return the markup with headers named in each table that needs it."""
    parts: list[str] = []
    last = 0
    for number, table in enumerate(_TABLE.finditer(markup), start=1):
        parts += markup[last : table.start()], _with_headers(table[0], number)
        last = table.end()
    return "".join([*parts, markup[last:]])


def _with_headers(table: str, number: int) -> str:
    cells = list(_placed(table))
    levels = {cell.row for cell in cells if cell.is_heading}
    spans = any(len(cell.columns) > 1 for cell in cells if cell.tag == "th")
    if len(levels) < 2 and not spans:
        return table
    _name(cells, number)
    parts: list[str] = []
    last = 0
    for cell in cells:
        parts += table[last : cell.start], cell.markup
        last = cell.end
    return "".join([*parts, table[last:]])


def _name(cells: list[_PlacedCell], number: int) -> None:
    """Give every header an id, and every cell of data the ids of its headers."""
    headings: dict[int, list[_PlacedCell]] = {}
    labels: dict[int, list[_PlacedCell]] = {}
    for place, cell in enumerate(cells):
        if cell.tag == "th":
            cell.id = f"cell-{number}-{place}"
        for column in cell.columns if cell.is_heading else ():
            headings.setdefault(column, []).append(cell)
        for row in cell.rows if cell.is_label else ():
            labels.setdefault(row, []).append(cell)
    for cell in cells:
        if cell.tag == "td":
            over = [one for column in cell.columns for one in headings.get(column, ())]
            beside = labels.get(cell.row, ())
            ids = [one.id for one in (*over, *beside) if one.row <= cell.row]
            cell.headers = list(dict.fromkeys(ids))


def _placed(table: str) -> Iterator[_PlacedCell]:
    """Yield the cells of a table, each at its place; none of one that is too large."""
    taken: set[tuple[int, int]] = set()
    for row, written in enumerate(_ROW.finditer(table)):
        column = 0
        for cell in _CELL.finditer(table, written.start(1), written.end(1)):
            while (row, column) in taken:
                column += 1
            spans = {name: int(count) or 1 for name, count in _SPAN.findall(cell[2])}
            columns = range(column, column + spans.get("col", 1))
            rows = range(row, row + spans.get("row", 1))
            if len(taken) + len(columns) * len(rows) > MAX_PLACES:
                return
            taken |= {(y, x) for y in rows for x in columns}
            yield _PlacedCell(
                start=cell.start(),
                end=cell.end(),
                tag=cell[1],
                attributes=cell[2],
                row=row,
                columns=columns,
                rows=rows,
            )
            column = columns.stop
