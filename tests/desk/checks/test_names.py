"""Names, symbols, addresses and the body that holds them."""

from __future__ import annotations

from django.test import SimpleTestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.text.addresses import (
    file_name,
    host_of,
    is_for_staff,
    is_private,
    misleads,
    path_on,
)
from releases.text.blocks import body_of
from releases.text.html import clean, plain
from releases.text.tickers import names, tickers_after


class AName(SimpleTestCase):
    """A company and its symbol as they are printed."""

    def test_is_known_without_its_legal_form_and_its_marks(self) -> None:
        for text in ("LARKMOOR® Foods rose", "of Larkmoor\nFoods, Inc. today"):
            assert names(text, "Larkmoor Foods, Inc.")
        assert not names("Larkmoor Foodstuffs", "Larkmoor Foods")
        assert not names("anything", "Inc.")

    def test_has_the_listings_in_the_bracket_after_it(self) -> None:
        text = (
            "Larkmoor Foods, Inc. (“Larkmoor”) (Nasdaq: LRKM; TSX: LRK, LRK.A) and "
            "Nordhavn A/S (CPH: NHVN) with Larkmoor Foods (OTCQX: LRKMF) (see: above)"
        )
        found = [str(one) for one in tickers_after(text, "Larkmoor Foods")]
        assert found == ["Nasdaq: LRKM", "TSX: LRK", "TSX: LRK.A", "OTCQX: LRKMF"]
        assert tickers_after(text, "") == []
        assert tickers_after("Larkmoor (Grade: A; Nasdaq: LRKM)", "Larkmoor")[1:] == []

    def test_may_be_printed_under_another_name_of_its_exchange(self) -> None:
        (printed,) = tickers_after("Larkmoor (LSE: LRK)", "Larkmoor")
        assert printed.means("AIMX", "LRK")
        assert not printed.means("XNYS", "LRK")
        assert not printed.means("XLON", "LRKM")


class AnAddress(SimpleTestCase):
    """What an address alone tells."""

    def test_that_only_insiders_reach_is_private(self) -> None:
        site = "https://www.larkmoor.com/"
        for href in (
            *(
                "http://localhost/",
                "https://intranet/q1",
                "https://192.168.0.4/",
                "file:///c",
            ),
            *("https://q1.corp/", "https://docs.google.com/d/1", "https://[::1]/"),
            *("https://ir-staging.larkmoor.com/", "https://preview2.larkmoor.com/"),
        ):
            with self.subTest(href):
                assert is_private(href, site=site)
        for href in (
            *(
                "https://www.larkmoor.com/",
                "https://devices.larkmoor.com/",
                "mailto:a@b.c",
            ),
            *(
                "https://8.8.8.8/",
                "https://staging.example.com/",
                "/contacts/",
                "https://[",
            ),
        ):
            with self.subTest(href):
                assert not is_private(href, site=site)

    def test_misleads_where_its_words_name_another_host(self) -> None:
        assert misleads("example.com/ir", "https://example.org/ir")
        assert not misleads("www.example.com", "https://example.com/ir")
        assert not misleads("our site", "https://example.org/")
        assert not misleads("example.com", "mailto:ir@example.com")

    def test_that_is_none_leads_nowhere(self) -> None:
        assert host_of("https://[") == file_name("https://[") == ""
        assert (
            path_on("https://[", {"a.com"}) == path_on("ftp://a.com/x", {"a.com"}) == ""
        )
        assert not is_for_staff("https://[", own=False)

    def test_has_a_path_on_its_own_site(self) -> None:
        assert path_on("/x", {"a.com"}) == path_on("https://A.com/x", {"a.com"}) == "/x"
        assert path_on("https://b.com/x", {"a.com"}) == ""


class ABody(SimpleTestCase):
    """A text taken apart loses none of its words."""

    @given(st.text(alphabet='<>/"= pahretdlibu&;x\n', max_size=200))
    def test_has_the_same_words_as_its_markup(self, markup: str) -> None:
        cleaned = clean(markup)
        words = " ".join(block.text for block in body_of(cleaned).blocks)
        assert "".join(words.split()) == "".join(plain(cleaned).split())

    def test_is_told_by_its_blocks(self) -> None:
        body = body_of(
            "<h2>News</h2><p>One<br>two</p><ul><li>Three</li></ul><table><caption>Cash"
            "</caption><tr><th>a</th><td><p>b</p></td></tr></table>tail"
        )
        assert [(one.kind, one.text) for one in body.blocks] == [
            ("heading", "News"),
            ("paragraph", "One\ntwo"),
            ("item", "Three"),
            ("table", "Cash\na\tb"),
            ("paragraph", "tail"),
        ]
        assert body.lead == "One\ntwo"

    def test_knows_where_its_links_lead(self) -> None:
        body = body_of(
            '<p><a href="https://x/?a=1&amp;b">the <em>site</em></a> <a>no</a></p>'
        )
        assert [(one.href, one.words) for one in body.links] == [
            ("https://x/?a=1&b", "the site")
        ]
