"""What office programs put on the clipboard becomes the restricted HTML as it was meant.

`clipboard/` has a clipboard of each program, and beside it what it must become, a tag a
line, with what the writer is told after it.
"""

from __future__ import annotations

from pathlib import Path

from django.test import SimpleTestCase

import pytest

from releases.intake.exceptions import IntakeError
from releases.intake.pasting import read_pasted, unnest_tables
from releases.text.html import sanitize_html

CLIPBOARDS = Path(__file__).parent / "clipboard"
ITEM = (
    "<p style='mso-list:l{number} level{level} lfo{number}'><![if !supportLists]>"
    "<span style='mso-list:Ignore'>{sign}<span>&nbsp; </span></span><![endif]>{words}</p>\n"
)


def item(words: str, sign: str = "·", *, level: int = 1, number: int = 0) -> str:
    """Return a paragraph that Word calls an item of a list."""
    return ITEM.format(words=words, sign=sign, level=level, number=number)


def markup(html: str, *, in_cell: bool = False) -> str:
    """Return the restricted HTML of a paste."""
    return read_pasted(html, in_cell=in_cell).markup


class TheClipboardOfEachProgram(SimpleTestCase):
    """Word, Excel, Google Docs and Outlook."""

    def test_each_becomes_what_stands_beside_it(self) -> None:
        sources = sorted(CLIPBOARDS.glob("*.html"))
        assert len(sources) == 8
        for source in sources:
            with self.subTest(source.stem):
                pasted = read_pasted(source.read_text())
                notices = [f"- {message}" for message in pasted.left_out]
                lines = [*pasted.markup.replace("><", ">\n<").split("\n"), "", *notices]
                assert lines == source.with_suffix(".txt").read_text().splitlines()

    def test_each_is_restricted_html_that_a_second_paste_leaves_as_it_is(self) -> None:
        for source in CLIPBOARDS.glob("*.html"):
            with self.subTest(source.stem):
                once = markup(source.read_text())
                assert sanitize_html(once) == once
                assert markup(once) == once


class ListsOfWord(SimpleTestCase):
    """Paragraphs that only a style calls items are items."""

    def test_a_deeper_item_stands_in_the_one_above_it(self) -> None:
        html = item("A") + item("B", "o", level=3) + item("C")
        assert markup(html) == "<ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>"

    def test_a_list_may_begin_with_a_deeper_item(self) -> None:
        html = item("A", level=2) + item("B")
        assert markup(html) == "<ul><li>A</li></ul><ul><li>B</li></ul>"

    def test_signs_and_numbers_of_one_level_are_two_lists(self) -> None:
        html = item("A") + item("B", "1.")
        assert markup(html) == "<ul><li>A</li></ul><ol><li>B</li></ol>"

    def test_another_list_and_words_between_begin_another(self) -> None:
        html = item("A") + item("B", number=1) + "<p>Then</p>" + item("C", number=1)
        assert markup(html) == (
            "<ul><li>A</li></ul><ul><li>B</li></ul><p>Then</p><ul><li>C</li></ul>"
        )

    def test_a_numbered_heading_is_a_heading(self) -> None:
        html = item("Outlook", "1.").replace("<p", "<h3").replace("</p>", "</h3>")
        assert markup(html) == "<h3>1.&nbsp; Outlook</h3>"

    def test_lists_directly_in_lists_go_into_the_item_before(self) -> None:
        assert markup("<ul><ul><li>A</li></ul><ol><li>B</li></ol></ul>") == (
            "<ul><li><ul><li>A</li></ul><ol><li>B</li></ol></li></ul>"
        )


