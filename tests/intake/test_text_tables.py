"""Tables in plain text: each figure is read under its own headings, or doubted."""

from __future__ import annotations

import io
import textwrap

from django.test import SimpleTestCase

import openpyxl
from hypothesis import assume, given

from releases.desk.checks.spreadsheets import read_sheets
from releases.intake.parser.reader import read
from releases.intake.parser.reading import Reading
from releases.templatetags.text_markup import wrap_tables
from releases.text.figures import figure_in
from releases.text.html import sanitize_html
from releases.text.tables import Table, TableRow, tables_in
from tests.intake.printed_tables import PrintedTable, printed_tables

BEFORE = """Larkmoor Reports Results

BRISTOL HARBOR, Mass., March 3, 2026 – Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) today reported results for the quarter, and told of its plans.

"""
AFTER = """

Larkmoor will say more of this on its call with investors in the week to come.
"""


def reading_of(table: str) -> Reading:
    """Return the reading of a release that holds the table between two paragraphs."""
    return read(f"{BEFORE}{textwrap.dedent(table).strip(chr(10))}{AFTER}")


def tables_of(table: str) -> list[Table]:
    """Return the tables of that release as its page shows them."""
    return tables_in(wrap_tables(sanitize_html(reading_of(table).body_html)))


def only_table(table: str) -> Table:
    """Return the one table of that release."""
    (shown,) = tables_of(table)
    return shown


def placed(table: Table) -> dict[tuple[str, int], tuple[str, str]]:
    """For each (label, column) the figure and the words above it."""
    return {
        (row.label, column): (cell, " ".join(table.headings(column)))
        for row in table.rows
        for column, cell in enumerate(row.cells)
    }


def heads(table: Table) -> list[str]:
    """Return the heading of each column of figures."""
    return [" / ".join(table.headings(column)) for column in range(table.width - 1)]


def doubts_of(reading: Reading) -> list[str]:
    """Return the doubts about tables, in English."""
    return [str(doubt.saw) for doubt in reading.doubts]


class AnyTable(SimpleTestCase):
    """Whatever its shape, a figure is never read under another's headings."""

    @given(printed_tables())
    def test_each_figure_is_under_its_own_headings_or_its_line_is_doubted(
        self, printed: PrintedTable
    ) -> None:
        reading = reading_of(printed.text)
        markup = wrap_tables(sanitize_html(reading.body_html))
        shown = [table for table in tables_in(markup) if table.rows]
        if not any("clearly" in saw for saw in doubts_of(reading)):
            (table,) = shown
            assert placed(table) == printed.figures
            assert all(len(row) == table.width for row in table.head_rows)

    @given(printed_tables())
    def test_a_spreadsheet_of_it_has_each_figure_under_the_same_headings(
        self, printed: PrintedTable
    ) -> None:
        reading = reading_of(printed.text)
        if any("clearly" in saw for saw in doubts_of(reading)):
            return
        (table,) = tables_in(sanitize_html(reading.body_html))
        # In a workbook, a row of nothing but what may be years is one of headings.
        assume(not any(map(_may_be_years, table.rows)))
        (sheet,) = read_sheets(workbook(table))
        for row in sheet.rows:
            figures = [
                (figure.value, " ".join(table.headings(column)))
                for column, cell in enumerate(_row(table, row.label).cells)
                if (figure := figure_in(cell))
            ]
            assert list(zip(row.values, row.headings, strict=True)) == figures


