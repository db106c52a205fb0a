"""Tables of figures as a financial printer sets them."""

from __future__ import annotations

import re

from django.test import SimpleTestCase

from releases.templatetags.text_markup import wrap_tables
from releases.text.html import html_to_text, sanitize_html
from releases.text.printed_tables import set_tables


def row(*cells: str, kind: str = "", indent: int = 0) -> str:
    """Return a row of a body: its label, then its figures."""
    label, *figures = cells
    classes = f' class="{kind}"' if kind else ""
    inset = f' class="indent-{indent}"' if indent else ""
    values = "".join(f"<td>{figure}</td>" for figure in figures)
    return f"<tr{classes}><th{inset}>{label}</th>{values}</tr>"


def printed(*rows: str, columns: int = 2) -> str:
    """Return a table of these rows below a head, as a page shows it."""
    head = "".join(f"<th>202{column}</th>" for column in range(columns))
    return set_tables(
        wrap_tables(
            sanitize_html(
                f"<table><thead><tr><th></th>{head}</tr></thead>"
                f"<tbody>{''.join(rows)}</tbody></table>"
            )
        )
    )


def kinds(markup: str) -> list[str]:
    """Return the class of each row of the body."""
    body = markup.partition("</thead>")[2]
    return re.findall(r'<tr(?: class="([^"]*)")?>', body)


def frame(markup: str) -> set[str]:
    """Return the classes of the frame of the table."""
    match = re.match(r'<div class="([^"]*)"', markup)
    assert match
    return set(match[1].split())


class RowsOfAStatement(SimpleTestCase):
    """Are labels over others, lines below them, and sums."""

    STATEMENT = (
        ("Revenues:", "", ""),
        ("Product revenue", "$ 10", "$ 9"),
        ("Other revenue", "1", "(1)"),
        ("Total revenues", "11", "8"),
        ("Interest", "1", "1"),
        ("", "", ""),
        ("Total income", "$ 12", "$ 9"),
    )
    KINDS = ("group", "line", "line", "total", "", "gap", "total grand")

    def test_are_known_from_their_cells(self) -> None:
        assert kinds(printed(*(row(*cells) for cells in self.STATEMENT))) == [
            *self.KINDS
        ]

    def test_are_those_that_intake_knew_where_it_knew_any(self) -> None:
        html = printed(
            row("Revenues", "", "", kind="group"),
            row("Product", "$ 10", "$ 9", indent=1),
            row("Total of all", "10", "9"),
            row("Sum of both", "$ 10", "$ 9", kind="total", indent=2),
        )
        assert kinds(html) == ["group", "", "", "total grand"]
        assert '<th class="indent-2" scope="row">Sum of both</th>' in html

    def test_below_a_label_without_a_colon_are_set_plain(self) -> None:
        rows = (row("Assets", "", ""), row("Cash", "1", "2"))
        assert kinds(printed(*rows)) == ["group", ""]

    def test_whose_first_word_only_begins_like_total_are_set_plain(self) -> None:
        assert kinds(printed(row("Totally owned", "1", "2"))) == [""]


class Digits(SimpleTestCase):
    """Stand below digits."""

    def test_the_currency_has_a_slot_and_brackets_hang(self) -> None:
        html = printed(row("Net", "$ (1,234)", "5"), row("Other", "−€3", "$4"))  # noqa: RUF001 - a minus
        assert (
            '<span class="currency">$</span> (1,234<span class="hung">)</span>' in html
        )
        assert '<span class="currency">$</span> 4</td>' in html
        assert "hangs" in frame(html)

    def test_a_percent_sign_hangs_too(self) -> None:
        html = printed(row("Margin", "12.5%", "(3.0)%"))
        assert '12.5<span class="hung">%</span>' in html
        assert '(3.0<span class="hung">)%</span>' in html
        assert "hangs-percent" in frame(html)

    def test_a_figure_with_markup_stays_as_it_is(self) -> None:
        html = printed(row("Net", "$ 1<sup>(a)</sup>", "$ <strong>5</strong>"))
        assert "$ <strong>5</strong>" in html

    def test_no_word_is_changed(self) -> None:
        rows = [row(*cells) for cells in RowsOfAStatement.STATEMENT]
        plain = html_to_text(wrap_tables(f"<table>{''.join(rows)}</table>")).split()
        shown = html_to_text(printed(*rows)).split()
        assert shown == ["2020", "2021", *plain]


class TheFrame(SimpleTestCase):
    """Says what kind of table it is: how wide, how long, or no table of figures."""

    def test_of_words_is_that_of_a_plain_table(self) -> None:
        html = printed(row("Poster", "Room 4", "Monday"), row("Talk", "Room 5", "7"))
        assert frame(html) == {"table"}
        assert frame(printed(row("Nothing", "", ""))) == {"table"}

    def test_of_a_wide_and_of_a_long_table_scroll(self) -> None:
        few = printed(row("Cash", "1", "2"))
        assert frame(few) == {"table", "figures", "narrow"}
        wide = printed(row("Cash", *("1" * 40)), columns=40)
        assert frame(wide) == {"table", "figures"}
        for count, classes in ((24, {"tall"}), (48, {"tall", "long"})):
            high = printed(*(row("Cash", "1", "2") for _ in range(count)))
            assert frame(high) == {"table", "figures", "narrow", *classes}

    def test_is_named_for_the_heading_above_its_table(self) -> None:
        html = wrap_tables(
            "<h2>Balance sheets</h2>\n<p>(In thousands)</p><table><tr><td>1</td></tr></table>"
            "<p>a</p><table><tr><td>1</td></tr></table>"
        )
        assert 'aria-label="Table 1: Balance sheets"' in html
        assert 'aria-label="Table 2"' in html
