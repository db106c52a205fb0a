"""The tables of a body as data: their numbers, their places, and what is a figure."""

from __future__ import annotations

from django.test import SimpleTestCase

from releases.text.data_tables import DataTable, data_tables, table_spans

TABLE = (
    "<table><caption>In thousands</caption><thead>"
    '<tr><th></th><th colspan="2">Year<br>ended</th></tr>'
    "<tr><th>Item</th><th>2026</th><th>2025</th></tr></thead><tbody>"
    '<tr class="group"><th colspan="3">Costs</th></tr>'
    '<tr><th class="indent-1">Rent</th><td>$ (1,204)</td><td>—</td></tr>'
    "<tr><td>(2)</td><td>5<sup>1</sup></td><td>7</td></tr>"
    "</tbody></table>"
)


def only_table(markup: str) -> DataTable:
    """Return the one table of the markup."""
    (table,) = data_tables(markup, language="en")
    return table


class ATable(SimpleTestCase):
    """Has each cell once, at its place."""

    def test_has_its_caption_its_head_and_its_cells(self) -> None:
        table = only_table(TABLE)
        assert (table.number, table.caption, table.head) == (1, "In thousands", 2)
        assert (table.columns, table.rows[2]) == (3, "group")
        year = table.cells[1]
        assert (year.text, year.x, year.width) == ("Year ended", 1, 2)
        assert (year.header, table.cells[3].header) == ("column", "column")
        rent = next(cell for cell in table.cells if cell.text == "Rent")
        assert (rent.header, rent.indent) == ("row", 1)

    def test_has_numbers_in_its_data_alone(self) -> None:
        numbers = {
            cell.text: cell.number.value
            for cell in only_table(TABLE).cells
            if cell.number
        }
        assert {text: str(value) for text, value in numbers.items()} == {
            "$ (1,204)": "-1204",
            "7": "7",
        }

    def test_has_the_number_that_it_has_on_the_page(self) -> None:
        empty = "<table><caption>None</caption></table>"
        tables = data_tables(f"{TABLE}{empty}<p>And</p>{TABLE}", language="en")
        assert [table.number for table in tables] == [1, 3]

    def test_in_another_is_part_of_it(self) -> None:
        inner = "<table><tr><td>In</td></tr></table>"
        outer = f"<table><tr><td>{inner}{inner}</td></tr></table>"
        assert [
            (outer + TABLE)[start:end] for start, end in table_spans(outer + TABLE)
        ] == [outer, TABLE]

    def test_keeps_the_spaces_that_part_thousands(self) -> None:
        markup = "<table><tr><td>A</td><td>1&nbsp;234</td></tr></table>"
        assert str(only_table(markup).cells[1].number.value) == "1234"  # type: ignore[union-attr]  # it is one