def workbook(table: Table) -> io.BytesIO:
    """Return the table as a spreadsheet: its rows of headings, then labels and numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for texts in table.head_rows:
        sheet.append([*texts])
    for row in table.rows:
        figures = [figure_in(cell) for cell in row.cells]
        sheet.append([row.label, *(float(f.value) if f else None for f in figures)])
    written = io.BytesIO()
    book.save(written)
    written.seek(0)
    return written


def _may_be_years(row: TableRow) -> bool:
    values = [figure.value for cell in row.cells if (figure := figure_in(cell))]
    return bool(values) and all(1900 <= value < 2100 for value in values)


def _row(table: Table, label: str) -> TableRow:
    return next(row for row in table.rows if row.label == label)


class AFirstRowOfSmallLosses(SimpleTestCase):
    """A number in brackets beside a label is a loss, and not the mark of a note."""

    def test_below_a_year(self) -> None:
        table = only_table(
            """
                                          2026
            Revenue                        (1)
            Costs                       (5,312)
            Result                        1,200
            """
        )
        assert table.head_rows == (("", "2026"),)
        assert [row.label for row in table.rows] == ["Revenue", "Costs", "Result"]

    def test_below_a_heading_of_two_lines(self) -> None:
        table = only_table(
            """
                                     Three Months
                                        Ended
            Other income                    (1)
            Net finance costs               (7)
            Result                        1,200
            """
        )
        assert table.head_rows == (("", "Three Months Ended"),)
        assert table.rows[0].label == "Other income"

    def test_a_mark_of_a_note_below_a_year_stays_a_heading(self) -> None:
        table = only_table(
            """
                                          2026
            (in thousands)                 (1)
            Costs                       (5,312)
            Result                        1,200
            """
        )
        assert [row.label for row in table.rows] == ["Costs", "Result"]


class HeadingsOverSeveralColumns(SimpleTestCase):
    """A heading stands over the columns that it stands over in the text."""

    def test_two_periods_of_two_years(self) -> None:
        table = only_table(
            """
                                      Three Months Ended        Nine Months Ended
                                        September 30,             September 30,
                                       2026        2025          2026        2025
            Product revenue         $ 106,881    $ 84,177    $ 301,025    $ 236,099
            Total revenues            110,583      87,117      311,475      254,434
            """
        )
        assert heads(table) == [
            "Three Months Ended September 30, / 2026",
            "Three Months Ended September 30, / 2025",
            "Nine Months Ended September 30, / 2026",
            "Nine Months Ended September 30, / 2025",
        ]

    def test_two_days_wrapped_before_their_years(self) -> None:
        table = only_table(
            """
                                        September 30,   December 31,
                                                 2026           2025
            Cash and cash equivalents       $ 127,928      $ 112,043
            Total assets                    $ 495,312      $ 440,451
            """
        )
        assert heads(table) == ["September 30, 2026", "December 31, 2025"]

    def test_names_over_one_another_of_unequal_length(self) -> None:
        table = only_table(
            """
                                        LKM-204       Placebo, then
                                     throughout             LKM-204
                                      (n = 176)           (n = 171)
            Change in FVC (mL)              -61                -170
            Remaining in study              84%                 80%
            """
        )
        assert heads(table) == [
            "LKM-204 throughout (n = 176)",
            "Placebo, then LKM-204 (n = 171)",
        ]

    def test_a_heading_over_one_column_beside_one_over_two(self) -> None:
        table = only_table(
            """
                                 Year Ended
                                December 31,            Percent
                             2026          2025          Change
            Net sales      12,400        11,900              4%
            Net income      1,200         1,100              9%
            """
        )
        assert heads(table)[2] == "Percent / Change"
        assert heads(table)[0] == "Year Ended December 31, / 2026"

    def test_rules_tell_where_a_heading_reaches(self) -> None:
        table = only_table(
            """
                             Actual                    Pro Forma
                        -----------------  -------------------------------
                         2026      2025      2026       2025      2024
            Net sales   12,400    11,900    13,000     12,100    11,000
            Net income   1,200     1,100     1,400      1,300     1,000
            """
        )
        assert heads(table)[1:3] == ["Actual / 2025", "Pro Forma / 2026"]

    def test_a_heading_over_no_figures_keeps_a_column_of_its_own(self) -> None:
        table = only_table(
            """
                              2026      2025     Note
            Net sales       12,400    11,900
            Net income       1,200     1,100
            """
        )
        assert heads(table) == ["2026", "2025", "Note"]
        assert table.rows[0].cells == ("12,400", "11,900", "")


class HeadingsThatStandNowhere(SimpleTestCase):
    """What the text does not tell is doubted, and put over no figure."""

    def assert_doubted(self, text: str, words: str) -> None:
        reading = reading_of(text)
        assert any(words in saw for saw in doubts_of(reading)), doubts_of(reading)
        for table in tables_in(reading.body_html):
            assert not any(words in heading for heading in heads(table))

    def test_a_heading_that_may_reach_over_two_columns_or_three(self) -> None:
        self.assert_doubted(
            """
                            Three Months Ended
                            2026       2025       2024
            Net sales      12,400     11,900     11,000
            Net income      1,200      1,100      1,000
            """,
            "Three Months Ended",
        )

    def test_merged_cells_that_a_copy_by_tabs_has_lost(self) -> None:
        self.assert_doubted(
            "\tThree Months Ended\tNine Months Ended\n\t2026\t2025\t2026\t2025\n"
            "Net sales\t12\t11\t30\t28\nNet income\t2\t1\t5\t4",
            "Nine Months Ended",
        )

    def test_merged_cells_that_bars_have_lost(self) -> None:
        self.assert_doubted(
            """
            |  | Three Months Ended | Nine Months Ended |
            |  | 2026 | 2025 | 2026 | 2025 |
            | Net sales | 12 | 11 | 30 | 28 |
            | Net income | 2 | 1 | 5 | 4 |
            """,
            "Nine Months Ended",
        )

    def test_columns_that_one_space_sets_apart(self) -> None:
        reading = reading_of(
            "2026 2025\nNet sales $ 12,400 $ 11,900\nCost of sales 8,100 7,900\nNet income 1,200 (300)"
        )
        assert doubts_of(reading) == [
            "3 rows of figures with only one space between their columns"
        ]
        assert "Net sales $ 12,400 $ 11,900" in reading.body_html

    def test_figures_that_stand_between_columns(self) -> None:
        reading = reading_of(
            """
                             2026      2025      2024
            Net sales      12,400    11,900    11,000
            Other               1,234,567
            Net income      1,200     1,100     1,000
            """
        )
        assert any("1,234,567" in saw for saw in doubts_of(reading))


class TabsAndBars(SimpleTestCase):
    """The empty cells after a heading are its own."""

    def test_tabs(self) -> None:
        table = only_table(
            "\tThree Months Ended\t\tNine Months Ended\n\t2026\t2025\t2026\t2025\n"
            "Net sales\t12\t11\t30\t28\nNet income\t2\t1\t5\t4"
        )
        assert heads(table)[1:3] == [
            "Three Months Ended / 2025",
            "Nine Months Ended / 2026",
        ]

    def test_bars(self) -> None:
        table = only_table(
            """
            |  | Three Months Ended |  | Nine Months Ended |  |
            |  | 2026 | 2025 | 2026 | 2025 |
            |---|---|---|---|---|
            | Net sales | $ 12 | $ 11 | $ 30 | $ 28 |
            | Net income | 2 | 1 | 5 | 4 |
            """
        )
        assert heads(table)[1:3] == [
            "Three Months Ended / 2025",
            "Nine Months Ended / 2026",
        ]

    def test_a_heading_in_two_lines_over_all_fields(self) -> None:
        table = only_table(
            """
            |  | (In millions, |
            |  | unaudited) Three Months Ended |
            |  | March 3, 2026 | March 4, 2025 |
            | Net sales | 12 | 11 |
            | Net income | 2 | 1 |
            """
        )
        assert heads(table) == [
            "(In millions, unaudited) Three Months Ended / March 3, 2026",
            "(In millions, unaudited) Three Months Ended / March 4, 2025",
        ]

    def test_bars_with_signs_in_cells_of_their_own(self) -> None:
        table = only_table(
            """
            |  | 2026 | 2025 |
            | Net sales | $ | 12,400 | $ | 11,900 |
            | Net loss | (1,200 | ) | (1,100 | ) |
            """
        )
        assert placed(table)["Net sales", 1] == ("$ 11,900", "2025")


class Rows(SimpleTestCase):
    """Labels, groups, sums and notes of units keep what they are."""

    STATEMENT = """
        CONDENSED STATEMENTS OF OPERATIONS

        (in thousands, except per share amounts; unaudited)

                                               2026        2025
        Revenues:
          Product revenue                   $ 106,881    $ 84,177
          Collaboration revenue                 3,702       2,940
                                            ---------    --------
        Revenues in all                       110,583      87,117
                                            =========    ========
        Income before taxes, interest and
          other charges                        45,059      33,003
        """

    def test_a_line_without_figures_is_a_group(self) -> None:
        rows = only_table(self.STATEMENT).rows
        assert [row.label for row in rows if row.is_group] == ["Revenues:"]

    def test_a_label_that_wraps_is_one(self) -> None:
        labels = [row.label for row in only_table(self.STATEMENT).rows]
        assert "Income before taxes, interest and other charges" in labels

    def test_rules_make_a_total_and_indents_are_kept(self) -> None:
        body = sanitize_html(reading_of(self.STATEMENT).body_html)
        assert '<tr class="total"><th scope="row">Revenues in all</th>' in body
        assert '<th scope="row" class="indent-1">Product revenue</th>' in body
        assert '<tr class="group"><th scope="rowgroup" colspan="3">Revenues:' in body

    def test_the_unit_is_the_caption(self) -> None:
        caption = only_table(self.STATEMENT).caption
        assert caption == "(in thousands, except per share amounts; unaudited)"

    def test_a_first_row_of_data_is_no_heading(self) -> None:
        for text in (
            "Upfront payment              $60.0 million\nMilestone on approval        $10.0 million",
            "Record date       March 3, 2026\nPayment date      March 17, 2026\nAmount            $0.15",
            "Venue        Hall of Mirrors\nRoom         The Oak Room",
        ):
            with self.subTest(text):
                table = only_table(text)
                assert table.head_rows == ()

    def test_titles_between_two_statements_part_them(self) -> None:
        first, second = tables_of(
            """
                                     2026      2025
            Net sales              12,400    11,900
            Net income              1,200     1,100

                  CONDENSED BALANCE SHEETS

                                 March 31,   December 31,
                                      2026           2025
            Cash                    12,400         11,900
            Total assets            99,200         91,100
            """
        )
        assert heads(first) == ["2026", "2025"]
        assert heads(second) == ["March 31, 2026", "December 31, 2025"]


class CellsOnLinesOfTheirOwn(SimpleTestCase):
    """They are a table where every row has one form."""

    def test_cells_one_a_line_are_a_table_and_doubted(self) -> None:
        for bar in ("", " |"):
            cells = ["Venue", "Volume", "Price", "XLON", "9,242", "412.20"]
            cells += ["AQXE", "88", "412.40", "TRQX", "7", "412.60"]
            text = "\n".join(f"{cell}{bar}" for cell in cells)
            with self.subTest(bar):
                reading = reading_of(text)
                (table,) = tables_in(reading.body_html)
                assert [row.cells for row in table.rows][1] == ("88", "412.40")
                assert any("one cell on each line" in saw for saw in doubts_of(reading))
