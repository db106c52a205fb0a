"""A body typed in the editor or in a plain field becomes the same restricted HTML."""

from __future__ import annotations

from django.test import SimpleTestCase

from releases.widgets.body_editor import written


class TheBody(SimpleTestCase):
    """What is typed is what is kept, and nothing that could do harm."""

    def test_plain_text_becomes_paragraphs(self) -> None:
        assert written("One.\r\nStill one.\r\n\r\nTwo & three.") == (
            "<p>One.<br>Still one.</p><p>Two &amp; three.</p>"
        )

    def test_nothing_stays_nothing(self) -> None:
        assert written("  ") == ""
        assert written("<p></p>") == ""

    def test_scripts_styles_and_handlers_go(self) -> None:
        typed = '<p onclick="x()" style="color:red">A<script>alert(1)</script></p>'
        assert written(typed) == "<p>A</p>"

    def test_the_editors_paragraphs_in_cells_and_items_go(self) -> None:
        typed = (
            "<ul><li><p>One</p><ul><li><p>Deeper</p></li></ul></li></ul>"
            '<table><tbody><tr><td colspan="1" rowspan="1"><p>1</p></td></tr>'
            "</tbody></table>"
        )
        assert written(typed) == (
            "<ul><li>One<ul><li>Deeper</li></ul></li></ul>"
            "<table><tbody><tr><td>1</td></tr></tbody></table>"
        )

    def test_several_paragraphs_in_a_cell_stay(self) -> None:
        typed = "<table><tbody><tr><td><p>1</p><p>2</p></td></tr></tbody></table>"
        assert written(typed) == typed

    def test_rows_of_heads_head_the_table(self) -> None:
        typed = (
            "<table><caption>Figures</caption><tbody>"
            '<tr><th colspan="2"><p>2026</p></th></tr><tr><th>A</th><th>B</th></tr>'
            "<tr><th>Revenue</th><td>1</td></tr></tbody></table>"
        )
        assert written(typed) == (
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
        assert written(typed) == typed

    def test_writing_twice_changes_nothing(self) -> None:
        for typed in ("One.\n\nTwo.", "<ul><li><p>A</p></li></ul>", "<h2>H</h2>"):
            with self.subTest(typed):
                assert written(written(typed)) == written(typed)
