"""Codes, markup in titles and thin texts of an old site's export."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.exports.codes import without_codes
from releases.intake.exports.export_item import ExportItem
from releases.intake.exports.release import read_release
from releases.intake.exports.titles import plain_title
from releases.intake.source_document import SourceDocument
from tests.cost import assert_repeats_proportional

LEDE = (
    "CORK, Ireland, May 7, 2019 -- Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) said today that "
    "it opened a laboratory in Cork, where forty people work on its medicines."
)


def read(content: str, title: str = "Larkmoor Opens a Laboratory") -> SourceDocument:
    """Read an entry of an export with this content."""
    return read_release(ExportItem(title=title, content=content, date=None))


def saw(document: SourceDocument) -> list[str]:
    """Return what is doubted."""
    return [str(doubt.saw) for doubt in document.reading.doubts]


class AShortcode(TestCase):
    """Never becomes words."""

    def rest(self, content: str) -> tuple[str, list[str]]:
        """Return the body below the first paragraph, and the doubts."""
        document = read(f"{LEDE}\n\n{content}\n\nIt opens in June.")
        assert not document.reading.subheadlines
        return document.reading.body_html.partition("\n")[2], saw(document)

    def test_that_stood_for_something_is_doubted(self) -> None:
        for code in (
            "[table id=4 /]",
            "[table id=4]",
            '[gravityform id="3" title="false"]',
            "[gallery]",
            '[gallery ids="1,2"]',
            '[contact-form-7 id="12" title="Ask us"]',
            "[embed]https://video.example.com/1[/embed]",
            "[vc_raw_html]JTNDcCUzRQ==[/vc_raw_html]",
            '[vc_custom_heading text="Our results"]',
            "[stock_ticker symbol=LRKM]",
            '[unheard_of thing="x"]',
            "[unheard_of /]",
        ):
            with self.subTest(code):
                body, doubts = self.rest(code)
                assert body == "<p>It opens in June.</p>"
                assert doubts == [
                    f"a code of the old site that stood for something: “{code}”"
                ]

    def test_that_only_arranged_words_leaves_them(self) -> None:
        for code in (
            '[vc_row][vc_column width="1/2"]It has two floors.[/vc_column][/vc_row]',
            "[et_pb_section][et_pb_text admin=“1”]It has two floors.[/et_pb_text][/et_pb_section]",
            "[one_half]It has two floors.[/one_half]",
            "[b]It has two floors.[/b]",
            "[url=https://www.example.com]It has two floors.[/url]",
            "It has two floors.[vc_separator][spacer height=“2”]",
        ):
            with self.subTest(code):
                body, doubts = self.rest(code)
                assert body == "<p>It has two floors.</p>\n<p>It opens in June.</p>"
                assert not doubts

    def test_whose_title_was_shown_is_doubted(self) -> None:
        code = '[toggle title="Floors"]It has two floors.[/toggle]'
        body, doubts = self.rest(code)
        assert body.startswith("<p>It has two floors.</p>")
        assert [doubt.partition(": ")[2] for doubt in doubts] == [
            '“[toggle title="Floors"]”'
        ]

    def test_of_a_picture_goes_with_its_caption(self) -> None:
        for code in (
            '[caption id="a" width="300"]<img src="g.jpg" alt="" /> The door[/caption]',
            "[wp_caption caption=“x”]<img src='g.jpg'>The door[/wp_caption]",
        ):
            with self.subTest(code):
                body, doubts = self.rest(code)
                assert body == "<p>It opens in June.</p>"
                assert doubts == ["an image with the caption: “The door”"]

    def test_around_words_for_some_readers_goes_with_them(self) -> None:
        for name in ("members_only", "private", "am4restrict", "user_logged_in"):
            with self.subTest(name):
                body, doubts = self.rest(f"[{name}]ONLY FOR LENDERS[/{name}]")
                assert body == "<p>It opens in June.</p>"
                assert doubts == [
                    "words that the old site kept to some readers: “ONLY FOR LENDERS”"
                ]

    def test_is_not_what_writers_put_into_brackets(self) -> None:
        for words in (
            "She said [sic] so.",
            "It grew [emphasis added] by 4 [percent].",
            "See note [4] and [a].",
            "The share [p=0.05] rose [where x=1].",
            "[Table 4 follows]",
            "[More]",
            "The value is [●], dated [insert date].",
        ):
            with self.subTest(words):
                assert without_codes(words) == (words, [])
        assert without_codes("Write [[gallery]] here.")[0] == "Write [gallery] here."

    def test_a_block_that_is_made_anew_is_doubted(self) -> None:
        body, doubts = self.rest('<!-- wp:block {"ref":15} /--><!-- wp:spacer /-->')
        assert body == "<p>It opens in June.</p>"
        assert doubts == [
            'a code of the old site that stood for something: “block {"ref":15}”'
        ]

    def test_is_doubted_at_its_line(self) -> None:
        document = read(
            f"{LEDE}\n\nIt has a door.\n\n[table id=4 /]\n\nIt opens in June."
        )
        line = document.reading.doubts[0].line
        assert document.text.split("\n")[line - 1] == "It has a door."

    def test_takes_time_in_proportion_to_the_length(self) -> None:
        for piece in (
            "[",
            "[a ",
            "[a]",
            "[/a]",
            "[a][",
            "[caption]",
            "<!-- wp:a {",
            '[a b="',
        ):
            with self.subTest(piece):
                assert_repeats_proportional(without_codes, piece, times=5_000)


class ATitle(TestCase):
    """Is plain text, whatever it was marked up with."""

    def test_without_its_markup(self) -> None:
        for markup, title in (
            ("Larkmoor Ships <em>Orvelta</em><sup>TM</sup>", "Larkmoor Ships Orvelta™"),
            (
                "Larkmoor Ships Orvelta<sup>&reg;</sup> Again",
                "Larkmoor Ships Orvelta® Again",
            ),
            ("&lt;b&gt;Larkmoor&lt;/b&gt; R&amp;amp;D", "Larkmoor R&D"),
            ("Less CO<sub>2</sub>,<br />10<sup>9</sup> Times", "Less CO₂, 10⁹ Times"),
            ("The 4<sup>th</sup> of <span class='x'>June</span>", "The 4th of June"),
            ("Larkmoor <s>Sells</s> <ins>Buys</ins> Hale", "Larkmoor Buys Hale"),
            (
                "Orvelta Works (p<0.05), 3 < 4 & so on",
                "Orvelta Works (p<0.05), 3 < 4 & so on",
            ),
            ("Larkmoor&#8217;s  New\nDoor", "Larkmoor’s New Door"),
        ):
            with self.subTest(markup):
                assert plain_title(markup) == title


class AThinText(TestCase):
    """Comes under its title, which is the headline in any case."""

    def test_is_doubted_where_hardly_any_words_are_there(self) -> None:
        for content, words in (
            (
                '<p><a href="https://www.example.com/a.pdf">Download (PDF)</a></p>',
                "Download (PDF)",
            ),
            ("Read more.", "Read more."),
            ("<ul><li>One</li></ul>", "One"),
        ):
            with self.subTest(content):
                document = read(content, "Larkmoor Speaks at the Forum")
                assert document.reading.headline
                assert document.reading.headline.text == "Larkmoor Speaks at the Forum"
                assert "Forum" not in document.reading.body_html
                assert f"only these words under the title: “{words}”" in saw(document)

    def test_of_a_sentence_is_not_doubted(self) -> None:
        for title in (
            "Dividend Declared",
            "Results",
            "Notice of Annual General Meeting",
        ):
            with self.subTest(title):
                document = read(
                    "The board declared a dividend of 12 cents a share.\n\n"
                    "It is payable on April 2, 2019.",
                    title,
                )
                assert document.reading.headline
                assert document.reading.headline.text == title
                assert document.reading.body_html.count("<p>") == 2
                assert not saw(document)

    def test_with_a_headline_of_its_own_keeps_it_below_the_title(self) -> None:
        document = read(
            f"<h2>Larkmoor Therapeutics Opens Its Third Laboratory in Cork</h2><p>{LEDE}</p>",
            "News From Cork",
        )
        assert document.reading.headline
        assert document.reading.headline.text == "News From Cork"
        assert "Third Laboratory" in document.reading.subheadlines[0].text


class ATemplateCode(TestCase):
    """Of a static site, of Joomla or of Drupal never becomes words either."""

    def rest(self, content: str) -> tuple[str, list[str]]:
        """Return the body below the first paragraph, and the doubts."""
        document = read(f"<p>{LEDE}</p>\n\n{content}\n\n<p>It opens in June.</p>")
        return document.reading.body_html.partition("\n")[2], saw(document)

    def test_that_stood_for_something_is_doubted(self) -> None:
        for code in (
            '{{< figure src="lab.png" >}}',
            "{{% results 2019 %}}",
            "{% include table.html id=4 %}",
            "{{ page.highlights }}",
            "{loadposition results}",
            "{gallery}lab",
            '[[{"fid":"12","view_mode":"default","type":"media"}]]',
            "[[nid:12]]",
            "[video:https://video.example.com/1]",
        ):
            with self.subTest(code):
                body, doubts = self.rest(f"<p>{code}</p>")
                assert "It opens in June." in body
                assert not {"{", "[", "nid", "figure", "include"} & set(body)
                assert any("stood for something" in doubt for doubt in doubts)

    def test_around_words_leaves_them(self) -> None:
        for before, after in (
            ("{{< notice >}}", "{{< /notice >}}"),
            ("{% if page.open %}", "{% endif %}"),
            ("{slide=More}", "{/slide}"),
        ):
            with self.subTest(before):
                body, doubts = self.rest(f"<p>{before}It is warm.{after}</p>")
                assert body.startswith("<p>It is warm.</p>")
                assert len(doubts) == 1

    def test_for_some_readers_or_for_nobody_goes_with_its_words(self) -> None:
        for code in (
            "{registered}NOT YET{/registered}",
            "{access=2}NOT YET{/access}",
            "{% comment %}NOT YET{% endcomment %}",
            "{{% private %}}NOT YET{{% /private %}}",
            "[private]NOT YET[/private]",
            '[show_to accesslevel="investor"]NOT YET[/show_to]',
            '[pmpro_member levels="1"]NOT YET[/pmpro_member]',
            '[passster password="x"]NOT YET[/passster]',
        ):
            with self.subTest(code):
                body, doubts = self.rest(f"<p>It is warm.</p><p>{code}</p>")
                assert "NOT YET" not in body
                assert doubts == [
                    "words that the old site kept to some readers: “NOT YET”"
                ]

    def test_for_some_readers_without_its_end_hides_all_that_follows(self) -> None:
        body, doubts = self.rest("<p>It is warm.</p>\n[private]\n<p>NOT YET</p>")
        assert body == "<p>It is warm.</p>"
        assert doubts[0].startswith("words that the old site kept to some readers: ")

    def test_is_not_what_only_looks_like_one(self) -> None:
        for words in (
            "a [private] company",
            "the sizes {1, 2} and {x | x > 2}",
            "[note: the call is at noon]",
            "<style>p {color: red} .a {display: none}</style>",
        ):
            with self.subTest(words):
                assert without_codes(words) == (words, [])

    def test_cost_grows_with_their_number_alone(self) -> None:
        for piece in ("{{", "{%", "[[{", "{a ", "{{< a", "{access}"):
            with self.subTest(piece):
                assert_repeats_proportional(without_codes, piece, times=1_000)
