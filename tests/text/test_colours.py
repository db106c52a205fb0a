"""Colours, and whether they can be read."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import SimpleTestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.text.colours import (
    DARK_PAPERS,
    LEAST_CONTRAST,
    LIGHT_PAPERS,
    contrast,
    in_dark,
    in_light,
    is_colour,
    least_contrast,
)

TOKENS = Path(__file__).parents[2] / "static/css/tokens.css"
COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


class Contrast(SimpleTestCase):
    """Is that of WCAG, from 1 to 21."""

    def test_of_known_pairs(self) -> None:
        for one, other, ratio in (
            ("#000000", "#ffffff", 21),
            ("#ffffff", "#000000", 21),
            ("#777777", "#777777", 1),
            ("#767676", "#ffffff", 4.54),
            ("#14466b", "#ffffff", 9.91),
        ):
            with self.subTest(one=one, other=other):
                assert abs(contrast(one, other) - ratio) < 0.1

    def test_is_measured_on_the_papers_of_the_site(self) -> None:
        tokens = TOKENS.read_text()
        for place, token in enumerate(("paper", "sheet", "corrected-sheet")):
            match = re.search(rf"--{token}: light-dark\((\S+), (\S+)\);", tokens)
            assert match
            assert match.groups() == (LIGHT_PAPERS[place], DARK_PAPERS[place])


class AColour(SimpleTestCase):
    """Is a # with six digits, and is made legible in either scheme."""

    def test_is_written_in_one_way(self) -> None:
        assert is_colour("#14466b")
        for text in ("", "14466b", "#14466B", "#123", "red", "#14466b;}"):
            assert not is_colour(text)

    def test_that_can_be_read_stays_as_it_is(self) -> None:
        assert in_light("#14466b") == "#14466b"
        assert in_dark("#93c4ec") == "#93c4ec"

    @given(COLOURS)
    def test_can_be_read_in_both_schemes(self, colour: str) -> None:
        assert least_contrast(in_light(colour), LIGHT_PAPERS) >= LEAST_CONTRAST
        assert least_contrast(in_dark(colour), DARK_PAPERS) >= LEAST_CONTRAST
