"""Every version of a release at its own address, and what changed between two."""

from __future__ import annotations

import datetime as dt

from django.test import Client

from releases.models import Release
from tests.builders import (
    SEVEN,
    make_attachment,
    make_disclaimer,
    make_issuer,
    make_release,
    put_on_record,
)
from tests.clock import MICROSECOND, travel
from tests.public.html_pages import (
    ReaderTestCase,
    correct,
    get_page,
    get_status,
    text_of,
)

HOUR = dt.timedelta(hours=1)
PAGE = "/releases/2026/results/"
FIRST, AMENDED, THIRD = (f"{PAGE}versions/{number}/" for number in (1, 2, 3))
CORRECTED = SEVEN + HOUR
AGAIN = SEVEN + 2 * HOUR
LATER = SEVEN + 4 * HOUR


class AReleaseOfOneVersion(ReaderTestCase):
    """The version has its own address from the start."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        put_on_record(slug="results")

    def test_its_version_is_there_and_says_that_it_stands(self) -> None:
        page = get_page(FIRST)
        assert page.text("div[@class='body']") == "Revenue grew."
        assert page.texts("p[@class='which-version']") == ["Version 1, which stands"]
        assert page.links()["the release’s own page"] == PAGE

    def test_its_page_leads_to_it_and_lists_no_others(self) -> None:
        page = get_page(PAGE)
        assert page.links()["Version 1"] == FIRST
        assert page.all("ul[@class='versions']") == []

    def test_no_other_number_exists(self) -> None:
        for address in (
            f"{PAGE}versions/0/",
            f"{PAGE}versions/01/",
            f"{PAGE}versions/2/",
            f"{PAGE}versions/99999/",
            f"{PAGE}versions/1/to/1/",
            f"{PAGE}versions/1/to/2/",
            f"{PAGE}versions/",
            "/releases/2026/nothing/versions/1/",
        ):
            with self.subTest(address):
                assert get_status(address) == 404


class ACorrectedRelease(ReaderTestCase):
    """Three versions, each to be read, each to be compared with a later one."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.release = put_on_record(
            slug="results",
            body="<p>Revenue was $10 million.</p><h2>Outlook</h2><p>Good.</p>",
        )
        correct(
            cls.release,
            at=CORRECTED,
            notice="Revenue was misstated.",
            body="<p>Revenue was $9 million.</p><h2>Outlook</h2><p>Good.</p>",
        )
        correct(cls.release, at=AGAIN, notice="A name.", headline="Larkmoor Reports")

    def test_its_page_lists_every_version_and_the_way_from_each(self) -> None:
        page = get_page(PAGE, at=LATER)
        assert page.texts("ul[@class='versions']/li") == [
            "Version 3, on this page Corrected March 3, 2026, 9:00:00 a.m. EST",
            (
                "Version 2 Corrected March 3, 2026, 8:00:00 a.m. EST "
                "What changed from version 2 to 3"
            ),
            (
                "Version 1 March 3, 2026, 7:00:00 a.m. EST "
                "What changed from version 1 to 3"
            ),
        ]
        links = page.links()
        assert links["Version 1"] == FIRST
        assert links["What changed from version 1 to 3"] == f"{FIRST}to/3/"

    def test_a_superseded_version_says_so_and_by_what(self) -> None:
        page = get_page(FIRST, at=LATER)
        assert page.text("h1") == "Larkmoor Reports First Quarter Results"
        assert "Revenue was $10 million." in page.text("div[@class='body']")
        banner = page.only("section[@class='superseded']")
        assert text_of(banner).startswith(
            "Version 1, superseded It stood from March 3, 2026, 7:00:00 a.m. EST until "
            "March 3, 2026, 8:00:00 a.m. EST, when version 2 (Correction) took its "
            "place. Read the release as it stands."
        )
        assert page.links()["Read the release as it stands"] == PAGE

    def test_a_version_keeps_the_notice_that_it_came_with(self) -> None:
        page = get_page(AMENDED, at=LATER)
        assert page.text("section[@class='notice notice-corrected']") == (
            "Correction Corrected March 3, 2026, 8:00:00 a.m. EST "
            "Revenue was misstated."
        )

    def test_only_its_own_page_is_to_be_indexed(self) -> None:
        assert get_page(PAGE, at=LATER).all("head/meta[@name='robots']") == []
        for address in (FIRST, AMENDED, THIRD, f"{FIRST}to/2/"):
            with self.subTest(address):
                page = get_page(address, at=LATER)
                robots = page.only("head/meta[@name='robots']")
                assert robots.get("content") == "noindex"
                canonical = page.only("head/link[@rel='canonical']")
                assert canonical.get("href") == f"http://testserver{PAGE}"

    def test_the_redline_marks_what_was_removed_and_what_was_added(self) -> None:
        page = get_page(f"{FIRST}to/2/", at=LATER)
        assert page.text("h1") == "What changed from version 1 to version 2"
        text = page.only("section[@aria-labelledby='text']")
        assert [text_of(one) for one in text.findall(".//del")] == ["Removed: $10"]
        assert [text_of(one) for one in text.findall(".//ins")] == ["Added: $9"]
        assert [text_of(one) for one in text.findall(".//h3")] == ["Outlook"]
        assert page.texts("ul[@class='parts']/li") == ["Text"]
        assert "As before: Headline, Contacts, Particulars." in page.text("main")

    def test_it_links_to_the_current_version_if_that_is_another(self) -> None:
        assert "as it stands, version 3" in get_page(f"{FIRST}to/2/", at=LATER).text(
            "main"
        )
        assert "as it stands, version" not in get_page(f"{FIRST}to/3/", at=LATER).text()

    def test_a_version_and_its_redline_open_at_its_instant(self) -> None:
        for address in (AMENDED, f"{FIRST}to/2/"):
            with self.subTest(address):
                assert get_status(address, at=CORRECTED - MICROSECOND) == 404
                assert get_status(address, at=CORRECTED) == 200

    def test_no_redline_runs_backwards(self) -> None:
        assert get_status(f"{AMENDED}to/1/", at=LATER) == 404
        assert get_status(f"{AMENDED}to/2/", at=LATER) == 404

    def test_each_page_is_valid_and_leads_to_what_answers(self) -> None:
        for address in (PAGE, FIRST, AMENDED, THIRD, f"{FIRST}to/3/"):
            page = get_page(address, at=LATER)
            assert len(page.all("h1")) == 1
            for link in page.links().values():
                if link.startswith("/"):
                    with self.subTest(f"{address} to {link}"):
                        assert get_status(link, at=LATER) == 200

    def test_a_page_costs_the_same_for_one_version_and_for_three(self) -> None:
        with travel(SEVEN), self.assertNumQueries(9):
            Client().get(PAGE)
        for address, queries in {PAGE: 9, FIRST: 4, f"{FIRST}to/3/": 4}.items():
            with self.subTest(address), travel(LATER), self.assertNumQueries(queries):
                Client().get(address)


