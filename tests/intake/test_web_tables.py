"""Tables of web pages: each cell's words stay, in their row and under their head."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from releases.intake.readers import read_file
from releases.intake.source_document import SourceDocument
from releases.text.html import html_to_text, sanitize_html
from releases.text.tables import tables_in
from tests.examples import examples

TOP = (
    "<h1>A Headline of Some Length for This</h1><p>BOSTON, May 3, 2022 -- Larkmoor "
    "Inc. (NYSE: LRK) said so today, and this is what it said to everyone.</p>"
)
CELLS = st.tuples(
    st.sampled_from(
        [
            "",
            "$",
            ")",
            "%",
            "(",
            "—",
            "12,400",
            "(1,200",
            "Sales",
            "2021",
            "Costs of it",
        ]
    ),
    st.integers(1, 3),
    st.integers(1, 2),
)
ROWS = st.lists(st.lists(CELLS, max_size=6), min_size=1, max_size=6)


def page(*rows: str) -> SourceDocument:
    """Return a release with a table of these rows."""
    cells = "".join(f"<tr>{row}</tr>" for row in rows)
    html = f"<html><body>{TOP}<table>{cells}</table></body></html>"
    return read_file(html.encode(), "page.html")


def table(*rows: str) -> str:
    """Return the body that a table of these rows makes."""
    return page(*rows).reading.body_html.partition("\n")[2]


def letters(text: str) -> Counter[str]:
    """How often each character stands there."""
    return Counter(re.sub(r"[\s•]", "", text))


def row(*cells: str) -> str:
    """Cells with nothing set about them."""
    return "".join(f"<td>{cell}</td>" for cell in cells)


class AnyTable(TestCase):
    """Loses no word, and is as wide in each of its rows."""

    @settings(max_examples=examples(50), deadline=None)
    @given(ROWS)
    def test_no_words_are_lost_or_doubled(
        self, rows: list[list[tuple[str, int, int]]]
    ) -> None:
        document = page(
            *(
                "".join(
                    f'<td colspan="{wide}" rowspan="{deep}">{words}</td>'
                    for words, wide, deep in cells
                )
                for cells in rows
            )
        )
        came = letters("".join(words for cells in rows for words, _, _ in cells))
        assert letters(document.text.partition("everyone.")[2]) == came
        body = document.reading.body_html.partition("\n")[2]
        if body.startswith("<table>"):
            shown = letters(unescape(re.sub(r"<[^<>]*>", "", body)))
            assert not came - shown
            # What stands in several rows is repeated where the headings end.
            assert shown == came or any(
                deep > 1 for cells in rows for *_, deep in cells
            )
        assert html_to_text(sanitize_html(body)) == html_to_text(body)
        widths = {
            width
            for table_ in tables_in(body)
            for width in (
                *(len(row) for row in table_.head_rows),
                *(len(row.cells) + 1 for row in table_.rows),
            )
        }
        assert len(widths) <= 1 or body.count("<table>") > 1


class ATable(TestCase):
    """Of a page is a table, a list or a layout."""

    def test_signs_are_put_to_their_figures(self) -> None:
        body = table(
            row("Sales", "$", "12", "", "$", "(11", ")"),
            row("Margin", "", "13.7", "%", "", "(11.0", "%)"),
        )
        assert "<td>$12</td><td>$(11)</td>" in body
        assert "<td>13.7%</td><td>(11.0%)</td>" in body

    def test_a_sign_without_a_figure_stays(self) -> None:
        body = table(
            row("Sales", "$", "12"), row("Costs", "", "9"), row("Other", "$", "")
        )
        assert "Other $" in body

    def test_a_list_whose_signs_have_a_column_is_a_list(self) -> None:
        assert table(row("•", "One thing"), row("•", "Another")) == (
            "<ul><li>One thing</li><li>Another</li></ul>"
        )

    def test_footnotes_in_two_columns_keep_their_numbers(self) -> None:
        body = table(
            row("(1)", "Sales are stated without tax in every table."),
            row("(2)", "Costs are stated with tax in every table."),
        )
        assert "(1) Sales are stated" in body
        assert "(2) Costs are stated" in body

    def test_columns_of_words_stay_columns(self) -> None:
        body = table(
            row("Name", "Office"), row("Ada Lund", "Chair"), row("Bo Ek", "Clerk")
        )
        assert body.count("<tr>") == 3
        assert '<th scope="row">Ada Lund</th><td>Chair</td>' in body

    def test_a_caption_stays(self) -> None:
        html = f"<html><body>{TOP}<table><caption>In thousands</caption>"
        html += f"<tr>{row('Sales', '12')}</tr><tr>{row('Costs', '9')}</tr></table></body></html>"
        document = read_file(html.encode(), "page.html")
        assert "<caption>In thousands</caption>" in document.reading.body_html
        assert "In thousands" in document.text

    def test_a_table_in_a_table_is_read_for_itself(self) -> None:
        inner = (
            f"<table><tr>{row('Sales', '12')}</tr><tr>{row('Costs', '9')}</tr></table>"
        )
        body = table(
            f"<td>Words beside it, and some more of them.</td><td>{inner}</td>"
        )
        assert body.count("<table>") == 1
        assert "Words beside it" in body

    def test_a_table_of_very_many_columns_is_no_table(self) -> None:
        body = table(*[row(*(f"w{n}" for n in range(90)))] * 2)
        assert "<table>" not in body
        assert "w89" in body

    def test_scripts_in_cells_are_not_read(self) -> None:
        body = table(
            row("Sales<script>x()</script>", "12"), row("Costs", "9<style>y</style>")
        )
        assert "x()" not in body
        assert ">9<" in body
