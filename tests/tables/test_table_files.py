"""The tables of a release as a workbook and as CSV, and the links to them."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import zipfile

from django.test import SimpleTestCase

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from releases.record.documents import ReleaseDocument
from releases.record.published import Published
from releases.tables.file_sizes import table_file_sizes
from releases.tables.representations.table_csv import csv_of
from releases.tables.table_workbook import table_workbook
from tests.builders import (
    SEVEN,
    make_disclaimer,
    make_issuer,
    make_release,
    put_on_record,
)
from tests.clock import travel
from tests.pagecache.client import PageCacheTestCase
from tests.public.html_pages import correct, get_page, give_notice, save_and_publish
from tests.tables.published import ROOT, version

HOUR = dt.timedelta(hours=1)
TABLE = (
    "<table><caption>Results, in thousands</caption><thead>"
    '<tr><th></th><th colspan="2">Year ended</th></tr>'
    "<tr><th>Item</th><th>2026</th><th>2025</th></tr></thead><tbody>"
    '<tr class="group"><th colspan="3">Costs</th></tr>'
    '<tr><th class="indent-1">Rent</th><td>$ (1,204.5)</td><td>—</td></tr>'
    "<tr><th>Share</th><td>12.5%</td><td>(3)%</td></tr>"
    '<tr class="total"><th>=1+1</th><td>@SUM(A1)</td><td>-</td></tr>'
    "</tbody></table>"
)
OTHER = "<table><tr><th>Euro</th><td>€ 5</td><td>$ 6</td></tr></table>"


def sheets_of(release: Published[ReleaseDocument]) -> list[Worksheet]:
    """Return the sheets of the release's workbook, as openpyxl reads them."""
    book = openpyxl.load_workbook(io.BytesIO(table_workbook(release, root=ROOT)))
    return list(book.worksheets)


def csv_rows(release: Published[ReleaseDocument], number: int = 1) -> list[list[str]]:
    """Return the rows of a table's CSV."""
    content = csv_of(release, number=number, root=ROOT).decode()
    return list(csv.reader(io.StringIO(content, newline="")))


class AWorkbook(SimpleTestCase):
    """Has a sheet for each table, and one with the notices."""

    def test_has_texts_numbers_and_never_a_formula(self) -> None:
        sheet, other, _ = sheets_of(version(TABLE + OTHER))
        assert (sheet.title, other.title) == ("Table 1", "Table 2")
        values = [[cell.value for cell in row] for row in sheet["A1:C9"]]
        assert values == [
            ["Results, in thousands", None, None],
            [None, None, None],
            [None, "Year ended", None],
            ["Item", "2026", "2025"],
            ["Costs", None, None],
            ["Rent", -1204.5, "—"],
            ["Share", 0.125, -0.03],
            ["=1+1", "@SUM(A1)", "-"],
            [None, None, None],
        ]
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert kinds == {"s", "n"}

    def test_shows_a_number_as_it_is_printed(self) -> None:
        sheet, *_ = sheets_of(version(TABLE))
        assert sheet["B6"].number_format == '"$ "#,##0.0;"$ ("#,##0.0")"'
        assert sheet["C7"].number_format == '0%;"("0")"%'

    def test_is_laid_out_as_the_table_is(self) -> None:
        sheet, *_ = sheets_of(version(TABLE))
        merged = {str(area) for area in sheet.merged_cells.ranges}
        assert merged == {"B3:C3", "A5:C5"}
        bold = {cell.value for row in sheet["A3:C8"] for cell in row if cell.font.b}
        assert bold - {None} == {
            *("Year ended", "Item", "2026", "2025", "Costs", "=1+1", "@SUM(A1)", "-")
        }
        assert sheet["A6"].alignment.indent == 1
        assert sheet.freeze_panes == "B5"

    def test_names_its_source_and_carries_the_disclaimers(self) -> None:
        sheet, notices = sheets_of(version(TABLE))
        source = f"Source: {ROOT}/releases/2026/results/versions/2/ (version 2)"
        assert sheet["A10"].value == source
        assert sheet["A11"].value == (
            f"Disclaimers: sheet “Notices”, and {ROOT}/disclaimers/"
        )
        texts = [cell.value for cell in notices["A"]]
        assert texts == [*("Larkmoor Reports", source, None, "It may fall.", "Or not.")]

    def test_has_no_date_and_keeps_what_no_reader_may_take_for_an_escape(self) -> None:
        body = "<table><tr><td>_x0041_ &amp; \x07b</td></tr></table>"
        content = table_workbook(version(body), root=ROOT)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert {info.date_time[0] for info in archive.infolist()} == {1980}
            sheet = archive.read("xl/worksheets/sheet1.xml")
            assert b"_x005F_x0041_ &amp; b<" in sheet
            assert b"dcterms" not in archive.read("docProps/core.xml")

    def test_reads_from_right_to_left_where_its_text_does(self) -> None:
        sheet, notices = sheets_of(version(TABLE, language="he"))
        assert sheet.sheet_view.rightToLeft
        assert notices.sheet_view.rightToLeft


