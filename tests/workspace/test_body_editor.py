"""A body typed in the editor or in a plain field becomes the same restricted HTML."""

from __future__ import annotations

from html import escape

from django.test import SimpleTestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.templatetags.text_markup import wrap_tables
from releases.text.html import html_to_text
from releases.widgets.body_editor import clean_body_html

# Words of a text about HTML, of which each looks like something that cleaning changes.
WORDS = st.lists(
    st.sampled_from(
        [
            *('scope="row"', 'colspan="1"', 'rowspan="1"', 'class=""', 'class="group"'),
            *(
                "<th",
                "<td>",
                "</td>",
                "<p></p>",
                "<b>",
                "<table>",
                "<tbody>",
                "</thead>",
            ),
            *("revenue", "P<0.05", "&amp;", '"', ">", "<", "12,400"),
        ]
    ),
    min_size=1,
    max_size=8,
)
CELL = st.sampled_from(
    [
        "<td>{}</td>",
        "<th>{}</th>",
        "<td><p>{}</p></td>",
        '<th scope="row" colspan="1">{}</th>',
        '<th class="x">{}</th>',
    ]
)
BLOCK = st.one_of(
    st.sampled_from(["<p>{}</p>", "<h2>{}</h2>", "<ul><li><p>{}</p></li></ul>"]),
    st.lists(st.lists(CELL, min_size=1, max_size=3), min_size=1, max_size=3).map(
        lambda rows: (
            "<table><caption>{}</caption><tbody>"
            + "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
            + "</tbody></table>"
        )
    ),
)
BODIES = st.lists(BLOCK, min_size=1, max_size=3).map("".join)


class TheBody(SimpleTestCase):
    """What is typed is what is kept, and nothing that could do harm."""

    def test_plain_text_becomes_paragraphs(self) -> None:
        assert clean_body_html("One.\r\nStill one.\r\n\r\nTwo & three.") == (
            "<p>One.<br>Still one.</p><p>Two &amp; three.</p>"
        )

    def test_nothing_stays_nothing(self) -> None:
        assert clean_body_html("  ") == ""
        assert clean_body_html("<p></p>") == ""

    def test_scripts_styles_and_handlers_go(self) -> None:
        typed = '<p onclick="x()" style="color:red">A<script>alert(1)</script></p>'
        assert clean_body_html(typed) == "<p>A</p>"

    def test_the_editors_paragraphs_in_cells_and_items_go(self) -> None:
        typed = (
            "<ul><li><p>One</p><ul><li><p>Deeper</p></li></ul></li></ul>"
            '<table><tbody><tr><td colspan="1" rowspan="1"><p>1</p></td></tr>'
            "</tbody></table>"
        )
        assert clean_body_html(typed) == (
            "<ul><li>One<ul><li>Deeper</li></ul></li></ul>"
            "<table><tbody><tr><td>1</td></tr></tbody></table>"
        )

    def test_several_paragraphs_in_a_cell_stay(self) -> None:
        typed = "<table><tbody><tr><td><p>1</p><p>2</p></td></tr></tbody></table>"
        assert clean_body_html(typed) == typed

    def test_rows_of_heads_head_the_table(self) -> None:
        typed = (
            "<table><caption>Figures</caption><tbody>"
            '<tr><th colspan="2"><p>2026</p></th></tr><tr><th>A</th><th>B</th></tr>'
            "<tr><th>Revenue</th><td>1</td></tr></tbody></table>"
        )
        assert clean_body_html(typed) == (
            "<table><caption>Figures</caption><thead>"
            '<tr><th scope="col" colspan="2">2026</th></tr>'
            '<tr><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody>'
            '<tr><th scope="row">Revenue</th><td>1</td></tr></tbody></table>'
        )

    def test_a_headed_table_is_not_touched(self) -> None:
        typed = (
            '<table><thead><tr><th scope="col">A</th></tr></thead>'
            "<tbody><tr><td>1</td></tr></tbody></table>"
        )
        assert clean_body_html(typed) == typed

    def test_groups_totals_and_indents_of_a_table_stay_and_other_classes_go(
        self,
    ) -> None:
        typed = (
            '<table><tbody><tr class="group"><th colspan="2">Revenues:</th></tr>'
            '<tr class="wide"><th class="indent-1 x">Products</th><td>1</td></tr>'
            '<tr class="total"><th>Total</th><td>1</td></tr></tbody></table>'
        )
        assert clean_body_html(typed) == (
            '<table><tbody><tr class="group"><th scope="rowgroup" colspan="2">Revenues:'
            '</th></tr><tr><th scope="row" class="indent-1">Products</th><td>1</td></tr>'
            '<tr class="total"><th scope="row">Total</th><td>1</td></tr></tbody></table>'
        )

    def test_words_that_look_like_attributes_are_words(self) -> None:
        for typed in (
            '<p>The attribute scope="row" and colspan="1" matter.</p>',
            '<p>pass rowspan="1" too</p>',
            '<table><tbody><tr><td>a class="total" and scope="col"</td></tr></tbody></table>',
        ):
            with self.subTest(typed):
                assert clean_body_html(typed) == typed

    def test_attributes_that_the_text_speaks_of_are_text(self) -> None:
        for typed in (
            '<p>Give each header scope="row" and colspan="1".</p>',
            '<table><tbody><tr><td>rowspan="1"</td><td>x</td></tr></tbody></table>',
            '<ul><li>scope="col"</li></ul><p>colspan="1" rowspan="1"</p>',
        ):
            with self.subTest(typed):
                assert clean_body_html(typed) == typed

    @given(BODIES, st.data())
    def test_every_word_stays_at_the_desk_and_on_the_page(
        self, body: str, data: st.DataObject
    ) -> None:
        texts = [" ".join(data.draw(WORDS)) for _ in range(body.count("{}"))]
        kept = clean_body_html(body.format(*(escape(text) for text in texts)))
        words = " ".join(texts).split()
        assert html_to_text(kept).split() == words
        assert html_to_text(wrap_tables(kept)).split() == words

    def test_writing_twice_changes_nothing(self) -> None:
        for typed in ("One.\n\nTwo.", "<ul><li><p>A</p></li></ul>", "<h2>H</h2>"):
            with self.subTest(typed):
                assert clean_body_html(clean_body_html(typed)) == clean_body_html(typed)


class WordsThatNobodyIsMeantToRead(SimpleTestCase):
    """Words struck out or hidden in what was typed or pasted are not kept."""

    def test_they_go_from_text_and_from_markup(self) -> None:
        for typed in (
            "It pays <s>$1</s>$2.",
            "<p>It pays <del>$1</del>$2.</p>",
            '<p>It pays <span style="text-decoration: line-through">$1</span>$2.</p>',
            '<style>.x {display: none}</style><p>It pays <i class="x">$1</i>$2.</p>',
            "<p>It pays <span hidden>$1</span>$2.</p>",
            '<p>It pays <a class="msocomanchor">[AB1]</a>$2.</p>',
        ):
            with self.subTest(typed):
                assert clean_body_html(typed) == "<p>It pays $2.</p>"

    def test_what_has_none_is_not_touched(self) -> None:
        for typed in (
            "<p>a &lt; b &amp; c&nbsp;d, p&lt;0.05</p>",
            '<table><tbody><tr class="group"><th scope="rowgroup">A</th></tr></tbody></table>',
        ):
            with self.subTest(typed):
                assert clean_body_html(typed) == typed
