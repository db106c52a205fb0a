"""Texts as a printer sets them."""

from __future__ import annotations

import re

from django.test import SimpleTestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.text.text_digests import normalised
from releases.text.typography import typeset_html

N = "\N{NO-BREAK SPACE}"
M = "\N{MINUS SIGN}"


def typeset(markup: str, language: str = "en-US") -> str:
    """Return the markup as a text of this language."""
    return typeset_html(markup, language=language)


def headline(text: str) -> str:
    """Return the text as a heading."""
    return typeset_html(text, language="en", headings=True)


class Marks(SimpleTestCase):
    """Quotation marks and apostrophes are those of print, where it is clear which."""

    def test_open_and_close_also_across_elements(self) -> None:
        for written, printed in (
            ('He said "we grew" twice.', "He said “we grew” twice."),
            ('("we grew")', "(“we grew”)"),
            ('"<em>Growth</em>", he said', "“<em>Growth</em>”, he said"),
            ("the Company's directors' shares", "the Company’s directors’ shares"),
            ("a 'best' year, the '90s", "a ‘best’ year, the ’90s"),
            ("\"'Best' in 2026\"", "“‘Best’ in 2026”"),
            ('"grew in 2026"', "“grew in 2026”"),
            ("AT&amp;T&#x27;s &quot;plan&quot;", "AT&amp;T’s “plan”"),
            (
                "<a href=\"/?a=1&amp;b='2'\">it's</a>",
                "<a href=\"/?a=1&amp;b='2'\">it’s</a>",
            ),
            ('5\'10" and 12" pipes', '5\'10" and 12" pipes'),
        ):
            with self.subTest(written):
                assert typeset(written) == printed

    def test_of_other_languages_stay_as_they_are(self) -> None:
        assert typeset('l\'année "2026"', "fr") == 'l\'année "2026"'


class Signs(SimpleTestCase):
    """A minus is one; a hyphen stays a hyphen."""

    def test_a_hyphen_before_a_figure_is_a_minus(self) -> None:
        for written, printed in (
            ("-61 mL", f"{M}61{N}mL"),
            ("a change of -$1.2", f"a change of {M}$1.2"),
            ("(-0.5%)", f"({M}0.5%)"),
            ("<td>-61</td><td>-3</td>", f"<td>{M}61</td><td>{M}3</td>"),
        ):
            with self.subTest(written):
                assert typeset(written) == printed

    def test_ranges_codes_and_telephone_numbers_have_none(self) -> None:
        for text in (
            "2025-2026",
            "2025 -2026",
            "LKM-204",
            "call -617-555-0142",
            "a - 5",
        ):
            with self.subTest(text):
                assert typeset(text) == text
        assert typeset("LKM<sub>-5</sub>") == "LKM<sub>-5</sub>"


class Figures(SimpleTestCase):
    """A figure stays with its unit, a month with its day."""

    def test_no_line_breaks_between_them(self) -> None:
        for text in (
            "$35 million",
            "June 29",
            "8:30 a.m. EST",
            "Phase 3",
            "n = 206",
            "p < 0.001",
            "30 bps",
            "4,5 Mrd.",
            "29. Juni",
            "EUR 5",
        ):
            with self.subTest(text):
                escaped = text.replace("<", "&lt;")
                assert typeset(escaped) == escaped.replace(" ", N)

    def test_other_words_may_part(self) -> None:
        for text in (
            "35 people",
            "May we",
            "March 2026",
            "in 2026 L’Oréal",
            "5 mothers",
        ):
            with self.subTest(text):
                assert typeset(text) == text


class Headings(SimpleTestCase):
    """Words with a hyphen stay whole, and whoever copies them gets the hyphen."""

    def test_are_never_broken_at_a_hyphen(self) -> None:
        whole = '<span class="nb">{}</span>'.format
        assert headline("Data on LKM-204") == f"Data on {whole('LKM-204')}"
        assert headline("Non-Cystic") == whole("Non-Cystic")
        assert headline("Placebo-Controlled") == whole("Placebo-Controlled")
        assert headline("薬LKM-204に") == f"薬{whole('LKM-204')}に"
        markup = "<h2>Two-Year Data</h2><p>Two-Year Data</p>"
        assert typeset(markup) == markup.replace("Two-Year", whole("Two-Year"), 1)

    def test_but_for_words_that_fill_a_line_of_a_phone(self) -> None:
        text = "Multi-Jurisdictional-Reporting"
        assert headline(text) == text


class NoWord(SimpleTestCase):
    """Is changed: what pages show is what was published, but for marks and white space."""

    @given(st.text("ab1 -'\"$.%—“(m", max_size=60), st.booleans())
    def test_of_any_text(self, text: str, is_heading: bool) -> None:  # noqa: FBT001 - hypothesis's
        shown = typeset_html(text, language="en", headings=is_heading)
        plain = re.sub("<[^<>]*>", "", shown)
        assert normalised(plain) == normalised(text)
        assert len(plain) == len(text)

    @given(st.text("ab1 -'\"$.%—“(m", max_size=60))
    def test_is_changed_by_setting_it_again(self, text: str) -> None:
        once = typeset_html(text, language="en")
        assert typeset_html(once, language="en") == once
