"""Words that a page strikes out or hides, and reviewers' comments, never become text."""

from __future__ import annotations

from functools import partial
from unittest import TestCase

from releases.intake.readers import read_file
from releases.intake.source_document import SourceDocument
from tests.cost import assert_proportional, assert_repeats_proportional

LEDE = (
    "<p>GALWAY, Ireland, May 6, 2024 -- Corrib Glass plc (ISE: CGL) said today that its "
    "new furnace is lit, and that it will melt sand for ten years without a break.</p>"
)


class Pages(TestCase):
    """A release about a furnace, with something in its second paragraph."""

    def read(self, inner: str, css: str = "", head: str = "") -> SourceDocument:
        """Return a page whose release has this after its first paragraph."""
        page = (
            f"<html><head>{head}<style>{css}</style></head><body><article>"
            f"<h1>Corrib Glass Lights Its New Furnace</h1>{LEDE}{inner}</article></body></html>"
        )
        return read_file(page.encode(), "page.html")

    def rest(self, document: SourceDocument) -> str:
        """Return the body below the first paragraph."""
        return document.reading.body_html.partition("\n")[2]

    def saw(self, document: SourceDocument) -> list[str]:
        """Return the doubts."""
        return [str(doubt.saw) for doubt in document.reading.doubts]


class StruckWords(Pages):
    """Are left out and doubted by name, at their line."""

    def test_by_an_element_a_style_or_a_class(self) -> None:
        css = "p {margin: 0} .old, .x {text-decoration: line-through red}"
        for struck in (
            "<s>€4</s>",
            "<strike>€4</strike>",
            '<del cite="mailto:a@example.com">€4</del>',
            '<span style="color: red; TEXT-DECORATION: underline line-through">€4</span>',
            '<font style="text-decoration-line:line-through">€4</font>',
            '<b class="big old">€4</b>',
            '<span class="msoDel">€4</span>',
            '<span role="deletion">€4</span>',
        ):
            with self.subTest(struck):
                document = self.read(f"<p>It cost {struck} €5 million.</p>", css)
                assert self.rest(document) == "<p>It cost €5 million.</p>"
                assert self.saw(document) == ["words struck out: “€4”"]
                line = document.reading.doubts[0].line
                assert document.text.split("\n")[line - 1] == "It cost €5 million."

    def test_what_was_inserted_in_their_place_is_kept(self) -> None:
        document = self.read("<p>It cost <del>little</del><ins>€5 million</ins>.</p>")
        assert self.rest(document) == "<p>It cost €5 million.</p>"

    def test_not_where_a_style_takes_the_line_away(self) -> None:
        css = "s.plain {text-decoration: none}"
        document = self.read('<p>It cost <s class="plain">€5</s> million.</p>', css)
        assert self.rest(document) == "<p>It cost €5 million.</p>"
        assert not self.saw(document)

    def test_in_a_cell_leave_the_cell_in_its_column(self) -> None:
        row = "<tr><td>{}</td><td>{}</td><td>{}</td></tr>"
        table = (
            f"<table>{row.format('', '2024', '2023')}{row.format('Sand', 40, 38)}"
            f"{row.format('Soda', '<s>7</s>', 6)}</table>"
        )
        document = self.read(table)
        assert '<th scope="row">Soda</th><td></td><td>6</td>' in self.rest(document)
        struck = table.replace(
            "<td><s>7</s>", '<td style="text-decoration:line-through">7'
        )
        assert '<th scope="row">Soda</th><td></td><td>6</td>' in self.rest(
            self.read(struck)
        )


