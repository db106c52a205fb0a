"""Names, symbols, addresses and the body that holds them."""

from __future__ import annotations

from django.test import SimpleTestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.text.html import html_to_text, sanitize_html
from releases.text.html_blocks import parse_body
from releases.text.link_targets import (
    file_name_of,
    host_of,
    is_internal_url,
    is_staff_url,
    names_another_host,
    path_on_hosts,
)
from releases.text.tickers import mentions_company, tickers_after


class AName(SimpleTestCase):
    """A company and its symbol as they are printed."""

    def test_is_known_without_its_legal_form_and_its_marks(self) -> None:
        for text in ("LARKMOOR® Foods rose", "of Larkmoor\nFoods, Inc. today"):
            assert mentions_company(text, "Larkmoor Foods, Inc.")
        assert not mentions_company("Larkmoor Foodstuffs", "Larkmoor Foods")
        assert not mentions_company("anything", "Inc.")

    def test_has_the_listings_in_the_bracket_after_it(self) -> None:
        text = (
            "Larkmoor Foods, Inc. (“Larkmoor”) (Nasdaq: LRKM; TSX: LRK, LRK.A) and "
            "Nordhavn A/S (CPH: NHVN) with Larkmoor Foods (OTCQX: LRKMF) (see: above)"
        )
        tickers = [str(ticker) for ticker in tickers_after(text, "Larkmoor Foods")]
        assert tickers == ["Nasdaq: LRKM", "TSX: LRK", "TSX: LRK.A", "OTCQX: LRKMF"]
        assert tickers_after(text, "") == []
        assert tickers_after("Larkmoor (Grade: A; Nasdaq: LRKM)", "Larkmoor")[1:] == []

    def test_may_be_printed_under_another_name_of_its_exchange(self) -> None:
        (printed,) = tickers_after("Larkmoor (LSE: LRK)", "Larkmoor")
        assert printed.matches("AIMX", "LRK")
        assert not printed.matches("XNYS", "LRK")
        assert not printed.matches("XLON", "LRKM")


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
                assert is_internal_url(href, site=site)
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
                assert not is_internal_url(href, site=site)

    def test_misleads_where_its_words_name_another_host(self) -> None:
        assert names_another_host("example.com/ir", "https://example.org/ir")
        assert not names_another_host("www.example.com", "https://example.com/ir")
        assert not names_another_host("our site", "https://example.org/")
        assert not names_another_host("example.com", "mailto:ir@example.com")

    def test_that_is_none_leads_nowhere(self) -> None:
        assert host_of("https://[") == file_name_of("https://[") == ""
        assert (
            path_on_hosts("https://[", {"a.com"})
            == path_on_hosts("ftp://a.com/x", {"a.com"})
            == ""
        )
        assert not is_staff_url("https://[", own=False)

    def test_has_a_path_on_its_own_site(self) -> None:
        assert (
            path_on_hosts("/x", {"a.com"})
            == path_on_hosts("https://A.com/x", {"a.com"})
            == "/x"
        )
        assert path_on_hosts("https://b.com/x", {"a.com"}) == ""


class ABody(SimpleTestCase):
    """A text taken apart loses none of its words."""

    @given(st.text(alphabet='<>/"= pahretdlibu&;x\n', max_size=200))
    def test_has_the_same_words_as_its_markup(self, markup: str) -> None:
        cleaned = sanitize_html(markup)
        words = " ".join(block.text for block in parse_body(cleaned).blocks)
        assert "".join(words.split()) == "".join(html_to_text(cleaned).split())

    def test_is_told_by_its_blocks(self) -> None:
        body = parse_body(
            "<h2>News</h2><p>One<br>two</p><ul><li>Three</li></ul><table><caption>Cash"
            "</caption><tr><th>a</th><td><p>b</p></td></tr></table>tail"
        )
        assert [(block.kind, block.text) for block in body.blocks] == [
            ("heading", "News"),
            ("paragraph", "One\ntwo"),
            ("item", "Three"),
            ("table", "Cash\na\tb"),
            ("paragraph", "tail"),
        ]
        assert body.lead == "One\ntwo"

    def test_knows_where_its_links_lead(self) -> None:
        body = parse_body(
            '<p><a href="https://x/?a=1&amp;b">the <em>site</em></a> <a>no</a></p>'
        )
        assert [(link.href, link.words) for link in body.links] == [
            ("https://x/?a=1&b", "the site")
        ]
