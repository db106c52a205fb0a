"""Passages are marked in the text, and not a word of it is changed."""

from __future__ import annotations

import re

from django.test import SimpleTestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.text.highlighting import Highlighter
from releases.text.html import html_to_text, sanitize_html

MARKS = re.compile(r'</?mark>|<span id="mark-[^"]*"></span>')


class AMark(SimpleTestCase):
    """It stands around the words, whatever tags are between them."""

    def marked(self, markup: str, **passages: str) -> str:
        """Return the markup with these passages marked."""
        return Highlighter(passages).highlight(markup)

    def test_across_tags_it_is_cut(self) -> None:
        assert self.marked(
            "<p>grew by <strong>12%</strong> net</p>", a="by 12% net"
        ) == (
            '<p>grew <span id="mark-a"></span><mark>by </mark>'
            "<strong><mark>12%</mark></strong><mark> net</mark></p>"
        )

    def test_each_place_is_marked_and_the_first_is_where_a_link_leads(self) -> None:
        found = self.marked("<p>TBD and TBD</p>", a="TBD")
        assert found.count("<mark>TBD</mark>") == 2
        assert found.count('id="mark-a"') == 1

    def test_whole_words_come_first_and_parts_of_words_will_do(self) -> None:
        assert self.marked("<p>cat, at</p>", a="at").endswith("<mark>at</mark></p>")
        assert "<mark>at</mark>" in self.marked("<p>cat</p>", a="at")

    def test_words_of_two_blocks_are_two_words(self) -> None:
        markup = "<p>the</p><p>end</p>"
        assert "<mark>" not in self.marked(markup, a="theend")
        assert self.marked(markup, a="the end").count("<mark>") == 2

    def test_between_the_rows_of_a_table_stands_no_mark(self) -> None:
        markup = "<table><tbody><tr><td>a</td> <td>b</td></tr></tbody></table>"
        assert "</td> <td>" in self.marked(markup, a="a b")

    def test_two_that_overlap_are_both_found(self) -> None:
        highlighter = Highlighter(
            {"a": "grew by", "b": "by 12%", "c": "nowhere", "d": " "}
        )
        highlighter.highlight("<p>grew by 12%</p>")
        assert highlighter.found_keys == {"a", "b"}

    def test_of_several_texts_the_first_that_has_it_is_led_to(self) -> None:
        highlighter = Highlighter({"a": "grew"})
        assert 'id="mark-a"' in highlighter.highlight("<p>It grew.</p>")
        assert 'id="mark-a"' not in highlighter.highlight("<p>It grew.</p>")

    @given(
        st.lists(st.sampled_from(["<p>", "</p>", "<em>", "</em>", "a", "b&amp;", " "])),
        st.lists(st.sampled_from(["a", "b&", "a b& a", "a a", "b& "]), max_size=3),
    )
    def test_without_its_marks_the_text_is_what_it_was(
        self, pieces: list[str], passages: list[str]
    ) -> None:
        markup = sanitize_html("".join(pieces))
        marked = Highlighter(dict(zip("xyz", passages, strict=False))).highlight(markup)
        assert html_to_text(MARKS.sub("", marked)) == html_to_text(markup)
