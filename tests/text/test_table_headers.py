"""Headers of cells are named where headings have several rows."""

from __future__ import annotations

import re
import unittest
from unittest import mock

from releases.text import table_headers
from releases.text.table_headers import name_headers

STATEMENT = (
    "<table><thead>"
    '<tr><td></td><th scope="col" colspan="2">Three Months</th>'
    '<th scope="col" rowspan="2">Change</th></tr>'
    '<tr><td></td><th scope="col">2026</th><th scope="col">2025</th></tr></thead><tbody>'
    '<tr class="group"><th scope="rowgroup" colspan="4">Revenues:</th></tr>'
    '<tr><th scope="row">Net</th><td class="figure">3</td><td>2</td><td>50%</td></tr>'
    '<tr><th scope="row">All</th><td colspan="2">5</td><td></td></tr>'
    "</tbody></table>"
)


def headers_of(markup: str) -> dict[str, list[str]]:
    """Return the texts of the headers of each cell of data, by its text."""
    ids = dict(re.findall(r'id="([^"]+)"[^<>]*>([^<]*)', markup))
    return {
        text: [ids[name] for name in names.split()]
        for names, text in re.findall(r'<td[^<>]* headers="([^"]+)">([^<]*)', markup)
    }


class Headers(unittest.TestCase):
    """Those over a cell in their order, and the label of its row."""

    def test_each_figure_names_its_headings_and_its_label(self) -> None:
        assert headers_of(name_headers(STATEMENT)) == {
            "3": ["Three Months", "2026", "Net"],
            "2": ["Three Months", "2025", "Net"],
            "50%": ["Change", "Net"],
            "5": ["Three Months", "2026", "2025", "All"],
            "": ["Change", "All"],
        }

    def test_tables_of_one_page_share_no_id(self) -> None:
        ids = re.findall(r' id="([^"]+)"', name_headers(STATEMENT * 2))
        assert len(ids) == len(set(ids)) == 14

    def test_nothing_else_is_changed(self) -> None:
        named = name_headers(f"<p>Before</p>{STATEMENT}<p>After</p>")
        plain = re.sub(r' (?:id|headers)="cell-[^"]*"', "", named)
        assert plain == f"<p>Before</p>{STATEMENT}<p>After</p>"

    def test_a_plain_table_needs_none(self) -> None:
        plain = (
            '<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
            '<tbody><tr><th scope="row">1</th><td>2</td></tr></tbody></table>'
        )
        assert name_headers(plain) == plain

    def test_a_table_beyond_all_bounds_is_left_as_it_is(self) -> None:
        with mock.patch.object(table_headers, "MAX_PLACES", 0):
            assert name_headers(STATEMENT) == STATEMENT
