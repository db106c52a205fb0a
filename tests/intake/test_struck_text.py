"""Words that marks in plain text strike out never become text."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.readers import read_file
from releases.intake.source_document import SourceDocument
from releases.text.struck_text import without_struck
from tests.cost import assert_repeats_proportional

LEDE = (
    "GALWAY, Ireland, May 6, 2024 -- Corrib Glass plc (ISE: CGL) said today that its new "
    "furnace is lit, and that it will melt sand for ten years without a break."
)


def document(inner: str) -> SourceDocument:
    """Return a release in plain text with this as its fifth line."""
    text = f"Corrib Glass Lights Its New Furnace\n\n{LEDE}\n\n{inner}\n\nIt is warm.\n"
    return read_file(text.encode())


class StruckWordsInPlainText(TestCase):
    """Are left out and doubted by name, at their line."""

    def test_by_the_marks_of_markdown_mail_and_wikis(self) -> None:
        for struck in (
            "~~€4~~",
            "{--€4--}",
            "[-€4-]",
            "[s]€4[/s]",
            "[strike]€4[/strike]",
            "<s>€4</s>",
            '<del datetime="2024-05-01">€4</del>',
            "€\u03364\u0336",
        ):
            with self.subTest(struck):
                read = document(f"It cost {struck} €5 million.")
                assert "<p>It cost €5 million.</p>" in read.reading.body_html
                [doubt] = read.reading.doubts
                assert str(doubt.saw) == "words struck out: “€4”"
                assert str(doubt.assumed) == "Left out."
                assert doubt.line == 5

    def test_what_was_put_in_their_place_is_kept_without_its_marks(self) -> None:
        for changed in ("{~~€4~>€5~~}", "{--€4--}{++€5++}", "[-€4-]{+€5+}"):
            with self.subTest(changed):
                read = document(f"It cost {changed} million.")
                assert "<p>It cost €5 million.</p>" in read.reading.body_html
                assert [str(d.saw) for d in read.reading.doubts] == [
                    "words struck out: “€4”"
                ]

    def test_over_two_lines_and_the_lines_below_keep_their_numbers(self) -> None:
        read = document("It is ~~lit and\nvery~~ hot.\n\nIt cost [TBD].")
        assert "<p>It is hot.</p>" in read.reading.body_html
        assert [(d.line, str(d.saw)) for d in read.reading.doubts] == [
            (5, "words struck out: “lit and very”"),
            (8, "[TBD]"),
        ]

    def test_in_a_table_leave_the_columns_where_they_are(self) -> None:
        rows = (
            "             2024      2023",
            "Sand           40        38",
            "Soda        ~~7~~         6",
            "Lime            2         3",
        )
        read = document("\n".join(rows))
        assert '<th scope="row">Soda</th><td></td><td>6</td>' in read.reading.body_html

    def test_a_reviewer_s_remark_goes_too(self) -> None:
        for remark in ("{>>Ask legal<<}", "<!-- Ask legal -->"):
            with self.subTest(remark):
                read = document(f"It is lit. {remark}")
                assert "Ask legal" not in read.reading.body_html
                assert [str(d.saw) for d in read.reading.doubts] == [
                    "a reviewer's comment: “Ask legal”"
                ]


class MarksThatMayStrike(TestCase):
    """Stay with their words, and are doubted."""

    def test_where_one_tilde_or_one_end_is_there(self) -> None:
        for words in ("~€4~", "~~€4 million", "€4^H^H"):
            with self.subTest(words):
                read = document(f"It cost {words}")
                assert words in read.reading.body_html
                assert [str(d.saw) for d in read.reading.doubts] == [
                    f"marks that may strike words out: “{words}”"
                ]

    def test_are_not_what_only_looks_like_them(self) -> None:
        for words in (
            "about ~40 people and ~50 more",
            "files below ~/glass and ~user",
            "the work -- all of it -- is done",
            "[- 4] and {a, b}",
            "~~~~~~~~~~",
            "where a ≠ b and c =\u0338 d",
        ):
            with self.subTest(words):
                assert without_struck(words) == (words, [])

    def test_cost_grows_with_the_length_alone(self) -> None:
        for piece in (
            "~~",
            "~~a",
            "{--",
            "[-a",
            "<s>",
            "<!--",
            "{~~a~>",
            "[s]",
            "a\u0336",
        ):
            with self.subTest(piece):
                assert_repeats_proportional(without_struck, piece, times=1_000)