class HiddenWords(Pages):
    """Are left out and doubted by name."""

    HIDING = (
        "display: none",
        "display:none !important",
        "visibility: hidden",
        "opacity: 0",
        "opacity: 0.0%",
        "font-size: 0",
        "font: 0/0 a",
        "mso-hide: all",
        "content-visibility: hidden",
        "position: absolute; left: -9999px",
        "text-indent: -99em",
        "position: absolute; clip: rect(0, 0, 0, 0)",
        "clip-path: inset(50%)",
        "overflow: hidden; width: 1px; height: 1px",
        "transform: scale(0)",
    )

    def assert_hidden(self, document: SourceDocument) -> None:
        assert self.rest(document) == "<p>It is lit and warm.</p>"
        assert self.saw(document) == ["hidden words: “ASK LEGAL”"]

    def test_by_a_style_of_their_own(self) -> None:
        for style in self.HIDING:
            with self.subTest(style):
                hidden = f'<span style="{style}">ASK LEGAL</span>'
                self.assert_hidden(self.read(f"<p>It is lit {hidden} and warm.</p>"))

    def test_by_a_rule_of_the_page(self) -> None:
        hidden = (
            '<div id="o"><p>It is lit <i class="a b">ASK LEGAL</i> and warm.</p></div>'
        )
        for selector in (
            ".a",
            "i.b.a",
            "p > .a",
            "#o .b",
            "article p i",
            "[class~=b]",
            "i:not(.c)",
            "h2, .x , i:first-child",
        ):
            for css in (
                f"{selector} {{display: none}}",
                f"/* {{ */ @media screen {{ b{{color:red}} {selector} {{opacity:0}} }}",
                f'p:before{{content:"}}"}} {selector}{{VISIBILITY:HIDDEN}}',
            ):
                with self.subTest(css):
                    self.assert_hidden(self.read(hidden, css))

    def test_by_an_attribute_or_a_style_sheet_in_the_text(self) -> None:
        for hidden in (
            "<span hidden>ASK LEGAL</span>",
            '<span hidden="until-found">ASK LEGAL</span>',
            "<style><!-- span.k {display:none} --></style><span class=k>ASK LEGAL</span>",
        ):
            with self.subTest(hidden):
                self.assert_hidden(self.read(f"<p>It is lit {hidden} and warm.</p>"))

    def test_not_by_what_hides_nothing_on_a_screen(self) -> None:
        seen = '<p>It is lit <i class="a">and warm</i>.</p>'
        for css in (
            "@media print {.a {display: none}}",
            "@media (max-width: 400px) {.a {display: none}}",
            "@supports not (display: grid) {.a {display: none}}",
            ".a:hover {display: none} .a::before {display: none}",
            ".a {display: none} p .a {display: inline}",
            ".a {opacity: .5; font-size: 0.9em}",
            "@keyframes x {from {opacity: 0}}",
            ".b {display: none} .b .a {display: none}",
        ):
            with self.subTest(css):
                document = self.read(seen, css)
                assert "<em>and warm</em>" in self.rest(document)
                assert not self.saw(document)
        document = self.read("<p>It is lit <b style='display:inline'>and warm</b>.</p>")
        assert "<strong>and warm</strong>" in self.rest(document)
        assert not self.saw(document)

    def test_but_not_those_inside_that_are_shown_again(self) -> None:
        for outer, inner in (
            ("visibility:hidden", "visibility:visible"),
            ("font-size:0", "font-size:16px"),
        ):
            with self.subTest(outer):
                document = self.read(
                    f'<p style="{outer}">ASK <b style="{inner}">It is warm.</b> LEGAL</p>'
                )
                assert self.rest(document) == "<p><strong>It is warm.</strong></p>"
                assert self.saw(document) == [
                    "hidden words: “ASK”",
                    "hidden words: “LEGAL”",
                ]

    def test_of_a_column_are_left_out_with_their_cells(self) -> None:
        table = (
            "<table><tr><td></td><td>2024</td><td>Plan</td></tr>"
            "<tr><td>Sand</td><td>40</td><td>55</td></tr></table>"
        )
        document = self.read(table, "td:nth-child(3) {display: none}")
        assert "55" not in document.reading.body_html
        assert "hidden words: “55”" in self.saw(document)

    def test_in_menus_around_the_release_are_not_worth_a_doubt(self) -> None:
        page = (
            '<html><body><nav><a href="/">Home</a><span hidden>Close the menu</span></nav>'
            f"<main><article><h1>Corrib Glass Lights Its New Furnace</h1>{LEDE}</article>"
            "</main></body></html>"
        )
        assert not self.saw(read_file(page.encode(), "page.html"))

    def test_that_are_most_of_the_page_are_read_and_doubted(self) -> None:
        """A page may show itself only once its script has run."""
        page = (
            "<html><head><style>body {opacity: 0}</style></head><body><article>"
            f"<h1>Corrib Glass Lights Its New Furnace</h1>{LEDE}"
            "<p>It cost <s>€4</s> €5.</p></article></body></html>"
        )
        document = read_file(page.encode(), "page.html")
        assert self.rest(document) == "<p>It cost €5.</p>"
        first, second = sorted(self.saw(document))
        assert first.startswith("most of the page is hidden: “Corrib Glass Lights")
        assert second == "words struck out: “€4”"


