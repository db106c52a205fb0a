"""The card of a release: it shows every headline, inside its margins, and nothing else."""

from __future__ import annotations

from typing import Any
from unittest import TestCase, mock

from releases.pdf import typesetting
from releases.pdf.card import HEIGHT, WIDTH, card_of, site_card_of
from releases.pdf.isolated_typesetting import typeset as typeset_isolated
from releases.pdf.typesetting import fonts_in, shown_card, typeset
from releases.record.documents import Change, ProfileDocument
from tests.pdf.sheets import ISSUER, release_of
from tests.representations.pixels import decode_png, read_size

HOST = "ir.example.com"
GROUND = "16324a"


def card(headline: str = "Larkmoor Reports Results", **fields: Any) -> dict[str, Any]:
    """Return the values of the card of a release."""
    release = release_of(headline=headline, **fields)
    return card_of(release, issuer=ISSUER, host=HOST)


def shown(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values as the fonts of the packages can show them."""
    return dict(shown_card(values, fonts_in(())))


class ACard(TestCase):
    """Of a release, as a picture."""

    def test_names_issuer_category_and_date_beside_the_headline(self) -> None:
        values = shown(card("Larkmoor Reports Results", body="<p>$12 million</p>"))
        assert values["headline"] == "Larkmoor Reports Results"
        assert values["issuer"] == "Larkmoor Therapeutics"
        assert (values["category"], values["date"]) == (
            "Financial results",
            "March 3, 2026",
        )
        assert values["mark"] == values["notice"] == ""
        assert "million" not in str(values)

    def test_says_that_a_release_was_corrected_or_withdrawn(self) -> None:
        for kind, mark, notice in (
            ("correction", "Corrected", "corrected"),
            ("withdrawal", "Withdrawn", "withdrawn"),
        ):
            values = card(change=Change(kind=kind, text="A slip."))
            with self.subTest(kind):
                assert (values["mark"], values["notice"]) == (mark, notice)
                assert read_size(typeset(values, form="card")) == (WIDTH, HEIGHT)
        change = Change(kind="correction", text="A slip.")
        values = card("CORRECTING and REPLACING: Results", change=change)
        assert (values["mark"], values["notice"]) == ("", "corrected")

    def test_has_the_same_bytes_from_a_process_of_its_own(self) -> None:
        values = card()
        assert typeset_isolated(values, form="card") == typeset(values, form="card")

    def test_shows_any_headline_inside_its_margins(self) -> None:
        for headline in ("W" * 300, "WWWWWWWWW " * 30):
            # A pixel is six of the card: a tenth of a second, not ten.
            with mock.patch.object(typesetting, "POINTS_PER_INCH", 12):
                pixels = decode_png(typeset(card(headline.strip()), form="card"))
            with self.subTest(headline[:12]):
                assert (pixels.width, pixels.height) == (WIDTH // 6, HEIGHT // 6)
                inked = {
                    (x, y)
                    for x in range(pixels.width)
                    for y in range(3, pixels.height)
                    if pixels.colour(x, y) != GROUND
                }
                assert {x for x, _ in inked} <= set(range(12, 188))
                # Nothing of the headline is cut off above or below its place.
                rows = {y for _, y in inked}
                assert rows.isdisjoint({*range(19, 25), *range(80, 85)})
                assert len(rows & {*range(25, 80)}) > 30

    def test_breaks_a_word_that_is_longer_than_a_line(self) -> None:
        values = card("Donaudampfschiff und " + "x" * 40)
        assert values["words"][:2] == ["Donaudampfschiff", "und"]
        assert max(map(len, values["words"])) <= 30
        assert "".join(values["words"]).endswith("x" * 40)

    def test_leaves_out_a_sign_that_no_font_has(self) -> None:
        values = shown(card("Larkmoor \U0001f680\ufe0f grows ≥ 5\u2009%"))
        assert values["headline"] == "Larkmoor grows ≥ 5\u2009%"

    def test_of_a_headline_that_no_font_can_show_is_without_it(self) -> None:
        values = shown(card("東京で上場", change=Change(kind="correction", text="A.")))
        assert values["headline"] == "Press release"
        assert values["words"] == ["Press", "release"]
        assert values["mark"] == "Corrected"
        assert values["issuer"] == "Larkmoor Therapeutics"
        assert read_size(typeset(values, form="card")) == (WIDTH, HEIGHT)

    def test_of_a_headline_that_no_font_can_show_keeps_the_logo(self) -> None:
        logo = list(typeset(card(), form="card"))
        values = shown(card("東京で上場") | {"logo": logo})
        assert values["headline"] == "Press release"
        assert values["logo"] == logo
        assert read_size(typeset(values, form="card")) == (WIDTH, HEIGHT)

    def test_of_an_issuer_that_no_font_can_show_names_the_site(self) -> None:
        issuer = ProfileDocument(name="東京")
        values = card_of(release_of(), issuer=issuer, host=HOST)
        assert shown(values)["issuer"] == HOST
        assert shown(site_card_of(issuer, host=HOST))["headline"] == HOST

    def test_reads_no_word_as_markup(self) -> None:
        headline = '#panic() $x$ <a> @b "c" \\ *d* `e` [f] #read("/etc/passwd")'
        values = card(headline)
        assert shown(values)["headline"] == headline
        assert read_size(typeset(values, form="card")) == (WIDTH, HEIGHT)

    def test_sets_letters_with_separate_marks_and_other_directions(self) -> None:
        values = shown(card("Re\u0301sume\u0301 Ελλάδα Привет"))
        assert values["headline"] == "Résumé Ελλάδα Привет"
        arabic = card("مرحبا", language="ar")
        assert arabic["right_to_left"]
        assert read_size(typeset(arabic, form="card")) == (WIDTH, HEIGHT)


class TheCardOfTheSite(TestCase):
    """Names the issuer."""

    def test_names_the_issuer_and_what_the_site_has(self) -> None:
        values = shown(site_card_of(ISSUER, host=HOST))
        assert values["headline"] == "Larkmoor Therapeutics"
        assert values["category"] == "Press releases, events and contacts"
        assert read_size(typeset(values, form="card")) == (WIDTH, HEIGHT)
