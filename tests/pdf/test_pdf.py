"""The PDF of a release: what it says, how it is tagged, and what it survives."""

from __future__ import annotations

import io
from typing import Any
from unittest import TestCase

import pikepdf

from releases.record.documents import (
    BoilerplateEntry,
    Change,
    ContactEntry,
    Dateline,
    DisclaimerEntry,
)
from tests.builders import SEVEN
from tests.pdf.reading import Tag
from tests.pdf.sheets import pdf, read, sheet

TABLE = (
    "<table><caption>(In thousands)</caption>"
    '<thead><tr><th></th><th scope="col" colspan="2">Three Months</th></tr>'
    "<tr><th></th><th>2026</th><th>2025</th></tr></thead><tbody>"
    '<tr class="group"><th scope="rowgroup" colspan="3">Revenues:</th></tr>'
    '<tr><th scope="row" class="indent-1">Product</th><td>$ 71</td><td>$ 54</td></tr>'
    '<tr class="total"><th scope="row">Total</th><td>73</td><td>96</td></tr>'
    "</tbody></table>"
)


def wide(columns: int) -> str:
    """Return a table with this many columns."""
    heads = "".join(f"<th>C{number}</th>" for number in range(columns))
    cells = "".join(f"<td>{number},000</td>" for number in range(1, columns))
    return f"<table><tr>{heads}</tr><tr><th>Label</th>{cells}</tr></table>"


class ThePdf(TestCase):
    """Of a release with everything that one can have."""

    body: str
    fields: dict[str, Any]
    content: bytes
    root: Tag

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.fields = {
            "subheadlines": ("Revenue up 9 percent",),
            "dateline": Dateline(places=("BOSTON",), date=SEVEN.date()),
            "change": Change(kind="correction", text="It said $1.\n\nIt is $2."),
            "boilerplates": (
                BoilerplateEntry(heading="About Larkmoor", text="See www.example.com."),
            ),
            "disclaimers": (
                DisclaimerEntry(
                    ref="a", revision=1, name="A", wording="Things may\ndiffer."
                ),
            ),
            "contacts": (
                ContactEntry(
                    ref="b",
                    audience="investors",
                    name="Dana Whitlock",
                    title="Director",
                    phones=("+1 617 555 0142",),
                    emails=("ir@example.com",),
                ),
            ),
            "source": "Larkmoor",
        }
        body = f'<p>It <strong>grew</strong>.</p>{TABLE}<p><a href="/a/">More</a></p>'
        cls.content = pdf(body, **cls.fields)
        cls.root = read(body, **cls.fields)
        cls.body = body

    def test_says_everything_in_the_order_of_the_page(self) -> None:
        text = (
            "Larkmoor Therapeutics Nasdaq: LRKM Financial results Corrected: Larkmoor "
            "Reports Results Revenue up 9 percent Published March 3, 2026, 7:00:00 a.m. "
            "EST Correction Corrected March 3, 2026, 7:00:00 a.m. EST It said $1. "
            "It is $2. BOSTON, March 3, 2026 — It grew. (In thousands) Three Months 2026 "
            "2025 Revenues: Product $ 71 $ 54 Total 73 96 More About Larkmoor See "
            "www.example.com. Things may differ. Contacts Investors Dana Whitlock "
            "Director +1 617 555 0142 ir@example.com Source: Larkmoor The current "
            "version of this release is at https://ir.example.com/releases/2026/results/"
        )
        assert self.root.letters == text.replace(" ", "")

    def test_is_tagged_and_claims_pdf_ua_with_title_and_language(self) -> None:
        with pikepdf.open(io.BytesIO(self.content)) as document:
            root, meta = document.Root, document.open_metadata()
            assert meta["pdfuaid:part"] == "1"
            assert meta["dc:title"] == "Corrected: Larkmoor Reports Results"
            assert root.MarkInfo.Marked
            assert root.Lang == "en"
            assert root.ViewerPreferences.DisplayDocTitle
            assert str(document.docinfo["/CreationDate"]).startswith("D:20260303120000")

    def test_tags_headings_by_level(self) -> None:
        headings = [
            (tag.name, tag.text) for tag in self.root.all("/H1", "/H2", "/H3", "/H4")
        ]
        assert headings == [
            ("/H1", "Corrected: Larkmoor Reports Results"),
            ("/H2", "Correction"),
            ("/H2", "About Larkmoor"),
            ("/H2", "Contacts"),
            ("/H3", "Investors"),
        ]

    def test_tags_the_headers_of_columns_and_of_rows(self) -> None:
        headers = [(tag.scope, tag.text) for tag in self.root.all("/TH") if tag.text]
        assert headers == [
            ("/Column", "Three Months"),
            ("/Column", "2026"),
            ("/Column", "2025"),
            ("/Row", "Revenues:"),
            ("/Row", "Product"),
            ("/Row", "Total"),
        ]
        assert [tag.text for tag in self.root.all("/TD")] == [
            "$ 71",
            "$ 54",
            "73",
            "96",
        ]
        assert [tag.text for tag in self.root.all("/Caption")] == ["(In thousands)"]

    def test_links_to_what_the_page_links_to(self) -> None:
        with pikepdf.open(io.BytesIO(self.content)) as document:
            targets = {
                str(annotation.A.URI)
                for page in document.pages
                for annotation in page.get("/Annots", [])
            }
        assert targets == {
            "https://ir.example.com/a/",
            "https://www.example.com",
            "tel:+16175550142",
            "mailto:ir@example.com",
            "https://ir.example.com/releases/2026/results/",
        }

    def test_is_the_same_bytes_again(self) -> None:
        assert pdf(self.body, **self.fields) == self.content

    def test_has_a_footer_with_address_version_instant_and_page(self) -> None:
        assert sheet()["footer"] == (
            "https://ir.example.com/releases/2026/results/ · Version 1 · "
            "March 3, 2026, 7:00:00\N{NO-BREAK SPACE}a.m.\N{NO-BREAK SPACE}EST"
        )


