"""Each table of the demo newsroom against the figures that it was made from."""

from __future__ import annotations

import datetime as dt
import io

from django.test import SimpleTestCase

import openpyxl

from releases.intake.parser import read
from releases.management.demo import manifest
from releases.management.demo.attachments import build_workbook
from releases.management.demo.tables import parse_tables
from releases.templatetags.text_markup import wrap_tables
from releases.text.html import sanitize_html
from releases.text.tables import Table, tables_in

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


class TheDemosTables(SimpleTestCase):
    """Cell by cell: heading path, label, figure."""

    def releases(self) -> list[tuple[str, str]]:
        """Return the file name and text of every wire text with a table of figures."""
        wires = [(wire.file, wire.text) for wire in manifest.wire_texts(TODAY)]
        found = [(name, text) for name, text in wires if parse_tables(text)]
        assert len(found) >= 20
        return found

    def tables(self, text: str) -> list[Table]:
        body = wrap_tables(sanitize_html(read(text).body_html))
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

    def test_nothing_is_doubted_of_them(self) -> None:
        for name, text in self.releases():
            with self.subTest(name):
                saws = [str(doubt.saw) for doubt in read(text).doubts]
                assert not [saw for saw in saws if "column" in saw]
