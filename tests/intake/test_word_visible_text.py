"""What Word shows of a file is read, and nothing else; what is left out is named."""

from __future__ import annotations

import io
import zipfile
from unittest import TestCase

from releases.intake.readers import read_file
from releases.intake.source_document import SourceDocument
from tests.intake.word import (
    build_docx,
    build_zip,
    comment_mark,
    field,
    paragraph,
    run,
)

STRIKE, VANISH = "<w:strike/>", "<w:vanish/>"
ALT = "<mc:AlternateContent><mc:Choice>{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
SHAPE = "<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
VML = "<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"


def style(
    name: str, properties: str, *, kind: str = "character", based: str = ""
) -> str:
    """Return a style of this name, as XML."""
    basis = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{basis}'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


def styled(text: str, name: str, more: str = "") -> str:
    """Return a run in a character style."""
    return run(text, properties=f'<w:rStyle w:val="{name}"/>{more}')


class Words(TestCase):
    """A release about a mill, with something in its second paragraph."""

    def read(self, *inner: str, **parts: object) -> SourceDocument:
        """Return a Word file whose second paragraph has these runs."""
        return self.read_blocks(paragraph(*inner), **parts)

    def read_blocks(self, *blocks: str, **parts: object) -> SourceDocument:
        """Return a Word file with these blocks after the first paragraph."""
        data = build_docx(
            paragraph("Tarnbrook Mills Starts Its Third Loom", style="Title"),
            paragraph(
                "HALIFAX, England, June 4, 2024 -- Tarnbrook Mills plc (LSE: TBM) said "
                "today that its third loom is running, as it had planned in January."
            ),
            *blocks,
            **parts,  # type: ignore[arg-type]  # the builder's own
        )
        return read_file(data, "release.docx")

    def second(self, document: SourceDocument) -> str:
        """Return the body's HTML below the first paragraph."""
        return document.reading.body_html.partition("\n")[2]

    def saw(self, document: SourceDocument) -> list[str]:
        """Return the doubts."""
        return [str(doubt.saw) for doubt in document.reading.doubts]


class StruckWords(Words):
    """Are left out, and doubted at their line."""

    def assert_struck(self, document: SourceDocument) -> None:
        assert self.second(document) == "<p>It weaves 90 metres an hour.</p>"
        assert self.saw(document) == ["words struck out: “70”"]
        doubt = document.reading.doubts[0]
        lines = document.text.split("\n")
        assert lines[doubt.line - 1] == "It weaves 90 metres an hour."
        assert str(doubt.assumed) == "Left out."

    def test_by_one_line_or_by_two(self) -> None:
        for properties in (STRIKE, "<w:dstrike/>", '<w:strike w:val="true"/>'):
            with self.subTest(properties):
                struck = run("70", properties=properties)
                self.assert_struck(
                    self.read("It weaves ", struck, " 90 metres an hour.")
                )

    def test_by_a_style_or_one_that_it_is_based_on(self) -> None:
        styles = style("Old", STRIKE) + style("Older", "<w:b/>", based="Old")
        for name in ("Old", "Older"):
            with self.subTest(name):
                document = self.read(
                    "It weaves ",
                    styled("70", name),
                    " 90 metres an hour.",
                    styles=styles,
                )
                self.assert_struck(document)

    def test_in_runs_that_spelling_cut_apart_are_one_doubt(self) -> None:
        pieces = [run(piece, properties=STRIKE) for piece in ("sev", "en", "ty")]
        document = self.read("It weaves ", *pieces, " 90 metres.")
        assert self.saw(document) == ["words struck out: “seventy”"]

    def test_not_where_the_run_itself_says_no(self) -> None:
        document = self.read(
            "It weaves ",
            styled("90", "Old", '<w:strike w:val="0"/>'),
            " metres.",
            styles=style("Old", STRIKE),
        )
        assert self.second(document) == "<p>It weaves 90 metres.</p>"
        assert not self.saw(document)

    def test_not_where_two_styles_undo_each_other(self) -> None:
        styles = style("Old", STRIKE) + style("Gone", STRIKE, kind="paragraph")
        block = paragraph(styled("It weaves 90 metres.", "Old"), style="Gone")
        document = self.read_blocks(block, styles=styles)
        assert self.second(document) == "<p>It weaves 90 metres.</p>"

    def test_not_where_only_an_earlier_look_had_it(self) -> None:
        changed = f"<w:rPrChange><w:rPr>{STRIKE}</w:rPr></w:rPrChange>"
        document = self.read("It weaves ", run("90 metres.", properties=changed))
        assert self.second(document) == "<p>It weaves 90 metres.</p>"

    def test_of_a_whole_paragraph_by_its_style(self) -> None:
        document = self.read_blocks(
            paragraph("The price was NOK 9.", style="Gone"),
            paragraph("The price is NOK 11."),
            styles=style("Gone", STRIKE, kind="paragraph"),
        )
        assert self.second(document) == "<p>The price is NOK 11.</p>"
        assert self.saw(document) == ["words struck out: “The price was NOK 9.”"]