class TablesOfEverywhere(SimpleTestCase):
    """A table is a table of the site, and never stands in another."""

    INNER = "<table><tr><td>Cash</td><td>1</td></tr><tr><td>Debt</td><td>2</td></tr></table>"
    SET_OUT = (
        '<table><tbody><tr><th scope="row">Cash</th><td>1</td></tr>'
        '<tr><th scope="row">Debt</th><td>2</td></tr></tbody></table>'
    )

    def test_a_table_that_holds_another_is_taken_apart_and_named(self) -> None:
        html = (
            "<table><colgroup><col></colgroup><tbody><tr><td>Left</td>"
            f"<td>Above{self.INNER}below</td></tr></tbody></table>"
        )
        pasted = read_pasted(html)
        assert pasted.markup == (f"<p>Left</p><p>Above</p>{self.SET_OUT}<p>below</p>")
        assert [str(message) for message in pasted.left_out] == [
            "a table that held another: what was in its cells stands one below the other"
        ]

    def test_in_a_cell_its_rows_are_lines_unless_it_is_all_that_is_pasted(self) -> None:
        html = f"<p>As follows</p>{self.INNER}"
        pasted = read_pasted(html, in_cell=True)
        assert pasted.markup == "<p>As follows</p><p>Cash 1</p><p>Debt 2</p>"
        assert str(pasted.left_out[0]) == (
            "a table, pasted into a cell: each of its rows is a line"
        )
        assert markup(self.INNER, in_cell=True) == self.SET_OUT

    def test_saving_takes_apart_what_was_nested_by_other_means(self) -> None:
        nested = (
            "<p>Before</p><table><tbody><tr><td><p>Above</p>"
            f"{self.SET_OUT}</td></tr></tbody></table>"
        )
        assert unnest_tables(nested) == f"<p>Before</p><p>Above</p>{self.SET_OUT}"
        assert unnest_tables(self.SET_OUT * 2) == self.SET_OUT * 2

    def test_cells_over_hidden_columns_keep_the_columns_that_are_seen(self) -> None:
        html = (
            "<table><col><col span=2 style='visibility: collapse'><col>"
            "<tr><td>In thousands</td><td colspan=3>Year</td></tr>"
            "<tr><td>Revenue</td><td></td><td>9</td><td>12</td></tr></table>"
        )
        pasted = read_pasted(html)
        assert "<td>12</td>" in pasted.markup
        assert "colspan" not in pasted.markup
        assert [str(message) for message in pasted.left_out] == ["hidden words: “9”"]

    def test_a_hidden_column_without_words_is_not_worth_a_word(self) -> None:
        html = "<table><col width=0><tr><td></td><td>A</td></tr></table>"
        assert read_pasted(html).left_out == ()

    def test_what_is_no_table_of_data_stays_as_it_is(self) -> None:
        html = "<table><tr><td>•</td><td>One</td></tr></table>"
        assert "<td>•</td>" in markup(html)

    def test_a_caption_becomes_the_tables_own_once(self) -> None:
        html = f"<p class=MsoCaption>Cash</p><div>{self.INNER}</div>"
        assert markup(html).startswith("<table><caption>Cash</caption>")
        assert markup("<p class=MsoCaption>Figure 1</p>") == "<p>Figure 1</p>"


class WordsAndTheirLooks(SimpleTestCase):
    """What readers see stays, and what they don't is named."""

    def test_styles_become_tags(self) -> None:
        for html, expected in (
            (
                "<p><span style='font-weight:700'>A</span></p>",
                "<p><strong>A</strong></p>",
            ),
            ("<p><i style='font-style:normal'>A</i></p>", "<p>A</p>"),
            (
                "<style>.x{font-style:italic}</style><p><b class=x>A</b></p>",
                "<p><strong><em>A</em></strong></p>",
            ),
            (
                "<p>CO<span style='vertical-align:sub'>2</span></p>",
                "<p>CO<sub>2</sub></p>",
            ),
            ("<h1><b>A</b></h1><h5>B</h5>", "<h2>A</h2><h4>B</h4>"),
            (
                "<p class=MsoTitle>A</p><p class=MsoQuote>B</p>",
                "<h2>A</h2><blockquote>B</blockquote>",
            ),
            ("<div>A<br></div><div><div>B</div><br></div>C", "<p>A<br></p><p>B</p>C"),
        ):
            with self.subTest(html):
                assert markup(html) == expected

    def test_links_that_go_nowhere_become_their_words(self) -> None:
        html = (
            '<p><a name="top"></a><a href="#toc1">Contents</a> <a href="https://x.example/">x</a>'
            ' <a href="https://www.google.com/url?q=javascript:1">y</a></p>'
        )
        pasted = read_pasted(html)
        assert pasted.markup == (
            '<p>Contents <a href="https://x.example/">x</a> '
            '<a href="https://www.google.com/url?q=javascript:1">y</a></p>'
        )
        assert [str(message) for message in pasted.left_out] == [
            "a link that readers could not follow: “Contents”"
        ]

    def test_footnotes_of_libreoffice_are_those_of_word(self) -> None:
        html = (
            '<p>Up 12%<sup><a href="#sdfootnote1sym" name="sdfootnote1anc"><sup>1</sup></a></sup>'
            '</p><p><a href="#sdfootnote1anc" name="sdfootnote1sym">1</a><b>Organic</b></p>'
            '<p>A<a href="#_ftn2">see the note below</a></p>'
        )
        assert markup(html) == (
            "<p>Up 12%<sup>[1]</sup></p><p>[1] <strong>Organic</strong></p>"
            "<p>A<sup>see the note below</sup></p>"
        )

    def test_pictures_and_forms_are_named(self) -> None:
        html = (
            "<p>A<svg><text>9</text></svg></p><form>B<input></form>"
            "<img alt='Revenue by quarter'><img><p>C\u200bD</p>"
        )
        pasted = read_pasted(html)
        assert pasted.markup == "<p>A</p>B<p>CD</p>"
        assert [str(message) for message in pasted.left_out] == [
            "a chart or drawing",
            "an embedded file, a form or a recording",
            "an image: “Revenue by quarter”",
            "an image",
            "characters that nobody sees",
        ]

    def test_what_is_too_large_or_too_deep_is_refused(self) -> None:
        for html in ("x" * 2_000_001, "<b>" * 60_001, "<div>" * 5_000):
            with self.subTest(html[:5]), pytest.raises(IntakeError):
                read_pasted(html)