class ARedlineOfEveryPart(ReaderTestCase):
    """Tables, lists, quotations, wordings and files are set as what they are."""

    def test_it_is_valid_and_shows_each(self) -> None:
        make_issuer()
        release = make_release(
            slug="results",
            disclaimers=(make_disclaimer(),),
            body="<table><caption>In thousands</caption>"
            '<thead><tr><th>Item</th><th colspan="2">2026</th></tr></thead>'
            '<tbody><tr><td>Revenue</td><td colspan="2">10</td></tr></tbody></table>'
            "<ul><li>One thing</li></ul><blockquote><p>It was good.</p></blockquote>",
        )
        put_on_record(release)
        with travel(CORRECTED - HOUR / 2):
            make_attachment(release)
        correct(
            release,
            at=CORRECTED,
            notice="Figures.",
            body="<table><caption>In thousands</caption>"
            '<thead><tr><th>Item</th><th colspan="2">2026</th></tr></thead>'
            '<tbody><tr><td>Revenue</td><td colspan="2">12</td></tr></tbody></table>'
            "<ul><li>One thing</li><li>Another</li></ul>"
            "<blockquote><p>It was very good.</p></blockquote>",
        )
        page = get_page(f"{FIRST}to/2/", at=LATER)
        assert page.texts("tr") == ["Item 2026", "Revenue Removed: 10 Added: 12"]
        assert page.texts("blockquote") == ["It was Added: very good."]
        assert page.texts("div[@class='body']/ul/li")[:2] == [
            "One thing",
            "Added: Another",
        ]
        assert "Added: Results presentation: results.pdf" in page.text("main")
        assert "As before: Headline, Disclaimers, Contacts, Particulars." in page.text(
            "main"
        )

    def test_two_versions_that_differ_in_no_word_say_so(self) -> None:
        make_issuer()
        release = put_on_record(slug="results")
        correct(release, at=CORRECTED, notice="None.", body="<h2>Revenue grew.</h2>")
        page = get_page(f"{FIRST}to/2/", at=LATER)
        assert "Not one word differs." in page.text("main")
        assert page.all("ins") == []
