"""Releases that come as Word files, with what was left in them."""

from __future__ import annotations

from unittest import TestCase

import pytest

from releases.intake.exceptions import IntakeError
from releases.intake.readers import read_file
from tests.intake import expectations
from tests.intake.word import (
    build_docx,
    build_zip,
    comment_mark,
    footnote_mark,
    link,
    paragraph,
    run,
    table,
    tracked_deletion,
    tracked_insertion,
)

LEAD = (
    "OSLO, Norway, September 14, 2021 -- Fjellvik Salmon ASA (Oslo Børs: FJSA) has "
    "agreed to buy two wellboats, which will carry its fish to market. "
)
RESULTS = build_docx(
    paragraph("Fjellvik Salmon Reports Third Quarter Results", style="Title"),
    paragraph(
        run("OSLO, Norway, November 9, 2021", "b"),
        " -- Fjellvik Salmon ASA (Oslo Børs: FJSA) harvested 9,400 tonnes",
        run("1", "superscript"),
        " of fish in the third quarter, which was ",
        run("twelve per cent", "i"),
        " more than a year before. The report is ",
        link("r1", "on our site"),
        ".",
    ),
    paragraph("Key Figures", style="Heading2"),
    table(
        ("NOK million", "Q3 2021", "Q3 2020"),
        ("Revenue", "612", "540"),
        ("Operating profit", "(14)", "71"),
    ),
    paragraph("About Fjellvik Salmon", style="Heading2"),
    paragraph(
        "Fjellvik Salmon ASA farms salmon in the fjords of western Norway, and has "
        "done so since 1979. It employs four hundred people."
    ),
    paragraph(run("Investor contact:", "b")),
    paragraph("Liv Strand"),
    paragraph("+47 22 55 01 10"),
    paragraph("liv@fjellvik.example.com"),
    links={"r1": "https://www.fjellvik.example.com/q3"},
)
TRACKED = build_docx(
    paragraph("Fjellvik Salmon Buys Two Wellboats", style="Title"),
    paragraph(LEAD),
    paragraph(
        "The price is NOK ",
        tracked_deletion("410"),
        tracked_insertion("430"),
        " million, and the boats come in spring.",
        comment_mark(),
    ),
    comment="Check the price with the bank.",
)
GAPS = build_docx(
    paragraph("Fjellvik Salmon Names a Director of Feed", style="Title"),
    paragraph(LEAD.replace("has agreed", "says that [name] has agreed")),
    paragraph("She starts on [TBD], and knows what fish like to eat in winter."),
)
PLAIN = build_docx(
    paragraph("Fjellvik Salmon Pays a Dividend of NOK 2.50 a Share"),
    paragraph(LEAD),
    paragraph("The shares trade without the dividend from September 20, 2021."),
)


class AWordFile(TestCase):
    """Is read by its styles and its words."""

    def test_its_headline_body_table_and_contact(self) -> None:
        document = read_file(RESULTS, "results.docx")
        reading = document.reading
        assert document.kind == "word"
        assert reading.headline
        assert reading.headline.text == "Fjellvik Salmon Reports Third Quarter Results"
        assert reading.dateline
        assert reading.dateline.places == ("OSLO, Norway",)
        body = reading.body_html
        assert "9,400 tonnes<sup>1</sup> of fish" in body
        assert "<em>twelve per cent</em>" in body
        assert '<a href="https://www.fjellvik.example.com/q3">on our site</a>' in body
        assert "<h2>Key Figures</h2>" in body
        assert '<th scope="row">Operating profit</th><td>(14)</td><td>71</td>' in body
        assert [about.heading for about in reading.boilerplates] == [
            "About Fjellvik Salmon"
        ]
        assert [expectations.contact(contact) for contact in reading.contacts] == [
            "investors; Liv Strand; -; -; +47 22 55 01 10; liv@fjellvik.example.com"
        ]
        assert not reading.doubts

    def test_tracked_changes_and_comments_are_doubted_where_they_stand(self) -> None:
        document = read_file(TRACKED, "draft.docx")
        assert "The price is NOK 430 million" in document.reading.body_html
        assert "410" not in document.reading.body_html
        lines = document.text.split("\n")
        saw = {
            str(doubt.saw): lines[doubt.line - 1][:12]
            for doubt in document.reading.doubts
        }
        assert saw == {
            "a tracked deletion by Priya Nair: “410”": "The price is",
            "a tracked insertion by Priya Nair: “430”": "The price is",
            "a comment by Tom Weld: “Check the price with the bank.”": "The price is",
        }

    def test_footnotes_are_paragraphs_with_the_marks_of_the_text(self) -> None:
        file = build_docx(
            paragraph("Fjellvik Salmon Reports Third Quarter Results", style="Title"),
            paragraph(LEAD),
            paragraph("Debt", footnote_mark(1), " fell and sales", footnote_mark(2)),
            paragraph("The figures have not been audited by anybody so far."),
            footnotes=("Without leases.", "At constant currency."),
        )
        body = read_file(file, "notes.docx").reading.body_html
        assert "Debt<sup>[1]</sup> fell and sales<sup>[2]</sup>" in body
        assert "<p>[1] Without leases.</p>\n<p>[2] At constant currency.</p>" in body

    def test_gaps_are_doubted(self) -> None:
        saw = [str(doubt.saw) for doubt in read_file(GAPS, "gaps.docx").reading.doubts]
        assert {"[name]", "[TBD]"} <= set(saw)

    def test_a_file_without_styles_is_read_by_its_words(self) -> None:
        reading = read_file(PLAIN).reading
        assert reading.headline
        assert reading.headline.text.endswith("of NOK 2.50 a Share")

    def test_a_zip_file_of_something_else_is_refused(self) -> None:
        with pytest.raises(IntakeError, match=r"give the \.docx"):
            read_file(build_zip({"photo.jpg": b"x"}), "photos.zip")

    def test_a_damaged_one_is_refused(self) -> None:
        for size in (60, 400, len(RESULTS) - 30):
            with self.subTest(size), pytest.raises(IntakeError, match="damaged"):
                read_file(RESULTS[:size], "cut.docx")

    def test_an_empty_one_is_refused(self) -> None:
        with pytest.raises(IntakeError, match="This is empty"):
            read_file(build_docx(paragraph("")), "empty.docx")
