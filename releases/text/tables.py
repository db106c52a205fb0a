"""Read the tables in a body's HTML: each value with its label and the headings above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row below the headings; `cells` has a text for every column but the label's."""

    label: str
    cells: tuple[str, ...]
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its reader sees it.

    `head_rows` has a text for every column, repeated under a heading that spans several.
    """

    caption: str
    head_rows: tuple[tuple[str, ...], ...]
    rows: tuple[TableRow, ...]

    @property
    def width(self) -> int:
        """How many columns the table has, the labels' among them."""
        widths = (len(row.cells) + 1 for row in self.rows)
        return max([*widths, *(len(row) for row in self.head_rows)], default=0)

    def headings(self, column: int) -> tuple[str, ...]:
        """Return the headings above a column of `cells`, from the top, none empty."""
        over = (row[column + 1] for row in self.head_rows if column + 1 < len(row))
        return tuple(text for text in over if text)


def tables_in(markup: str) -> list[Table]:
    """Return the tables of a body that was sanitized, in order."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.tables


@dataclass(slots=True)
class _Cell:
    span: int
    rows: int
    is_head: bool
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@dataclass(slots=True)
class _Row:
    in_head: bool
    is_group: bool
    cells: list[_Cell] = field(default_factory=list)

    @property
    def is_headings(self) -> bool:
        return (
            not self.is_group
            and len(self.cells) > 1
            and all(c.is_head for c in self.cells)
        )


class _Reader(HTMLParser):
    """Collects rows and cells; the parts of a body are never nested in one another."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self.rows: list[_Row] = []
        self.caption: list[str] = []
        self.words: list[str] | None = None
        self.in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "table":
            self.rows, self.caption, self.in_head = [], [], False
        elif tag == "caption":
            self.words = self.caption
        elif tag == "thead":
            self.in_head = True
        elif tag == "tr":
            self.rows.append(_Row(self.in_head, values.get("class") == "group"))
        elif tag in {"td", "th"} and self.rows:
            span, rows = _number(values.get("colspan")), _number(values.get("rowspan"))
            self.rows[-1].cells.append(_Cell(span, rows, tag == "th"))
            self.words = self.rows[-1].cells[-1].words
        elif tag in {"br", "p"} and self.words is not None:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "caption"}:
            self.words = None
        elif tag == "thead":
            self.in_head = False
        elif tag == "table":
            self.tables.append(
                _table(" ".join("".join(self.caption).split()), self.rows)
            )

    def handle_data(self, data: str) -> None:
        if self.words is not None:
            self.words.append(data)


def _number(written: str | None) -> int:
    return min(int(written), MOST_COLUMNS) if written and written.isdigit() else 1


def _table(caption: str, rows: list[_Row]) -> Table:
    heads: list[tuple[str, ...]] = []
    body: list[TableRow] = []
    for row, texts in zip(rows, _laid_out(rows), strict=True):
        # Without a thead, the first rows of nothing but header cells are the headings.
        if row.in_head or (not body and row.is_headings):
            heads.append(texts)
        elif row.is_group:
            body.append(TableRow(texts[0] if texts else "", (), is_group=True))
        else:
            body.append(TableRow(texts[0] if texts else "", texts[1:]))
    return Table(caption, tuple(heads), tuple(body))


def _laid_out(rows: list[_Row]) -> Iterator[tuple[str, ...]]:
    """Each row's text for every column; a cell that spans some stands in each of them."""
    below: dict[int, tuple[int, str]] = {}
    for row in rows:
        texts: list[str] = []
        for cell in row.cells:
            _fill(texts, below)
            for _ in range(min(cell.span, MOST_COLUMNS - len(texts))):
                if cell.rows > 1:
                    below[len(texts)] = (cell.rows - 1, cell.text)
                texts.append(cell.text)
        _fill(texts, below)
        yield tuple(texts)


def _fill(texts: list[str], below: dict[int, tuple[int, str]]) -> None:
    """Put in the cells of rows above that reach down to here."""
    while len(texts) in below:
        column = len(texts)
        rows, text = below.pop(column)
        texts.append(text)
        if rows > 1:
            below[column] = (rows - 1, text)
