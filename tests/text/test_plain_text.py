"""Tests of passages as plain text for mails."""

from __future__ import annotations

from unittest import TestCase

from releases.text.plain_text import plain_text


class PlainText(TestCase):
    """Reads well, and has every word."""

    def test_paragraphs_lists_and_quotations_are_set_apart(self) -> None:
        markup = (
            "<h2>Outlook</h2><p>One</p><ul><li>First</li><li>Second</li></ul>"
            "<blockquote><p>Said</p></blockquote>"
        )
        assert plain_text(markup) == "Outlook\n\nOne\n\n- First\n- Second\n\n> Said"

    def test_a_line_that_ends_stays_one(self) -> None:
        markup = "<p>Ana<br>\nDirector<br/></p><ul><li>8:00<br>Poster</li></ul>"
        assert plain_text(markup) == "Ana\nDirector\n\n- 8:00\n  Poster"

    def test_names_and_values_have_lines_of_their_own(self) -> None:
        markup = (
            "<dl><div><dt>Webcast</dt> <dd><a href='https://a.example/'>Live</a></dd></div>"
            "\n<div><dt>Dial-in</dt> <dd>1</dd><dd>2</dd></div></dl><p>End</p>"
        )
        lines = ["Webcast", "Live (https://a.example/)", "Dial-in", "1", "2", "", "End"]
        assert plain_text(markup).split("\n") == lines

    def test_a_line_in_japanese_ends_where_its_paragraph_ends(self) -> None:
        line = "このメールアドレスで、Larkmoor Therapeuticsの" * 5
        assert plain_text(f"<p>{line}</p>") == line

    def test_long_lines_are_wrapped_and_addresses_are_not(self) -> None:
        address = f"https://www.example.com/{'a' * 90}/"
        text = plain_text(f'<p>{"word " * 40}<a href="{address}">here</a></p>')
        assert f"({address})" in text
        assert max(len(line) for line in text.split("\n") if address not in line) <= 76

    def test_an_address_is_not_said_twice(self) -> None:
        for shown in ("www.example.com", "https://www.example.com/"):
            markup = f'<p>See <a href="https://www.example.com/">{shown}</a>.</p>'
            assert plain_text(markup) == f"See {shown}."

    def test_a_tables_columns_are_aligned_unless_it_is_too_wide(self) -> None:
        markup = (
            "<table><tr><th></th><th colspan='2'>Year ended</th></tr>"
            "<tr><td>Revenue<br>net</td><td>1,234</td><td>9</td></tr></table>"
        )
        assert plain_text(markup) == "             Year ended\nRevenue net  1,234  9"
        wide = (
            f"<table><tr><td>{'a' * 100}</td><td></td><td>{'b' * 20}</td></tr></table>"
        )
        assert plain_text(wide) == f"{'a' * 100} | {'b' * 20}"

    def test_two_tables_are_two(self) -> None:
        table = "<table><tr><td>a</td></tr></table>"
        assert plain_text(table * 2) == "a\n\na"