class HiddenWords(Words):
    """Are left out, and doubted."""

    def test_by_the_font_a_style_or_a_size_that_nobody_reads(self) -> None:
        styles = style("Note", VANISH)
        for hidden in (
            run("ASK THE BANK ", properties=VANISH),
            styled("ASK THE BANK ", "Note"),
            run("ASK THE BANK ", properties='<w:sz w:val="2"/>'),
        ):
            with self.subTest(hidden):
                document = self.read("It cost ", hidden, "little.", styles=styles)
                assert self.second(document) == "<p>It cost little.</p>"
                assert self.saw(document) == ["hidden words: “ASK THE BANK”"]

    def test_in_a_row_of_a_table(self) -> None:
        row = "<w:tr><w:trPr>{}</w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
        rows = [
            row.format("", paragraph("Looms"), paragraph("3")),
            row.format("<w:hidden/>", paragraph("Looms planned"), paragraph("5")),
            row.format("", paragraph("Metres an hour"), paragraph("90")),
        ]
        document = self.read_blocks(f"<w:tbl>{''.join(rows)}</w:tbl>")
        assert "Looms planned" not in document.reading.body_html
        assert self.saw(document) == ["hidden words: “Looms planned 5”"]

    def test_in_white_stay_and_are_doubted_unless_they_have_a_background(self) -> None:
        white = '<w:color w:val="FFFFFF"/>'
        document = self.read("It runs. ", run("NOT YET", properties=white))
        assert self.saw(document) == [
            "words in white, with no background known: “NOT YET”"
        ]
        shaded = white + '<w:shd w:val="clear" w:fill="102030"/>'
        document = self.read("It runs ", run("day and night.", properties=shaded))
        assert not self.saw(document)

    def test_of_a_field_that_nobody_has_filled_in(self) -> None:
        control = (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            f"{run('Click here to enter text.')}</w:sdtContent></w:sdt>"
        )
        document = self.read("It runs. ", control)
        assert self.second(document) == "<p>It runs.</p>"
        assert self.saw(document) == [
            "a field that nobody has filled in: “Click here to enter text.”"
        ]


class AComment(Words):
    """Never comes into the text."""

    def test_whatever_the_file_would_have_converters_do(self) -> None:
        """A file may bring mammoth a style map of its own."""
        document = self.read(
            "It runs at night.",
            comment_mark(),
            comment="TELL NOBODY",
            more={"mammoth/style-map": b"comment-reference => p:fresh"},
        )
        assert "NOBODY" not in document.text
        assert "[" not in document.reading.body_html
        assert self.saw(document) == ["a comment by Tom Weld: “TELL NOBODY”"]