class WhiteWords(Pages):
    """Stay, and are doubted unless something dark is known to be behind them."""

    def test_on_white(self) -> None:
        for white in (
            '<span style="color: #fff">NOT YET</span>',
            '<font color="white">NOT YET</font>',
            '<span style="color: rgb(255, 255, 255)">NOT YET</span>',
            '<span style="color: transparent">NOT YET</span>',
            '<div style="background: white"><b style="color:#FFFFFF">NOT YET</b></div>',
        ):
            with self.subTest(white):
                document = self.read(f"<p>It is lit.</p>{white}")
                assert "NOT YET" in document.reading.body_html
                assert self.saw(document) == [
                    "words in white, with no background known: “NOT YET”"
                ]

    def test_on_a_colour(self) -> None:
        for head in (
            '<tr bgcolor="#003366"><td style="color:#fff">',
            '<tr style="background-color: navy"><td style="color:#fff">',
            '<tr><td class="head" style="color: white">',
        ):
            table = f"<table>{head}Sand</td><td>40</td></tr><tr><td>Soda</td><td>6</td></tr></table>"
            with self.subTest(head):
                document = self.read(table, ".head {background: #036 url(x.png)}")
                assert not self.saw(document)


class AReviewersComment(Pages):
    """Is no part of the text, nor is its mark; both are one doubt, where the mark was."""

    def assert_left_out(self, text: str, comments: str) -> None:
        page = (
            "<html><body><div class=WordSection1><h1>Corrib Glass Lights Its New Furnace"
            f"</h1>{LEDE}<p>It cost €5 million{text}.</p><p>It is warm.</p></div>"
            f"{comments}</body></html>"
        )
        document = read_file(page.encode(), "page.html")
        assert self.rest(document) == "<p>It cost €5 million.</p>\n<p>It is warm.</p>"
        assert self.saw(document) == ["a reviewer's comment: “Rather €6 million?”"]
        line = document.text.split("\n")[document.reading.doubts[0].line - 1]
        assert line == "It cost €5 million."

    def test_in_a_page_saved_by_word(self) -> None:
        self.assert_left_out(
            "<span class=MsoCommentReference><![if !supportAnnotations]>"
            '<a class=msocomanchor href="#_msocom_1">[AB1]</a><![endif]></span>',
            "<div style='mso-element:comment-list'><hr class=msocomoff><div "
            "style='mso-element:comment'><div class=msocomtxt><p class=MsoCommentText>"
            "<a class=msocomoff>[AB1]</a>Rather €6 million?</p></div></div></div>",
        )

    def test_in_a_page_saved_by_google_docs(self) -> None:
        self.assert_left_out(
            '<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>',
            '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Rather €6 million?'
            "</span></p></div>",
        )

    def test_in_a_word_file_that_was_converted(self) -> None:
        self.assert_left_out(
            '<a href="#comment-0" id="comment-ref-0">[AB1]</a>',
            '<dl><dt id="comment-0">Comment [AB1]</dt><dd><p>Rather €6 million? '
            '<a href="#comment-ref-0">↑</a></p></dd></dl>',
        )

    def test_what_word_says_in_html_comments_is_not_text(self) -> None:
        document = self.read(
            "<p>It is lit.<!-- ASK LEGAL --><!--[if gte mso 9]><p>ASK LEGAL</p><![endif]-->"
            "<o:p>&nbsp;</o:p></p><![if !supportEmptyParas]><p>It is warm.</p><![endif]>"
        )
        assert self.rest(document) == "<p>It is lit.</p>\n<p>It is warm.</p>"


class AHostileStyleSheet(Pages):
    """Is given up on, with a doubt, before it takes long."""

    def test_of_very_many_rules_over_a_deep_page(self) -> None:
        deep = '<div class="a1"><i class="b"><b>x</b></i>' * 60 + "</div>" * 60
        page = deep + "<p>It is lit.</p>" * 500

        def given_up(rules: int) -> None:
            css = "".join(
                f".a{n % 9} .b + p ~ i:not(.c) b {{opacity:0}}" for n in range(rules)
            )
            seen = self.saw(self.read(page, css))
            assert "more rules of style than can be checked for hidden words" in seen

        assert_proportional(given_up, 5_000)

    def test_that_never_ends(self) -> None:
        for piece in ("p{", "/*", "a:(", '"', "("):
            with self.subTest(piece):
                assert_repeats_proportional(
                    partial(self.read, "<p>It is lit.</p>"), piece, times=5_000
                )
