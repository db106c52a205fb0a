"""Template filters: published text as HTML, and the labels of kinds."""

from __future__ import annotations

import datetime as dt

from django.test import SimpleTestCase

from releases.models.record.kinds import Audience, EventKind, NoticeKind, SessionKind
from releases.record.documents import (
    CategoryEntry,
    ContactEntry,
    Dateline,
    FileEntry,
    ReleaseDocument,
)
from releases.templatetags import labels
from releases.templatetags.text_markup import (
    body_html,
    paragraphs,
    phone_links,
    standfirst,
)


def document(markup: str = "", **fields: object) -> ReleaseDocument:
    """Return a release with this body."""
    return ReleaseDocument.model_validate(
        {
            "headline": "Results",
            "category": CategoryEntry(slug="news", name="News"),
            "language": "en",
            "timezone": "UTC",
            "body": markup,
            **fields,
        }
    )


class ATable(SimpleTestCase):
    """Framed, so that it scrolls by itself and can be reached by keyboard."""

    def test_it_stands_in_a_frame_with_its_captions_name(self) -> None:
        html = body_html(
            document(
                "<p>a</p><table><caption>Net <em>income</em></caption>"
                "<tbody><tr><td>b</td></tr></tbody></table><p>c</p>"
            )
        )
        assert (
            '<p>a</p><div class="table" role="group" tabindex="0" '
            'aria-label="Table 1: Net income"><table>'
        ) in html
        assert html.endswith("</table></div><p>c</p>")

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
                html = body_html(document(f"<table><tr><td>{cell}</td></tr></table>"))
                assert ('class="figure"' in html) is figure

    def test_headers_say_what_they_head(self) -> None:
        html = body_html(
            document(
                "<table><thead><tr><th></th><th>2026</th></tr></thead><tbody>"
                '<tr><th>Cash</th><td>1</td></tr><tr><th scope="row">Debt</th>'
                "<td>2</td></tr></tbody></table>"
            )
        )
        assert "<tr><td></td>" in html
        assert '<th scope="col" class="figure">2026</th>' in html
        assert '<th scope="row">Cash</th>' in html
        assert '<th scope="row">Debt</th>' in html

    def test_a_first_row_of_headers_heads_columns_without_a_thead(self) -> None:
        html = body_html(document("<table><tr><th>Item</th></tr></table>"))
        assert '<th scope="col">Item</th>' in html


class ADateline(SimpleTestCase):
    """Printed as the wires print it, with what is known."""

    def test_it_prints_what_it_has(self) -> None:
        day = dt.date(2026, 3, 3)
        for line, printed in (
            (Dateline(), ""),
            (Dateline(places=("BOSTON",)), "BOSTON"),
            (Dateline(date=day), "March 3, 2026"),
            (
                Dateline(places=("BOSTON", "LONDON"), date=day),
                "BOSTON and LONDON, March 3, 2026",
            ),
            (Dateline(places=("BOSTON",), wire="PRNewswire"), "BOSTON (PRNewswire)"),
        ):
            with self.subTest(printed):
                assert line.text == printed

    def test_before_a_body_that_opens_with_a_heading_it_stands_alone(self) -> None:
        html = body_html(document("<h2>One</h2>", dateline=Dateline(places=("A & B",))))
        assert html == '<p><span class="dateline">A &amp; B —</span> </p><h2>One</h2>'


class PlainText(SimpleTestCase):
    """Paragraphs by empty lines; addresses become links; nothing else is markup."""

    def test_markup_in_it_is_only_text(self) -> None:
        assert paragraphs("<b>a</b> & b") == "<p>&lt;b&gt;a&lt;/b&gt; &amp; b</p>"

    def test_empty_lines_part_paragraphs_and_line_ends_stay(self) -> None:
        assert paragraphs("a\nb\n\n\nc") == "<p>a<br>\nb</p>\n<p>c</p>"

    def test_addresses_are_links_and_dangerous_ones_are_not(self) -> None:
        html = paragraphs("See www.sec.gov, ir@example.com, [x](javascript:1).")
        assert '<a href="https://www.sec.gov">www.sec.gov</a>, ' in html
        assert '<a href="mailto:ir@example.com">ir@example.com</a>' in html
        assert "javascript" not in html

    def test_a_number_that_no_country_has_is_left_as_it_is(self) -> None:
        assert phone_links("(555) 12 & ext") == "(555) 12 &amp; ext"
        assert phone_links("+999 12 34 567") == "+999 12 34 567"

    def test_a_list_tells_how_the_text_begins(self) -> None:
        assert standfirst(document("<p>One</p><p>two</p>")) == "One two"
        assert standfirst(document("<p>x</p>", subheadlines=("Up", "b"))) == "Up"
        assert standfirst(document(f"<p>{'word ' * 50}</p>")).count("word") == 42
        assert len(standfirst(document(f"<p>{'字' * 500}</p>"))) == 400


class Labels(SimpleTestCase):
    """Every kind that the desk can choose has a label for readers, the same one."""

    def test_events_sessions_and_audiences_have_the_labels_of_the_desk(self) -> None:
        for kind in set(EventKind) - {EventKind.OTHER}:
            assert labels.event_kind(kind) == str(kind.label)
        for session_kind in set(SessionKind) - {SessionKind.OTHER}:
            assert labels.session_kind(session_kind) == str(session_kind.label)
        people = [ContactEntry(ref=kind, audience=kind.value) for kind in Audience]
        groups = labels.by_audience(reversed(people))
        assert [label for label, _ in groups] == [
            str(label) for label in Audience.labels
        ]

    def test_each_kind_of_notice_has_a_heading_a_mark_and_a_line_with_its_time(
        self,
    ) -> None:
        for kind in NoticeKind:
            with self.subTest(kind):
                assert labels.notice_heading(kind)
                assert labels.notice_mark(kind)
                assert labels.notice_time(kind, "on <Monday>").endswith(
                    " on &lt;Monday&gt;"
                )

    def test_a_kind_of_tomorrow_still_has_one(self) -> None:
        assert labels.event_kind("hologram") == "Event"
        assert labels.session_kind("hologram") == "Session"

    def test_a_file_without_an_ending_is_a_file(self) -> None:
        file = FileEntry(
            token="t", name="minutes", title="", media_type="", size=1, sha256=""
        )
        assert labels.file_kind(file) == "File"