class AField(Words):
    """Is read by its result."""

    def test_simple_and_complex_ones_keep_their_result(self) -> None:
        simple = f'<w:fldSimple w:instr=" DOCPROPERTY Speed ">{run("90")}</w:fldSimple>'
        for inner in (simple, field(" DOCPROPERTY Speed ", run("90"))):
            with self.subTest(inner):
                document = self.read("It weaves ", inner, " metres an hour.")
                assert self.second(document) == "<p>It weaves 90 metres an hour.</p>"
                assert not self.saw(document)

    def test_inside_the_code_of_another_is_not_text(self) -> None:
        code = field(" MERGEFIELD loom ", run("SECRET"))
        inner = field(" IF ", run("90")).replace(
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            f'{code}<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            1,
        )
        document = self.read("It weaves ", inner, " metres an hour.")
        assert self.second(document) == "<p>It weaves 90 metres an hour.</p>"

    def test_without_a_result_is_doubted(self) -> None:
        for inner in (field(r" EQ \f(1,2) "), '<w:fldSimple w:instr="EQ \\f(1,2)"/>'):
            with self.subTest(inner):
                document = self.read("It weaves ", inner, " of all cloth.")
                assert self.saw(document) == [r"a field without a result: “EQ \f(1,2)”"]

    def test_that_shows_nothing_by_design_is_not(self) -> None:
        assert not self.saw(self.read("It runs.", field(' XE "loom" ')))


class AFormula(Words):
    """Is read as text."""

    def math(self, inner: str) -> str:
        """Return a formula."""
        return f"<m:oMath>{inner}</m:oMath>"

    def test_of_plain_characters(self) -> None:
        formula = self.math("<m:r><m:t>3.5</m:t></m:r>")
        document = self.read("The rate is ", formula, " percent.")
        assert self.second(document) == "<p>The rate is 3.5 percent.</p>"
        assert not self.saw(document)

    def test_with_fractions_and_powers_is_written_out_and_doubted(self) -> None:
        one, two, ten = (f"<m:r><m:t>{n}</m:t></m:r>" for n in (1, 2, 10))
        fraction = f"<m:f><m:num>{one}</m:num><m:den>{two}</m:den></m:f>"
        power = f"<m:sSup><m:e>{ten}</m:e><m:sup>{two}</m:sup></m:sSup>"
        document = self.read("It is ", self.math(fraction + power), " of it.")
        assert self.second(document) == "<p>It is 1/210<sup>2</sup> of it.</p>"
        assert self.saw(document) == ["a formula: “1/2102”"]

    def test_that_is_struck_out_is_left_out(self) -> None:
        formula = self.math(f"<m:r><w:rPr>{STRIKE}</w:rPr><m:t>3.5</m:t></m:r>")
        document = self.read("The rate is ", formula, "4 percent.")
        assert self.second(document) == "<p>The rate is 4 percent.</p>"
        assert self.saw(document) == ["words struck out: “3.5”"]


