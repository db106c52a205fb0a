"""What strangers may send: it is refused or made safe, quickly and in little memory."""

from __future__ import annotations

import re
import time
import tracemalloc
from unittest import TestCase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.intake.exceptions import IntakeError
from releases.intake.readers import read_file
from releases.intake.source_document import MAX_FILE_BYTES, MAX_HTML_BYTES
from releases.text.html import html_to_text, sanitize_html
from tests.cost import assert_repeats_proportional
from tests.examples import examples
from tests.intake.word import HEAD, TYPES, build_docx, build_zip, paragraph

LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};">'
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
HARMLESS = re.compile(
    r"<(?:p|/p|h[234]|/h[234]|ul|/ul|ol|/ol|li|/li|br|table|/table|caption|/caption"
    r"|thead|/thead|tbody|/tbody|tr|/tr|/th|/td|/a|em|/em|strong|/strong|sup|/sup|sub|/sub"
    r'|a href="(?:https?:|mailto:|tel:)[^"<>]*"|t[hd](?: scope="(?:col|row)")?'
    r'(?: colspan="\d+")?)>',
    re.IGNORECASE,
)
MARKUP = st.lists(
    st.sampled_from(
        [
            *(
                "<p>",
                "</p>",
                "<b>",
                "</b>",
                "<table>",
                "<tr>",
                "<td>",
                "</table>",
                "<li>",
            ),
            *("<ul>", "</ul>", "<script>", "</script>", "<a href='javascript:x()'>"),
            *(
                '<a href="https://e.example.com/?a=\'&b=)(">',
                "</a>",
                "<h1>",
                "<br>",
                "<pre>",
            ),
            *(
                "<img src=x onerror=x()>",
                "<iframe>",
                "</iframe>",
                "<style>",
                "</style>",
            ),
            *(
                "<td colspan=99 rowspan=99>",
                "<ol start=9>",
                "&lt;script&gt;",
                "<!--",
                "-->",
            ),
            *(
                "$",
                "12,400",
                ")",
                "•",
                "Contact:",
                "About Us",
                "\u202e",
                "\x01",
                "]",
                "[",
            ),
            *(
                "(x)",
                "**",
                "words of a release. ",
                "<font size=7",
                "<sup>",
                "<",
                ">",
                '"',
            ),
        ]
    ),
    max_size=60,
)


class AHostilePage(TestCase):
    """Cannot bring anything into the body but the restricted HTML."""

    @settings(max_examples=examples(50), deadline=None)
    @given(MARKUP)
    def test_only_harmless_tags_come_through(self, pieces: list[str]) -> None:
        page = f"<html><body>{''.join(pieces)} words</body></html>"
        try:
            reading = read_file(page.encode(), "page.html").reading
        except IntakeError:
            return
        body = reading.body_html
        assert "<" not in HARMLESS.sub("", body)
        assert html_to_text(sanitize_html(body)) == html_to_text(body)

    def test_text_that_turns_its_direction_is_set_straight_and_doubted(self) -> None:
        page = "<html><body><h1>A Headline</h1><p>Pay to \u202emoc.elpmaxe</p></body></html>"
        document = read_file(page.encode(), "page.html")
        assert "\u202e" not in document.reading.body_html + document.text
        saw = [str(doubt.saw) for doubt in document.reading.doubts]
        assert "characters that turn the direction of writing" in saw


class AnyBytes(TestCase):
    """Are read or refused in one line; they never crash the reader."""

    @settings(max_examples=examples(50), deadline=None)
    @given(st.binary(max_size=400), st.sampled_from(["", "a.html", "a.docx", "a.txt"]))
    def test_at_random(self, data: bytes, name: str) -> None:
        self.read_or_refused(data, name)

    @settings(max_examples=examples(20), deadline=None)
    @given(st.binary(max_size=200))
    def test_that_begin_like_something_known(self, data: bytes) -> None:
        for head in (
            b"PK\x03\x04",
            b"<html>",
            b"<!DOCTYPE html><p>",
            b"\xff\xfe<\x00p\x00",
        ):
            self.read_or_refused(head + data, "")

    @settings(max_examples=examples(20), deadline=None)
    @given(st.integers(0, 1500), st.integers(0, 255))
    def test_of_a_word_file_with_one_byte_changed(self, place: int, byte: int) -> None:
        data = bytearray(build_docx(paragraph("A headline"), paragraph("Words of it.")))
        data[place % len(data)] = byte
        self.read_or_refused(bytes(data), "changed.docx")

    def read_or_refused(self, data: bytes, name: str) -> None:
        """Nothing but Unreadable, and that in one line which says what to do."""
        message = "It was read. Nothing to do."
        try:
            read_file(data, name)
        except IntakeError as error:
            message = str(error)
        assert "\n" not in message
        assert ". " in message


