"""Each table of the demo newsroom against the figures that it was made from."""

from __future__ import annotations

import datetime as dt
import functools
import io
import re

from django.test import SimpleTestCase

import openpyxl

from releases.intake.parser.reader import read
from releases.management.demo import manifest
from releases.management.demo.attachments import build_workbook
from releases.management.demo.tables import parse_tables
from releases.tables.table_workbook import FIRST_ROW, table_workbook
from releases.templatetags.text_markup import wrap_tables
from releases.text.data_tables import data_tables
from releases.text.html import sanitize_html
from releases.text.tables import Table, tables_in
from tests.tables.published import ROOT, version

TODAY = dt.date(2026, 11, 27)
Figures = dict[tuple[str, int, int], tuple[str, str]]


def in_the_source(rows: list[list[str]]) -> Figures:
    """For each (label, how often it came, column) the figure and the words above it."""
    return _figures(rows[0], rows[1:])


def on_the_page(table: Table) -> Figures:
    """Return the same of a table as its page shows it."""
    columns = range(table.width - 1)
    heads = ["", *(" ".join(table.headings(column)) for column in columns)]
    rows = [[row.label, *row.cells] for row in table.rows if not row.is_group]
    return _figures(heads, rows)


def _figures(heads: list[str], rows: list[list[str]]) -> Figures:
    figures: Figures = {}
    seen: dict[str, int] = {}
    for first, *cells in rows:
        label = first.strip()
        filled = [(column, cell) for column, cell in enumerate(cells) if cell]
        if not filled:
            continue
        seen[label] = seen.get(label, 0) + 1
        for column, cell in filled:
            figures[label, seen[label], column] = (cell, heads[column + 1])
    return figures


@functools.cache
def body_of(text: str) -> str:
    """Return the body that is read from a wire text."""
    return sanitize_html(read(text).body_html)


def rows_of(table: Table) -> list[tuple[str, ...]]:
    """Return all rows of a table as its page shows it, headings too."""
    return [*table.head_rows, *((row.label, *row.cells) for row in table.rows)]


FORMAT = re.compile(
    r'(?P<before>(?:"[^"]*"|%)*)(?P<whole>#,##0|0|#)(?:\.(?P<decimals>0+))?'
    r'(?P<after>(?:"[^"]*"|%)*)'
)


def as_shown(value: object, number_format: str) -> str:
    """Return what a spreadsheet shows of a value with one of our formats."""
    if not isinstance(value, int | float):
        return str(value or "")
    positive, _, negative = number_format.partition(";")
    shown = negative if value < 0 and negative else positive
    match = FORMAT.fullmatch(shown)
    assert match, number_format
    number = abs(value) * 100 if "%" in shown else abs(value)
    grouping = "," if match["whole"] == "#,##0" else ""
    digits = f"{number:{grouping}.{len(match['decimals'] or '')}f}"
    if match["whole"] == "#":
        digits = digits.removeprefix("0")
    return f"{match['before']}{digits}{match['after']}".replace('"', "")


class TheDemosTables(SimpleTestCase):
    """Cell by cell: heading path, label, figure."""

    def releases(self) -> list[tuple[str, str]]:
        """Return the file name and text of every wire text with a table of figures."""
        wires = [(wire.file, wire.text) for wire in manifest.wire_texts(TODAY)]
        found = [(name, text) for name, text in wires if parse_tables(text)]
        assert len(found) >= 20
        return found

    def tables(self, text: str) -> list[Table]:
        body = wrap_tables(body_of(text))
        return [table for table in tables_in(body) if table.head_rows]

    def test_each_figure_is_under_the_headings_of_its_source(self) -> None:
        for name, text in self.releases():
            sources, tables = parse_tables(text), self.tables(text)
            with self.subTest(name):
                assert len(tables) >= len(sources)
            for source, table in zip(sources, tables, strict=False):
                with self.subTest(name, first=source[1][0]):
                    assert on_the_page(table) == in_the_source(source)

    def test_no_heading_row_is_shorter_than_its_table_and_no_heading_is_missing(
        self,
    ) -> None:
        for name, text in self.releases():
            for table in self.tables(text):
                with self.subTest(name, caption=table.caption):
                    assert {len(row) for row in table.head_rows} == {table.width}
                    assert all(table.headings(c) for c in range(table.width - 1))

    def test_the_spreadsheet_has_the_same_figures(self) -> None:
        for name, text in self.releases():
            sources = parse_tables(text)
            file = io.BytesIO(build_workbook("Tables", sources))
            book = openpyxl.load_workbook(file)
            with self.subTest(name):
                assert len(book.worksheets) == len(sources)

    def test_their_files_have_the_words_and_figures_of_the_page(self) -> None:
        compared = 0
        for name, text in self.releases():
            body = body_of(text)
            tables = data_tables(body, language="en")
            content = table_workbook(version(body), root=ROOT)
            *sheets, _ = openpyxl.load_workbook(io.BytesIO(content)).worksheets
            for table, page, sheet in zip(tables, tables_in(body), sheets, strict=True):
                shown = {
                    (x, y): cell
                    for y, row in enumerate(rows_of(page))
                    for x, cell in enumerate(row)
                }
                places = {(cell.x, cell.y): cell.text for cell in table.cells}
                written = {
                    place: as_shown(cell.value, cell.number_format)
                    for place in places
                    for cell in [sheet.cell(place[1] + FIRST_ROW + 1, place[0] + 1)]
                }
                with self.subTest(name, table=table.number):
                    on_page = {place: shown.get(place, "") for place in places}
                    assert places == on_page
                    assert written == on_page
                compared += sum(bool(cell.number) for cell in table.cells)
        assert compared > 1000

    def test_nothing_is_doubted_of_them(self) -> None:
        for name, text in self.releases():
            with self.subTest(name):
                saws = [str(doubt.saw) for doubt in read(text).doubts]
                assert not [saw for saw in saws if "column" in saw]