class AnyText(TestCase):
    """Nothing in a release is code for the typesetter, stops it, or is lost."""

    def text(self, body: str, **fields: str) -> str:
        """Return what the PDF says of a body: all after the instant."""
        text = read(body, **fields).text
        return text.partition(" EST ")[2].partition("The current version")[0].strip()

    def test_markup_of_the_typesetter_is_printed(self) -> None:
        code = (
            '#read("/etc/passwd") $x^2$ *a* _b_ &lt;label&gt; @ref `raw` // c /* d */'
        )
        plain = code.replace("&lt;", "<").replace("&gt;", ">")
        assert self.text(f"<p>{code}</p>") == plain
        headline = '#panic("a") \\ #import "b"'
        assert headline in read("<p>A</p>", headline=headline).text

    def test_odd_markup_is_set_all_the_same(self) -> None:
        long = "https://example.com/" + "a" * 20_000
        for body, text in (
            (f'<p><a href="">no</a> <a href="{long}">long</a></p>', "no long"),
            (
                '<ol start="-3"><li>a</li></ol><ol start="99999999999"><li></li></ol>',
                "a",
            ),
            ("<blockquote>" * 100 + "deep" + "</blockquote>" * 100, "deep"),
            ("<ul><li>" * 60 + "deep" + "</li></ul>" * 60 + "<p>b</p>", "deep b"),
            ("<p>" + "<em>" * 100 + "deep" + "</em>" * 100 + "</p>", "deep"),
            ("<h4>four</h4><h2>two</h2><h4>four</h4>", "four two four"),
            ("<table><tr><td><p>a</p><p>b</p></td><th>c</th></tr></table>", "a b c"),
            (
                "<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>",
                "a b",
            ),
            ("<table><caption>only</caption></table> loose", "only loose"),
            ("<table></table><ul></ul><blockquote></blockquote><h2></h2>", ""),
            ("", ""),
        ):
            with self.subTest(body[:60]):
                assert self.text(body) == text

    def test_headings_step_one_level_at_a_time(self) -> None:
        root = read(
            "<h4>a</h4><blockquote><h4>b</h4></blockquote><ul><li><h2>c</h2></li></ul>"
        )
        names = [tag.name for tag in root.all("/H1", "/H2", "/H3", "/H4")]
        assert names == ["/H1", "/H2", "/H3", "/H2"]

    def test_a_word_longer_than_a_line_stays_on_the_page(self) -> None:
        text = self.text(f"<p>{'x' * 3_000} end {'é' * 90}</p>")
        assert text.replace(" ", "") == "x" * 3_000 + "end" + "é" * 90

    def test_a_character_that_no_font_has_is_printed_as_its_number(self) -> None:
        cjk = "".join(map(chr, range(0x4E00, 0x4E40)))
        text = self.text(
            f"<p>To \U0001f680 \U0001f468\u200d\U0001f469 {cjk} ∞ ≤ a\x01b</p>"
        )
        assert text.startswith("To [U+1F680] [U+1F468]")
        assert "[U+4E00][U+4E01]" in text
        assert text.endswith("∞ ≤ ab")

    def test_an_address_with_such_a_character_is_still_that_address(self) -> None:
        body = '<p><a href="https://example.com/\u4e00">\u4e00</a></p>'
        with pikepdf.open(io.BytesIO(pdf(body))) as document:
            uri = bytes(document.pages[0].Annots[0].A.URI)
        assert "\u4e00" in uri.decode("utf-8")

    def test_cells_that_overlap_or_leave_the_head_are_cut(self) -> None:
        text = self.text(
            '<table><thead><tr><th rowspan="5">h</th><th colspan="4">w</th></tr></thead>'
            '<tbody><tr><td colspan="2" rowspan="9">a</td><td rowspan="2">b</td></tr>'
            '<tr><td colspan="3">c</td></tr><tr><th rowspan="0">d</th></tr></tbody></table>'
        )
        assert sorted(text.split()) == ["a", "b", "c", "d", "h", "w"]

    def test_a_wide_table_is_on_its_side_and_a_wider_one_in_parts(self) -> None:
        for columns, sizes in (
            (8, [False]),
            (9, [False, True, False]),
            (20, [False, True, True, False]),
        ):
            with (
                self.subTest(columns),
                pikepdf.open(io.BytesIO(pdf(wide(columns)))) as document,
            ):
                boxes = [list(map(float, page.mediabox)) for page in document.pages]
                assert [box[2] > box[3] for box in boxes] == sizes
        text = self.text(wide(20))
        assert [f"C{number}" in text for number in range(20)] == [True] * 20
        assert text.count("Label") == 2

    def test_a_wide_table_inside_a_list_is_set_upright(self) -> None:
        assert "8,000" in self.text(f"<ul><li>{wide(9)}</li></ul>")

    def test_a_language_is_named_with_its_region_and_direction(self) -> None:
        arabic = sheet("<p>a</p>", language="ar-EG")
        assert (arabic["language"], arabic["region"]) == ("ar", "EG")
        assert arabic["right_to_left"]
        assert read("<p>مرحبا</p>", language="ar-EG", change=None).text
        assert sheet("<p>a</p>", language="x-klingon")["language"] == "und"