# Seconds of work on a slow machine that measures coverage; what swells takes minutes.
BOUND = 30


@pytest.mark.slow
class WhatSwells(TestCase):
    """Is refused before it does."""

    def refusal(self, data: bytes, name: str = "") -> str:
        """Return the refusal, which must come within BOUND and forty megabytes."""
        tracemalloc.start()
        began = time.process_time()
        try:
            with pytest.raises(IntakeError) as refused:
                read_file(data, name)
            assert time.process_time() - began < BOUND
            assert tracemalloc.get_traced_memory()[1] < 40_000_000
        finally:
            tracemalloc.stop()
        return str(refused.value)

    def test_a_zip_bomb(self) -> None:
        bomb = build_docx(paragraph("A"), more={"word/media/a.bin": bytes(80_000_000)})
        assert len(bomb) < 200_000
        assert "swells" in self.refusal(bomb)

    def test_a_document_that_is_a_bomb_itself(self) -> None:
        bomb = build_docx(paragraph(" " * 20_000_000))
        assert "too long" in self.refusal(bomb)

    def test_a_document_of_nothing_but_tags(self) -> None:
        assert "too long" in self.refusal(build_docx("<w:p/>" * 400_000))

    def test_a_file_of_very_many_parts(self) -> None:
        parts = {f"word/{number}.bin": b"" for number in range(3_000)}
        assert "swells" in self.refusal(build_docx(paragraph("A"), more=parts))

    def test_a_billion_laughs(self) -> None:
        document = f"{HEAD}{LAUGHS}<w>&i;</w>"
        for encoding in ("utf-8", "utf-16"):
            with self.subTest(encoding):
                parts = {
                    "[Content_Types].xml": TYPES.encode(),
                    "word/document.xml": document.encode(encoding),
                }
                assert "entities" in self.refusal(build_zip(parts))

    def test_a_billion_laughs_in_html_stay_words(self) -> None:
        page = f"{LAUGHS}<html><body><p>&i;&i;&i; and some words</p></body></html>"
        document = read_file(page.encode(), "page.html")
        assert len(document.text) < 5_000

    def test_html_that_is_nested_without_end(self) -> None:
        for tag in ("<div>", "<b>", "<table><tr><td>", "<ul><li>", "<font size=1>"):
            with self.subTest(tag):
                message = self.refusal(b"<html>" + tag.encode() * 100_000 + b"words")
                assert "nested too deeply" in message

    def test_html_of_nothing_but_tags(self) -> None:
        assert "too many HTML tags" in self.refusal(b"<html>" + b"<p>a" * 500_000)

    def test_files_that_are_too_large(self) -> None:
        for data, most in (
            (b"word " * 500_000, "2 MB"),
            (b"<html>" + b"word " * (MAX_HTML_BYTES // 5), "5 MB"),
            (b"PK\x03\x04" + bytes(MAX_FILE_BYTES), "10 MB"),
            (b"word " * (MAX_FILE_BYTES // 5 + 1), "10 MB"),
        ):
            with self.subTest(most):
                assert most in self.refusal(data)

    def test_nul_bytes(self) -> None:
        for name in ("a.txt", "a.html"):
            with self.subTest(name):
                data = b"<html><p>A headline\x00 and words</p></html>"
                assert "not text" in self.refusal(data, name)

    def test_a_nest_of_lists_within_what_html_allows(self) -> None:
        page = "<html><body>" + "<ul><li>a" * 600 + "</body></html>"
        assert read_file(page.encode(), "page.html").kind == "html"

    def test_a_page_within_the_limits_is_read_in_reasonable_time(self) -> None:
        for piece in (
            "<table><tr><td>Sales<td>$<td>12<td>)<tr><td>Costs<td><td>9</table>",
            "<p>said the man who was walking along the street that day and</p><p>1</p>",
            "<b>x</b><br>",
            '<a href="https://x.example.com/">a</a>[(',
            "<aside>x<i></i></aside><h1>a heading</h1>",
            "word",
        ):
            with self.subTest(piece):
                assert_repeats_proportional(
                    lambda text: read_file(
                        f"<html><h1>A Headline</h1>{text}</html>".encode(), "page.html"
                    ),
                    piece,
                    times=200,
                )
