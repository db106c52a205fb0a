"""What a page shows and no words can hold is doubted by its name, at its line."""

from __future__ import annotations

from unittest import TestCase

from releases.text.html import html_to_text
from tests.intake.test_unshown_words import Pages


class AnElementThatIsLost(Pages):
    """Never takes words with it in silence."""

    def test_is_doubted_by_name(self) -> None:
        for lost, saw in (
            ('<img src="f.png" alt="The furnace">', "an image: “The furnace”"),
            ('<img src="/a/f.png" width="600">', "an image: “f.png”"),
            (
                '<figure><picture><img alt="A chart" src="f.png"></picture></figure>',
                "an image: “A chart”",
            ),
            ("<svg><text>40 tons</text></svg>", "a chart or drawing: “40 tons”"),
            (
                '<iframe src="https://x.example/v"></iframe>',
                "another page, shown inside this one: “https://x.example/v”",
            ),
            ('<embed src="f.swf">', "an embedded file: “f.swf”"),
            ('<object data="f.pdf"></object>', "an embedded file: “f.pdf”"),
            ("<my-chart></my-chart>", "an embedded file: “my-chart”"),
            ('<video src="f.mp4"></video>', "a video or a recording: “f.mp4”"),
            ('<form><input placeholder="Mail"></form>', "a form: “Mail”"),
            ("<button>Listen live</button>", "a button: “Listen live”"),
            (
                "<template><p>Not yet</p></template>",
                "words that only a script shows: “Not yet”",
            ),
            ("<dialog>Not yet</dialog>", "words that only a script shows: “Not yet”"),
            ('<script type="math/tex">E=mc^2</script>', "a formula: “E=mc^2”"),
        ):
            with self.subTest(lost):
                document = self.read(f"{lost}<p>It is warm.</p>")
                assert self.rest(document) == "<p>It is warm.</p>"
                assert self.saw(document) == [saw]
                line = document.reading.doubts[0].line
                assert document.text.split("\n")[line - 1] == "It is warm."

    def test_in_a_table_too(self) -> None:
        table = (
            "<table><tr><td></td><td>2024</td><td>2023</td></tr><tr><td>Sand</td><td>40</td>"
            '<td><img src="up.png" alt="More"> 38</td></tr></table>'
        )
        document = self.read(table)
        assert "<td>40</td><td>38</td>" in self.rest(document)
        assert self.saw(document) == ["an image: “More”"]

    def test_is_not_what_only_decorates_the_page(self) -> None:
        for decoration in (
            '<img src="line.png" alt="">',
            '<img src="t.gif" width="1" height="1">',
            '<img src="logo.png">',
            '<svg aria-hidden="true"><path d="M0 0"/></svg>',
            '<iframe src="t.html" width="0" height="0"></iframe>',
            '<input type="hidden" value="x">',
            "<template></template><script>let a = 1</script>",
        ):
            with self.subTest(decoration):
                assert not self.saw(self.read(f"{decoration}<p>It is warm.</p>"))


class AnElementThatChanges(Pages):
    """Keeps its words, and is doubted."""

    def test_details_and_quotations(self) -> None:
        for changed, saw in (
            (
                "<details open><summary>Sand</summary><p>It is white.</p></details>",
                "a part that opens on a click: “Sand It is white.”",
            ),
            (
                "<blockquote><p>It is white.</p></blockquote>",
                "a quotation that is set apart: “It is white.”",
            ),
        ):
            with self.subTest(changed):
                document = self.read(changed)
                assert "<p>It is white.</p>" in self.rest(document)
                assert self.saw(document) == [saw]

    def test_words_that_screen_readers_leave_out(self) -> None:
        document = self.read('<p>It is <b aria-hidden="true">white</b> sand.</p>')
        assert "<strong>white</strong>" in self.rest(document)
        assert self.saw(document) == ["words that screen readers leave out: “white”"]
        starred = self.read('<p>It is white <i aria-hidden="true">★</i> sand.</p>')
        assert not self.saw(starred)