class ACsvFile(SimpleTestCase):
    """Has equally long rows, whose figures programs can read."""

    def test_has_the_caption_the_headings_the_rows_and_the_source(self) -> None:
        source = f"Source: {ROOT}/releases/2026/results/versions/2/ (version 2)"
        assert csv_rows(version(TABLE)) == [
            ["Results, in thousands", "", ""],
            ["", "Year ended", "Year ended"],
            ["Item", "2026", "2025"],
            ["Costs", "", ""],
            ["Rent", "-1204.5", "—"],
            ["Share", "12.5%", "-3%"],
            ["'=1+1", "'@SUM(A1)", "-"],
            [source, "", ""],
        ]

    def test_keeps_the_currencies_of_a_table_that_has_several(self) -> None:
        assert csv_rows(version(TABLE + OTHER), 2)[0] == ["Euro", "€ 5", "$ 6"]


class ThePage(PageCacheTestCase):
    """Links the files below each table, with their sizes."""

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - HOUR)
        with travel(SEVEN - HOUR):
            release = make_release(
                slug="results", body=TABLE + OTHER, disclaimers=(make_disclaimer(),)
            )
        put_on_record(release, at=SEVEN)
        put_on_record(slug="plain", at=SEVEN)
        wrong = put_on_record(slug="wrong", body=TABLE, at=SEVEN)
        correct(release, at=SEVEN + HOUR, notice="A slip.", body=TABLE)
        give_notice(wrong, at=SEVEN + HOUR)

    def links(self, path: str, at: dt.datetime) -> list[tuple[str, str, str]]:
        """Return the address, the file name and the words of each link below a table."""
        page = get_page(path, at=at)
        return [
            (link.get("href", ""), link.get("download", ""), link.text or "")
            for link in page.all("p[@class='table-files']/a")
        ]

    def test_links_each_table_and_the_workbook(self) -> None:
        path = "/releases/2026/results/"
        assert self.links(path, SEVEN) == [
            (
                f"{path}table-1.csv",
                "results-table-1.csv",
                "Table\N{NO-BREAK SPACE}1 as CSV",
            ),
            (f"{path}tables.xlsx", "results-tables.xlsx", "All 2 tables as Excel"),
            (
                f"{path}table-2.csv",
                "results-table-2.csv",
                "Table\N{NO-BREAK SPACE}2 as CSV",
            ),
            (f"{path}tables.xlsx", "results-tables.xlsx", "All 2 tables as Excel"),
        ]
        assert [words for *_, words in self.links(path, SEVEN + HOUR)] == [
            *("Table\N{NO-BREAK SPACE}1 as CSV", "Table as Excel")
        ]
        first = f"{path}versions/1/"
        assert self.links(first, SEVEN + HOUR)[0][0] == f"{first}table-1.csv"
        assert self.links("/releases/2026/plain/", SEVEN) == []

    def test_says_how_long_each_is(self) -> None:
        page = get_page("/releases/2026/results/", at=SEVEN)
        size = page.all("p[@class='table-files']/span")[0].text
        content = self.request("/releases/2026/results/table-1.csv", at=SEVEN).body
        assert size == f"({len(content)}\u00a0bytes)"
        assert b"http://testserver/releases/2026/results/versions/1/" in content

    def test_there_is_no_file_of_a_table_that_is_not_there(self) -> None:
        never = self.request("/no/such/page/", at=SEVEN + HOUR)
        path = "/releases/2026/results/"
        for name in ("table-2.csv", "table-0.csv", "table-100.csv", "table-*.csv"):
            with self.subTest(name):
                assert self.request(path + name, at=SEVEN + HOUR) == never
        for name in ("table-1.csv", "tables.xlsx"):
            with self.subTest(name):
                plain = self.request(f"/releases/2026/plain/{name}", at=SEVEN + HOUR)
                assert plain == never
        earlier = self.request(f"{path}versions/1/table-2.csv", at=SEVEN + HOUR)
        assert earlier.status == 200

    def test_a_withdrawn_release_has_none(self) -> None:
        path = "/releases/2026/wrong/table-1.csv"
        assert self.request(path, at=SEVEN).status == 200
        assert self.request(path, at=SEVEN + HOUR).status == 404

    def test_the_sizes_are_those_of_the_files(self) -> None:
        release = dataclasses.replace(version(TABLE), digest="x")
        sizes = table_file_sizes(release, root=ROOT)
        assert sizes.workbook == len(table_workbook(release, root=ROOT))
        assert sizes.csv_by_number == {1: len(csv_of(release, number=1, root=ROOT))}