class WhatIsBesideTheText(Words):
    """Is named, since readers of the file see it."""

    def test_headers_and_footers_once_each_without_page_numbers(self) -> None:
        embargo = paragraph("EMBARGOED UNTIL NOON")
        document = self.read(
            "It runs.",
            margins={
                "header1": embargo,
                "header2": embargo,
                "footer1": paragraph("Investors: ", run("Ann Lee, +44 1422 555 010")),
                "footer2": paragraph("Page ", field(" PAGE ", run("2")), " of 3"),
            },
        )
        assert "EMBARGOED" not in document.text
        assert self.saw(document) == [
            "in the header of its pages: “EMBARGOED UNTIL NOON”",
            "in the footer of its pages: “Investors: Ann Lee, +44 1422 555 010”",
        ]

    def test_a_watermark(self) -> None:
        mark = '<w:pict><v:shape><v:textpath string="DRAFT 3"/></v:shape></w:pict>'
        document = self.read(
            "It runs.", margins={"header1": paragraph(f"<w:r>{mark}</w:r>")}
        )
        assert self.saw(document) == ["in the header of its pages: “DRAFT 3”"]

    def test_a_picture_and_a_chart(self) -> None:
        picture = (
            '<w:drawing><wp:inline><wp:docPr id="1" descr="The loom"/><a:graphic>'
            "<a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
        chart = picture.replace("<pic:pic/>", "").replace("The loom", "")
        document = self.read("It runs.", f"<w:r>{picture}</w:r><w:r>{chart}</w:r>")
        assert self.saw(document) == ["an image: “The loom”", "a chart or drawing"]

    def test_the_style_of_a_quotation(self) -> None:
        document = self.read_blocks(
            paragraph("“We are glad,” she said.", style="Quote"),
            styles=style("Quote", "", kind="paragraph"),
        )
        assert self.saw(document) == [
            "a paragraph in the style “Quote”: ““We are glad,” she said.”"
        ]

    def test_a_file_that_is_inserted(self) -> None:
        document = self.read_blocks(paragraph("It runs."), '<w:altChunk r:id="x"/>')
        assert self.saw(document) == ["another file, inserted into this one"]

    def test_words_in_a_form_that_nobody_knows(self) -> None:
        document = self.read_blocks(
            paragraph("It runs."),
            f"<w:unheardOf>{paragraph('Words in it.')}</w:unheardOf>",
        )
        assert self.saw(document) == ["words that could not be read: “Words in it.”"]


class RareForms(Words):
    """Of text are read as text."""

    def test_a_text_box_is_read_once_in_either_form(self) -> None:
        box = f"<w:txbxContent>{paragraph('It was made in Leeds.')}</w:txbxContent>"
        new, old = SHAPE.format(box=box), VML.format(box=box)
        for drawing in (new, old, ALT.format(choice=new, fallback=old)):
            with self.subTest(drawing[:30]):
                document = self.read("It runs.", f"<w:r>{drawing}</w:r>")
                body = self.second(document)
                assert body == "<p>It runs.</p>\n<p>It was made in Leeds.</p>"

    def test_an_emoji_a_sign_and_a_line_break(self) -> None:
        emoji = ALT.format(choice="<w:symEx/>", fallback="<w:t>★</w:t>")
        sign = '<w:sym w:font="Arial" w:char="2122"/>'
        document = self.read(f"<w:r>{emoji}</w:r>", run("Loom"), f"<w:r>{sign}</w:r>",
                             "<w:r><w:cr/></w:r>", "runs.")  # fmt: skip
        assert self.second(document) == "<p>★Loom™</p>\n<p>runs.</p>"

    def test_an_unknown_sign_is_doubted(self) -> None:
        sign = '<w:r><w:sym w:font="Wingdings" w:char="F0FFF"/></w:r>'
        assert self.saw(self.read("It runs.", sign)) == [
            "a symbol of the font “Wingdings F0FFF”"
        ]

    def test_words_of_another_direction_and_with_a_reading_aid(self) -> None:
        ruby = (
            f"<w:r><w:ruby><w:rt>{run('ori')}</w:rt><w:rubyBase>{run('織')}</w:rubyBase>"
            "</w:ruby></w:r>"
        )
        document = self.read(f'<w:bdo w:val="ltr">{run("It runs ")}</w:bdo>', ruby)
        assert self.second(document) == "<p>It runs 織</p>"

    def test_a_strict_file_and_one_with_its_document_elsewhere(self) -> None:
        data = build_docx(
            paragraph("Tarnbrook Mills Starts Its Third Loom", style="Title"),
            paragraph("It weaves ", run("70", properties=STRIKE), " 90 metres."),
        )
        for old, new in (
            ("http://schemas.openxmlformats.org/wordprocessingml/2006/main",
             "http://purl.oclc.org/ooxml/wordprocessingml/main"),
            ("document.xml", "document2.xml"),
        ):  # fmt: skip
            with self.subTest(new):
                document = read_file(rewritten(data, old, new), "a.docx")
                assert "It weaves 90 metres." in document.text


def rewritten(data: bytes, old: str, new: str) -> bytes:
    """Return the same file with other words in its parts and their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return build_zip(
            {
                name.replace(old, new): archive.read(name).replace(
                    old.encode(), new.encode()
                )
                for name in archive.namelist()
            }
        )
