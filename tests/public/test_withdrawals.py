"""What becomes of the versions of a release that is withdrawn, or sealed."""

from __future__ import annotations

import datetime as dt

from django.test import Client

from tests.builders import (
    SEVEN,
    make_issuer,
    put_on_record,
)
from tests.clock import MICROSECOND, travel
from tests.public.html_pages import (
    Page,
    ReaderTestCase,
    correct,
    get_page,
    get_status,
    give_notice,
)

HOUR = dt.timedelta(hours=1)
PAGE = "/releases/2026/results/"
FIRST, AMENDED, THIRD = (f"{PAGE}versions/{number}/" for number in (1, 2, 3))
CORRECTED = SEVEN + HOUR
WITHDRAWN = SEVEN + 3 * HOUR
LATER = SEVEN + 4 * HOUR


def gone(address: str, *, at: dt.datetime) -> Page:
    """Return the page that says that something is no longer shown."""
    with travel(at):
        answer = Client().get(address)
    assert answer.status_code == 410, (address, answer.status_code)
    return Page(answer.content)


class AWithdrawnRelease(ReaderTestCase):
    """What stood stays readable, with the redlines between its versions."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        release = put_on_record(slug="results")
        correct(release, at=CORRECTED, notice="A slip.", body="<p>It fell.</p>")
        give_notice(release, at=WITHDRAWN)

    def test_its_page_leads_to_every_version(self) -> None:
        assert get_page(PAGE, at=LATER).texts("ul[@class='versions']/li") == [
            "Version 3, on this page Withdrawn March 3, 2026, 10:00:00 a.m. EST",
            "Version 2 Corrected March 3, 2026, 8:00:00 a.m. EST",
            (
                "Version 1 March 3, 2026, 7:00:00 a.m. EST "
                "What changed from version 1 to 2"
            ),
        ]

    def test_each_version_can_still_be_read_and_says_that_it_is_withdrawn(self) -> None:
        page = get_page(AMENDED, at=LATER)
        assert page.text("div[@class='body']") == "It fell."
        banner = page.text("section[@class='superseded']")
        assert "when version 3 (This release is withdrawn) took its place" in banner

    def test_the_notice_has_an_address_and_no_redline(self) -> None:
        page = get_page(THIRD, at=LATER)
        assert "Issued in error." in page.text("main")
        assert get_status(f"{AMENDED}to/3/", at=LATER) == 404
        assert get_status(f"{FIRST}to/2/", at=LATER) == 200


class ANoticeToDisregard(ReaderTestCase):
    """It is called a notice to disregard everywhere."""

    def test_the_page_and_every_list_say_so(self) -> None:
        make_issuer()
        release = put_on_record(slug="results")
        give_notice(release, at=CORRECTED, kind="disregard")
        heading = get_page(PAGE, at=LATER).text(
            "section[@class='notice notice-withdrawn']"
        )
        assert heading.startswith("Notice to disregard Issued March 3, 2026")
        category = "/releases/category/financial-results/"
        for address in ("/", "/releases/", "/releases/2026/", category):
            with self.subTest(address):
                assert "Disregard" in get_page(address, at=LATER).text("main")


class ASealedRelease(ReaderTestCase):
    """The public is shown nothing of what stood, at any address."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        release = put_on_record(slug="results", body="<p>The secret words.</p>")
        correct(
            release,
            at=CORRECTED,
            notice="A slip.",
            body="<p>The hidden words.</p>",
        )
        give_notice(release, at=WITHDRAWN, sealed=True)

    def test_its_page_lists_the_versions_and_links_to_none(self) -> None:
        page = get_page(PAGE, at=LATER)
        assert page.texts("ul[@class='versions']/li") == [
            "Version 3, on this page Withdrawn March 3, 2026, 10:00:00 a.m. EST",
            "Version 2, no longer shown Corrected March 3, 2026, 8:00:00 a.m. EST",
            "Version 1, no longer shown March 3, 2026, 7:00:00 a.m. EST",
        ]
        assert FIRST not in page.links().values()

    def test_its_versions_and_redlines_are_gone_from_that_instant(self) -> None:
        for address in (FIRST, AMENDED, f"{FIRST}to/2/"):
            with self.subTest(address):
                assert get_status(address, at=WITHDRAWN - MICROSECOND) == 200
                page = gone(address, at=WITHDRAWN)
                assert page.text("h1") == "What stood here is no longer shown"
                assert "words" not in page.text()

    def test_no_list_and_no_feed_holds_its_words(self) -> None:
        for address in ("/", "/releases/", "/search/?words=larkmoor", PAGE, THIRD):
            with self.subTest(address):
                text = get_page(address, at=LATER).text()
                assert "secret words" not in text
                assert "hidden words" not in text
        with travel(LATER):
            feed = Client().get("/releases/rss.xml").content
        assert b"words" not in feed
