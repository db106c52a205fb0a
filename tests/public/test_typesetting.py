"""The record's words set for reading, not one of them changed."""

from __future__ import annotations

import datetime as dt

from django.test import SimpleTestCase

from releases.models.desk.choices import Audience, EventKind, SessionKind
from releases.record.documents import (
    Dateline,
    FileEntry,
    ReleaseDocument,
    Shelf,
)
from releases.templatetags import trade
from releases.templatetags.typeset import body, dateline, paragraphs, phones, standfirst


def document(markup: str = "", **fields: object) -> ReleaseDocument:
    """A release with this body."""
    return ReleaseDocument.model_validate(
        {
            "headline": "Results",
            "category": Shelf(slug="news", name="News"),
            "language": "en",
            "timezone": "UTC",
            "body": markup,
            **fields,
        }
    )


class ATable(SimpleTestCase):
    """Framed, so that it scrolls by itself and can be reached by keyboard."""

    def test_it_stands_in_a_frame_with_its_captions_name(self) -> None:
        said = body(
            document(
                "<p>a</p><table><caption>Net <em>income</em></caption>"
                "<tbody><tr><td>b</td></tr></tbody></table><p>c</p>"
            )
        )
        assert (
            '<p>a</p><div class="table" role="group" tabindex="0" '
            'aria-label="Table 1: Net income"><table>'
        ) in said
        assert said.endswith("</table></div><p>c</p>")

    def test_figures_are_marked_and_words_are_not(self) -> None:
        for cell, figure in (
            ("1,204", True),
            ("(1,204)", True),
            ("$ 72,566", True),
            ("−3.5%", True),  # noqa: RUF001 - as statements print it
            ("—", True),
            ("n/a", True),
            ("2.5x", True),
            ("Revenue", False),
            ("Q1 2026", False),
            ("", False),
        ):
            with self.subTest(cell):
                said = body(document(f"<table><tr><td>{cell}</td></tr></table>"))
                assert ('class="figure"' in said) is figure

    def test_headers_say_what_they_head(self) -> None:
        said = body(
            document(
                "<table><thead><tr><th></th><th>2026</th></tr></thead><tbody>"
                '<tr><th>Cash</th><td>1</td></tr><tr><th scope="row">Debt</th>'
                "<td>2</td></tr></tbody></table>"
            )
        )
        assert "<tr><td></td>" in said
        assert '<th scope="col" class="figure">2026</th>' in said
        assert '<th scope="row">Cash</th>' in said
        assert '<th scope="row">Debt</th>' in said

    def test_a_first_row_of_headers_heads_columns_without_a_thead(self) -> None:
        said = body(document("<table><tr><th>Item</th></tr></table>"))
        assert '<th scope="col">Item</th>' in said


class ADateline(SimpleTestCase):
    """Printed as the wires print it, with what is known."""

    def test_it_prints_what_it_has(self) -> None:
        day = dt.date(2026, 3, 3)
        for line, printed in (
            (Dateline(), ""),
            (Dateline(places=("BOSTON",)), "BOSTON"),
            (Dateline(date=day), "March 3, 2026"),
            (Dateline(places=("BOSTON",), wire="PRNewswire"), "BOSTON (PRNewswire)"),
        ):
            with self.subTest(printed):
                assert dateline(line) == printed

    def test_before_a_body_that_opens_with_a_heading_it_stands_alone(self) -> None:
        said = body(document("<h2>One</h2>", dateline=Dateline(places=("A & B",))))
        assert said == '<p><span class="dateline">A &amp; B —</span> </p><h2>One</h2>'


class PlainText(SimpleTestCase):
    """Paragraphs by empty lines; addresses become links; nothing else is markup."""

    def test_markup_in_it_is_only_text(self) -> None:
        assert paragraphs("<b>a</b> & b") == "<p>&lt;b&gt;a&lt;/b&gt; &amp; b</p>"

    def test_empty_lines_part_paragraphs_and_line_ends_stay(self) -> None:
        assert paragraphs("a\nb\n\n\nc") == "<p>a<br>\nb</p>\n<p>c</p>"

    def test_addresses_are_links_and_dangerous_ones_are_not(self) -> None:
        said = paragraphs("See www.sec.gov, ir@example.com, [x](javascript:1).")
        assert '<a href="https://www.sec.gov">www.sec.gov</a>, ' in said
        assert '<a href="mailto:ir@example.com">ir@example.com</a>' in said
        assert "javascript" not in said

    def test_a_number_that_no_country_has_is_left_as_it_is(self) -> None:
        assert phones("(555) 12 & ext") == "(555) 12 &amp; ext"
        assert phones("+999 12 34 567") == "+999 12 34 567"

    def test_a_list_tells_how_the_text_begins(self) -> None:
        assert standfirst(document("<p>One</p><p>two</p>")) == "One two"
        assert standfirst(document("<p>x</p>", subheadlines=("Up", "b"))) == "Up"


class TheTradesWords(SimpleTestCase):
    """Every kind that the desk can choose has a word for readers."""

    def test_audiences_events_and_sessions_have_words(self) -> None:
        assert set(trade.AUDIENCES) == set(Audience.values)
        assert set(trade.EVENTS) == set(EventKind.values)
        assert set(trade.SESSIONS) == set(SessionKind.values)

    def test_a_kind_of_tomorrow_still_has_one(self) -> None:
        assert trade.event_kind("hologram") == "Event"
        assert trade.session_kind("hologram") == "Session"

    def test_a_file_without_an_ending_is_a_file(self) -> None:
        file = FileEntry(
            token="t", name="minutes", title="", media_type="", size=1, sha256=""
        )
        assert trade.file_kind(file) == "File"