class AFormula(Pages):
    """Is written as words; what is more than one character after the other is doubted."""

    def written(self, formula: str) -> tuple[str, list[str]]:
        document = self.read(f"<p>It melts {formula} tons.</p>")
        return self.rest(document), self.saw(document)

    def test_of_characters_is_not_doubted(self) -> None:
        for formula, words in (
            ("<math><mn>3.5</mn></math>", "3.5"),
            ("<math><mi>a</mi><mo>=</mo><msup><mi>b</mi><mn>2</mn></msup></math>",
             "a = b<sup>2</sup>"),
            ("<math><msub><mi>CO</mi><mn>2</mn></msub></math>", "CO<sub>2</sub>"),
        ):  # fmt: skip
            with self.subTest(formula):
                assert self.written(formula) == (f"<p>It melts {words} tons.</p>", [])

    def test_with_a_structure_is_written_in_a_line_and_doubted(self) -> None:
        for formula, words in (
            ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2"),
            ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>",
             "(a+b)/2"),
            ("<msqrt><mi>a</mi><mo>+</mo><mn>1</mn></msqrt>", "√(a+1)"),
            ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        ):  # fmt: skip
            with self.subTest(formula):
                body, doubts = self.written(f"<math>{formula}</math>")
                assert html_to_text(body) == f"It melts {words} tons."
                assert doubts == [f"a formula: “{words}”"]

    def test_that_stands_twice_for_eye_and_ear_is_written_once(self) -> None:
        body, _ = self.written(
            '<span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>a'
            "</mi></mrow><annotation>a</annotation></semantics></math></span>"
            '<span class="katex-html" aria-hidden="true"><span>a</span></span></span>'
        )
        assert body == "<p>It melts a tons.</p>"

    def test_without_its_marks_is_given_by_its_alternative(self) -> None:
        assert (
            self.written('<math alttext="3.5"></math>')[0]
            == "<p>It melts 3.5 tons.</p>"
        )


class ACellOfSeveralRows(Pages):
    """Stands in each of them, and leaves none empty."""

    def table(self, *rows: str) -> str:
        """Return a table of these rows as it is read."""
        lines = "".join(f"<tr>{row}</tr>" for row in rows)
        return self.rest(self.read(f"<table>{lines}</table>"))

    def test_in_the_headings(self) -> None:
        assert self.table(
            "<th rowspan=2>Plant</th><th colspan=2>Tons</th>",
            "<th>2024</th><th>2023</th>",
            "<td>Galway</td><td>40</td><td>38</td>",
        ).startswith(
            '<table><thead><tr><th scope="col" rowspan="2">Plant</th>'
            '<th scope="col" colspan="2">Tons</th></tr>'
            '<tr><th scope="col">2024</th><th scope="col">2023</th></tr></thead>'
        )

    def test_as_a_label_and_as_a_value(self) -> None:
        body = self.table(
            "<th>Plant</th><th>Year</th><th>Tons</th><th>Note</th>",
            "<td rowspan=2>Galway</td><td>2024</td><td>40</td><td rowspan=2>New</td>",
            "<td>2023</td><td>38</td>",
        )
        assert (
            '<tr><th scope="row" rowspan="2">Galway</th><td>2024</td><td>40</td>'
            '<td rowspan="2">New</td></tr><tr><td>2023</td><td>38</td></tr>' in body
        )
        assert "<td></td>" not in body

    def test_over_rows_that_are_gone_reaches_no_further(self) -> None:
        body = self.table(
            "<th>Plant</th><th>2024</th><th>2023</th>",
            "<td rowspan=3>Galway</td><td>40</td><td>38</td>",
            "<td></td><td></td>",
            "<td>41</td><td>39</td>",
            "<td>Cork</td><td>1</td><td>2</td>",
        )
        assert '<th scope="row" rowspan="2">Galway</th>' in body
        assert '<th scope="row">Cork</th><td>1</td>' in body

    def test_out_of_the_headings_is_repeated(self) -> None:
        body = self.table(
            "<th rowspan=2>Galway</th><th>2024</th><th>2023</th>",
            "<td>40</td><td>38</td>",
        )
        assert '<th scope="row">Galway</th><td>40</td><td>38</td>' in body


class AnEmptyElement(TestCase):
    """Is no holder of what follows it, though a parser may think so."""

    def test_of_the_old_web(self) -> None:
        pages = Pages()
        for tag in ("<embed src=a.swf>", "<frame src=a.html>"):
            with self.subTest(tag):
                body = pages.rest(pages.read(f"{tag}<p>It is warm.</p><p>And lit.</p>"))
                assert body == "<p>It is warm.</p>\n<p>And lit.</p>"
