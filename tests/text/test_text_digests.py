"""The digest of a text is that of its words, however it was copied."""

from __future__ import annotations

import unicodedata

from django.test import SimpleTestCase

from releases.text.text_digests import normalised, pasted_paragraphs, text_digest
from tests.cost import assert_repeats_proportional


class ATextDigest(SimpleTestCase):
    """It does not depend on what copying changes, and depends on every word."""

    def test_it_is_the_same_for_other_spaces_quotes_dashes_and_ligatures(self) -> None:
        ours = "“We’re on track” — profit of $12.0 million – final"
        for copied in (
            '"We\'re on track" - profit of $12.0 million - final',
            "“We’re\n on  track” — pro\ufb01t of $12.0\u00a0million – final ",
            "“We’re on tr\u00adack”—profit of $12.0 million – final\ufeff",
        ):
            with self.subTest(copied):
                assert text_digest(copied) == text_digest(ours)

    def test_it_is_another_for_another_word_figure_or_sign(self) -> None:
        ours = text_digest("Profit rose to $12.0 million.")
        for other in (
            "Profit rose to $12.1 million.",
            "Profit rose to $12.0 million",
            "profit rose to $12.0 million.",
            "Profit rose to €12.0 million.",
        ):
            assert text_digest(other) != ours

    def test_marks_that_pile_up_take_no_longer_than_letters(self) -> None:
        marks = "\u0301\u0316"
        assert normalised(f"a{marks * 15}") == unicodedata.normalize(
            "NFKC", f"a{marks * 15}"
        )
        assert_repeats_proportional(text_digest, marks, times=8_000)

    def test_a_pasted_text_is_looked_up_by_paragraphs_and_their_lines(self) -> None:
        first = "A first paragraph that is long enough."
        second = "A second one, also long enough, goes on"
        third = "over another line, as in a PDF."
        text = f"{first}\r\n\r\n{second}\n{third}\n \nToo short."
        assert list(pasted_paragraphs(text)) == [
            (first, (first,)),
            (f"{second}\n{third}", (second, third)),
        ]
