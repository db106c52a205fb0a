"""Releases that come as HTML: whatever surrounds them, they are read whole."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from unittest import TestCase

import pytest

from releases.intake.exceptions import IntakeError
from releases.intake.readers import read_file
from releases.intake.source_document import SourceDocument
from tests.intake import expectations
from tests.intake.expectations import Expected

PAGES = Path(__file__).parent / "pages"


def pages() -> list[tuple[str, SourceDocument, Expected]]:
    """Name, arrival and expectation of each page."""
    return [
        (
            path.stem,
            read_file(path.read_bytes(), path.name),
            json.loads(path.with_suffix(".json").read_text()),
        )
        for path in sorted(PAGES.glob("*.html"))
    ]


def read(markup: str) -> SourceDocument:
    """Return a page with this body."""
    return read_file(f"<html><body>{markup}</body></html>".encode(), "page.html")


def _facts(event: str) -> str:
    return event.rpartition("; ")[0]


class EveryPage(TestCase):
    """Is read as its author reads it."""

    read: list[tuple[str, SourceDocument, Expected]]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.read = pages()

    def test_there_are_pages(self) -> None:
        assert len(self.read) >= 8
        assert {document.kind for _, document, _ in self.read} == {"html"}

    def test_headline_dateline_and_issuer(self) -> None:
        for name, document, expected in self.read:
            with self.subTest(name):
                reading = document.reading
                assert reading.headline
                assert reading.dateline
                assert reading.issuer
                dateline = reading.dateline
                assert reading.headline.text == expected["headline"]
                deck = [body.text for body in reading.subheadlines]
                assert deck == expected.get("deck", [])
                assert list(dateline.places) == expected["places"]
                assert str(dateline.date) == expected["date"]
                assert dateline.wire == expected.get("wire")
                assert reading.issuer.text == expected["issuer"]
                assert expectations.listings(reading) == expected["listings"]
                source = reading.source.text if reading.source else None
                assert source == expected.get("source")

    def test_the_body_keeps_its_tables_lists_headings_links_and_emphasis(self) -> None:
        for name, document, expected in self.read:
            with self.subTest(name):
                assert document.reading.body_html.split("\n") == expected["body"]

    def test_sections_contacts_and_events(self) -> None:
        for name, document, expected in self.read:
            with self.subTest(name):
                reading = document.reading
                for key, sections in (
                    ("abouts", reading.boilerplates),
                    ("disclaimers", reading.disclaimers),
                ):
                    texts = [
                        f"{parsed.heading}: {parsed.text}"
                        if parsed.heading
                        else parsed.text
                        for parsed in sections
                    ]
                    assert texts == expected.get(key, [])
                contacts = [expectations.contact(parsed) for parsed in reading.contacts]
                assert contacts == expected.get("contacts", [])
                # A title is worded by the parser; what it says is tested with text.
                events = [
                    _facts(expectations.event(parsed)) for parsed in reading.events
                ]
                assert events == [
                    _facts(parsed) for parsed in expected.get("events", [])
                ]

    def test_nothing_of_what_surrounds_it_is_read(self) -> None:
        for name, document, expected in self.read:
            for words in expected.get("absent", []):
                with self.subTest(name, words=words):
                    assert words not in document.text
                    assert words not in document.reading.body_html

    def test_the_lines_of_a_reading_are_those_of_its_text(self) -> None:
        for name, document, _ in self.read:
            lines = document.text.split("\n")
            for quote in (
                document.reading.headline,
                *document.reading.subheadlines,
                *document.reading.furniture,
            ):
                with self.subTest(name, said=quote):
                    assert quote
                    there = " ".join(lines[quote.lines.first - 1 : quote.lines.last])
                    assert quote.text in " ".join(there.split())


class WordsOnAPage(TestCase):
    """Are set as their author set them."""

    def body(self, markup: str) -> str:
        """Return the body of a release with this in it."""
        page = read(
            "<h1>A Headline of Some Length for This</h1><p>BOSTON, May 3, 2022 -- "
            f"Larkmoor Inc. (NYSE: LRK) said so today, and this is what it said.</p>{markup}"
        )
        return page.reading.body_html.partition("\n")[2]

    def test_nested_and_overlapping_styles_stay_well_formed(self) -> None:
        body = self.body(
            "<p>We <b>sold <i>many</b> good</i> <span style='font-weight:700'>pumps"
            "</span> and <a href='https://x.example.com'>a <b>bold</b> one</a>.</p>"
        )
        assert body.startswith("<p>We <strong>sold <em>many</em></strong>")
        assert '<a href="https://x.example.com">a <strong>bold</strong> one</a>' in body
        opened = re.findall(r"<(/?)(\w+)", body)
        assert sum(1 for slash, _ in opened if not slash) * 2 == len(opened)

    def test_a_link_survives_brackets_in_its_words(self) -> None:
        body = self.body(
            '<p>It is in <a href="https://x.example.com/(a)">note [4]</a> of ours.</p>'
        )
        assert '<a href="https://x.example.com/%28a%29">note [4]</a>' in body

    def test_printed_addresses_become_links(self) -> None:
        body = self.body(
            "<p>See <b>www.x.example.com</b> or write to a@x.example.com.</p>"
        )
        assert 'href="https://www.x.example.com"' in body
        assert 'href="mailto:a@x.example.com"' in body

    def test_markup_that_is_quoted_stays_quoted(self) -> None:
        body = self.body(
            "<p>The tag &lt;script&gt; opens a script &amp; more than that.</p>"
        )
        assert "&lt;script&gt; opens a script &amp; more" in body

    def test_headings_are_ranked_without_a_gap(self) -> None:
        body = self.body(
            "<h3>First Part</h3><p>Words of the first part, which are enough.</p>"
            "<h5>Of Which</h5><p>Words of the part of it, which are enough.</p>"
        )
        assert "<h2>First Part</h2>" in body
        assert "<h3>Of Which</h3>" in body

    def test_a_table_in_text_that_was_typed_stays_a_table(self) -> None:
        body = self.body(
            "<pre>Sales      $ 12,400   $ 11,900\nCosts        9,100      8,700</pre>"
        )
        assert body.count("<tr>") == 2

    def test_footnotes_keep_their_numbers(self) -> None:
        body = self.body(
            "<p>(1) Net income is stated after tax in all of the tables.</p>"
        )
        assert "(1) Net income" in body

    def test_cells_that_reach_over_rows_keep_the_columns_in_place(self) -> None:
        body = self.body(
            "<table><tr><td rowspan=2>Region</td><td colspan=2>Sales</td></tr>"
            "<tr><td>2021</td><td>2020</td></tr><tr><td>North</td><td>12</td><td>11</td>"
            "</tr><tr><td>South</td><td>7</td><td>5</td></tr></table>"
        )
        assert (
            '<tr><th scope="col" rowspan="2">Region</th><th scope="col" colspan="2">Sales'
            '</th></tr><tr><th scope="col">2021</th><th scope="col">2020</th></tr>'
            in body
        )

    def test_numbers_of_a_list_that_does_not_start_at_one_stay(self) -> None:
        body = self.body(
            "<ol start=4><li>The fourth of them</li><li>The fifth</li></ol>"
        )
        assert "4. The fourth of them" in body

    def test_soft_line_breaks_of_old_pages_are_no_paragraphs(self) -> None:
        body = self.body(
            "<p>The company said that its new works in Hunslet would be<br>opened in the"
            " spring by forty fitters and their friends.</p>"
        )
        assert "would be opened in the spring" in html.unescape(body)

    def test_an_address_hidden_from_harvesters_is_read(self) -> None:
        key = 0x42
        code = bytes([key, *(ord(c) ^ key for c in "ir@larkmoor.example.com")]).hex()
        body = self.body(
            f'<p>Write to <a data-cfemail="{code}">[email&#160;protected]</a> for more.</p>'
        )
        assert "mailto:ir@larkmoor.example.com" in body
        assert "protected" not in body


class AHeadlineThatIsMarked(TestCase):
    """As a heading is the headline, though it be too short to be known by itself."""

    def test_of_three_words(self) -> None:
        for level in ("h1", "h2"):
            with self.subTest(level):
                page = read(
                    f"<{level}>Larkmoor Buys Shares</{level}><p>BOSTON, May 3, 2022 -- "
                    "Larkmoor Inc. (NYSE: LRK) said today that it bought ten.</p>"
                    "<h2>What Comes Next</h2><p>It will say so when it buys more.</p>"
                )
                assert page.reading.headline
                assert page.reading.headline.text == "Larkmoor Buys Shares"
                assert "<h2>What Comes Next</h2>" in page.reading.body_html


class WhatIsLeftOut(TestCase):
    """Of a page is said, unless it is menus and the like."""

    def test_prose_around_a_release_is_doubted(self) -> None:
        release = (
            "<p>BOSTON, May 3, 2022 -- Larkmoor Inc. (NYSE: LRK) said so. "
            + "It did. " * 90
        )
        around = "<p>We tell our readers about many companies and their ways. </p>" * 9
        page = read(
            f"<main><article><h1>Larkmoor Says So to Everyone</h1>{release}</p></article>"
            f"</main><footer>{around}</footer>"
        )
        doubt = page.reading.doubts[0]
        assert (doubt.line, str(doubt.saw)[:6]) == (1, "about ")
        assert "readers about" not in page.text

    def test_a_web_archive_is_refused_with_what_to_do(self) -> None:
        for head in (b"From: <Saved by Blink>\r\n", b"MIME-Version: 1.0\r\n"):
            with self.subTest(head), pytest.raises(IntakeError, match="as HTML alone"):
                read_file(head + b"Subject: A release\r\n\r\n<html>", "page.mht")
