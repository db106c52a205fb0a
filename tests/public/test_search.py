"""The page of the search: results, extracts, filters, pages, and what to ask instead."""

from __future__ import annotations

import datetime as dt
import html
from unittest import mock
from urllib.parse import quote_plus

from django.db import OperationalError
from django.test import Client

from releases.management.serving import start_checks
from releases.management.serving.start_checks import fill_search_index
from releases.models import Attachment, Category, Report, SitePage
from releases.pagecache import search_indexing
from releases.pagecache.search_indexing import index_when_quiet
from releases.public.as_of import parse_instant
from releases.record.search import finding
from releases.record.search.engines import search_engine
from releases.record.search.indexing import index_within
from tests.builders import (
    SEVEN,
    make_attachment,
    make_event,
    make_issuer,
    make_report,
    make_site_page,
    put_on_record,
)
from tests.clock import SECOND, travel
from tests.pagecache.client import PageCacheTestCase
from tests.public.html_pages import (
    Page,
    ReaderTestCase,
    correct,
    get_page,
    give_notice,
    save_and_publish,
)

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
YEAR = dt.timedelta(days=365)
LATER = SEVEN + DAY


def search(words: str, more: str = "", *, at: dt.datetime = LATER) -> Page:
    """Return the page of a question."""
    return get_page(f"/search/?words={quote_plus(words)}{more}", at=at)


def titles(page: Page) -> list[str]:
    """Return the titles of the results, in order."""
    return page.texts("ol[@class='items']/li//h2")


class TheResults(ReaderTestCase):
    """What readers see of what they look for."""

    @classmethod
    def setUpTestData(cls) -> None:
        corporate = Category.objects.get(slug="corporate")
        issuer = make_issuer()
        event = make_event(slug="call", title="Call on the Harbor trial")
        save_and_publish(issuer, corporate, at=SEVEN - 2 * YEAR)
        save_and_publish(event, at=SEVEN - DAY)
        put_on_record(
            headline="Larkmoor Reports <Results> & More",
            body=f"<p>{'Before that. ' * 40}Net cash &lt;b&gt; was $38.0 million for LKM-204"
            f" in Übersee.</p><p>{'After that. ' * 40}</p>",
            at=SEVEN - YEAR,
        )
        put_on_record(headline="Harbor opens", category=corporate, slug="harbor")

    def test_a_word_of_the_text_is_found_and_marked_in_its_place(self) -> None:
        for words, marked in (
            ("cash", ["cash"]),
            ("CASH lkm204", ["cash", "LKM-204"]),
            ('"$38.0 million"', ["38.0 million"]),
            ("ubersee", ["Übersee"]),
            ("mill*", ["million"]),
        ):
            with self.subTest(words):
                page = search(words)
                assert titles(page) == ["Larkmoor Reports <Results> & More"]
                extract = page.only("p[@class='search-extract']")
                marks = [mark.text for mark in extract.findall(".//mark")]
                assert marks == marked
                text = page.text("p[@class='search-extract']")
                assert len(text) < 230
                assert text.startswith("… ")
                assert text.endswith(" …")
        assert "Net cash <b> was" in page.text("p[@class='search-extract']")

    def test_headlines_come_first_and_then_the_newest(self) -> None:
        put_on_record(headline="News", body="<p>Of the harbor.</p>", at=SEVEN + SECOND)
        page = search("harbor")
        assert titles(page) == ["Harbor opens", "Call on the Harbor trial", "News"]
        assert page.text("p[@id='search-count']") == "3 results"
        assert [mark.text for mark in page.all("h2//mark")] == ["Harbor", "Harbor"]

    def test_filters_are_addresses_with_how_many_they_leave(self) -> None:
        page = search("harbor")
        nav = page.text("nav[@class='search-filters']")
        assert nav == "Kind All Releases 1 Events 1"
        events = search("harbor", "&kind=event")
        assert titles(events) == ["Call on the Harbor trial"]
        links = [a.get("href") for a in page.all("nav[@class='search-filters']//a")]
        assert links == [
            "?words=harbor",
            "?words=harbor&kind=release",
            "?words=harbor&kind=event",
        ]
        for more, found in (
            ("&year=2025", []),
            ("&year=2026", ["Harbor opens", "Call on the Harbor trial"]),
            ("&category=corporate", ["Harbor opens"]),
            ("&category=nothing", []),
            ("&year=x&category=%00&kind=nothing", 2),
        ):
            with self.subTest(more):
                listed = titles(search("harbor", more))
                assert listed == found or len(listed) == found

    def test_a_filter_that_leaves_nothing_can_be_taken_back(self) -> None:
        page = search("harbor", "&year=1999")
        assert page.text("p[@id='search-count']") == "Nothing found for “harbor”."
        assert page.links()["Search without the filters"] == "?words=harbor"

    def test_what_was_typed_is_kept_and_escaped(self) -> None:
        words = '<script>alert("x")</script> & zebra'
        page = search(words)
        assert page.only("input[@name='words']").get("value") == words
        assert html.escape("<script>alert") in str(
            Client().get("/search/", {"words": words}).content
        )
        assert not page.all("main//script")

    def test_without_words_it_says_how_to_search(self) -> None:
        page = get_page("/search/", at=LATER)
        assert "Words that stand side by side." in page.text("main")
        assert "There is no word or figure in that." in search("?!").text("main")

    def test_search_engines_may_list_its_page_and_no_results(self) -> None:
        for query in ("words=harbor", "words=xyzzy", "words=", "year=2026"):
            with self.subTest(query), travel(LATER):
                response = Client().get(f"/search/?{query}")
                assert response["X-Robots-Tag"] == "noindex"
                robots = Page(response.content).only("meta[@name='robots']")
                assert robots.get("content") == "noindex"
        with travel(LATER):
            response = Client().get("/search/")
        assert "X-Robots-Tag" not in response.headers
        assert not Page(response.content).all("meta[@name='robots']")
        rules = Client().get("/robots.txt").content.decode().splitlines()
        assert "Disallow: /search/?words=" in rules

    def test_every_page_has_its_field_and_it_has_one(self) -> None:
        for path in ("/", "/releases/", "/search/", "/search/?words=harbor"):
            with self.subTest(path):
                form = get_page(path, at=LATER)
                fields = [
                    form
                    for form in form.all("form[@role='search']")
                    if form.get("action") == "/search/"
                ]
                assert len(fields) == 1
        with travel(LATER):
            missing = Page(Client().get("/no/such/page/").content)
        assert missing.only("form[@role='search']").get("action") == "/search/"

    def test_a_mistyped_word_is_asked_back(self) -> None:
        with travel(LATER):
            index_within(DAY)
        page = search("harbro")
        assert page.links()["harbor"] == "?words=harbor"
        page = search("harbro xylophone")
        assert "There are results for harbor" in page.text("main")
        assert "only its first words" in search("harbor " + "a b " * 20).text("main")

    def test_a_correction_is_found_by_its_words_and_a_withdrawal_by_its_notice(
        self,
    ) -> None:
        release = put_on_record(headline="Quay", slug="quay", at=SEVEN + SECOND)
        correct(release, at=SEVEN + 60 * SECOND, notice="A slip.", headline="Pier")
        assert titles(search("quay")) == []
        assert titles(search("pier")) == ["Corrected: Pier"]
        give_notice(release, at=SEVEN + 120 * SECOND)
        assert titles(search("revenue pier")) == []
        assert titles(search("error pier")) == ["Withdrawn: Pier"]

    def test_a_past_state_finds_what_was_live_then_and_nothing_sealed(self) -> None:
        release = put_on_record(headline="Quay", slug="quay", at=SEVEN + SECOND)
        other = put_on_record(headline="Wharf", slug="wharf", at=SEVEN + SECOND)
        give_notice(release, at=SEVEN + 60 * SECOND, sealed=True)
        give_notice(other, at=SEVEN + 60 * SECOND)
        with travel(LATER):
            index_within(DAY)
        instant = "/as-of/2026-03-03T12:00:30Z"
        assert parse_instant("2026-03-03T12:00:30Z") == SEVEN + 30 * SECOND
        for words, found in (("quay", []), ("wharf", ["Wharf"])):
            with travel(LATER), self.settings(IRSITE_AS_OF_PUBLIC=True):
                page = Page(Client().get(f"{instant}/search/?words={words}").content)
            assert titles(page) == found


class ReportsAndPages(ReaderTestCase):
    """They are found beside releases while they are shown, and lead to what they are."""

    report: Report
    two: Report
    page: SitePage
    file: Attachment

    @classmethod
    def setUpTestData(cls) -> None:
        corporate = Category.objects.get(slug="corporate")
        save_and_publish(make_issuer(), corporate, at=SEVEN - 2 * DAY)
        put_on_record(
            headline="Proxy season", category=corporate, at=SEVEN - DAY, slug="proxy"
        )
        cls.report = make_report(
            title="Proxy statement 2026",
            slug="proxy-2026",
            kind="proxy",
            summary="What is voted on in Larkmoor.",
        )
        cls.file = make_attachment(
            report=cls.report, title="The statement", name="proxy.pdf"
        )
        cls.two = make_report(title="Proxy cards", slug="cards", kind="proxy")
        for number in range(2):
            make_attachment(report=cls.two, title=f"Card {number}", name="card.pdf")
        cls.page = make_site_page(
            title="Governance",
            slug="governance",
            body="<p>Votes by proxy are counted by the secretary.</p>",
        )
        save_and_publish(cls.report, cls.two, cls.page, at=SEVEN)

    def test_each_is_found_from_its_instant_and_in_equal_order_when_indexed(
        self,
    ) -> None:
        early = search("proxy", at=SEVEN - SECOND)
        assert titles(early) == ["Proxy season"]
        found = titles(search("proxy"))
        assert {*found[:3]} == {"Proxy season", "Proxy statement 2026", "Proxy cards"}
        assert found[3:] == ["Governance"]
        with travel(LATER):
            index_within(DAY)
        assert titles(search("proxy")) == found

    def test_a_result_leads_to_the_file_the_list_or_the_page(self) -> None:
        links = search("proxy").links()
        assert links["Proxy statement 2026"] == (
            f"/files/{self.file.token}/{self.file.name}"
        )
        assert links["Proxy cards"] == "/reports/?kind=proxy#cards"
        assert links["Governance"] == "/about/governance/"

    def test_each_says_what_it_is(self) -> None:
        text = search("proxy").text("ol[@class='items']")
        assert "Proxy statements and meetings, PDF" in text
        assert "What is voted on in Larkmoor." in text
        assert "Votes by proxy are counted" in text
        assert titles(search('"the statement"')) == ["Proxy statement 2026"]

    def test_kinds_are_filters_and_categories_those_of_releases(self) -> None:
        nav = search("proxy").text("nav[@class='search-filters']")
        assert nav.startswith("Kind All Releases 1 Reports 2 Pages 1")
        assert titles(search("proxy", "&kind=page")) == ["Governance"]
        assert len(titles(search("proxy", "&kind=report"))) == 2
        assert titles(search("proxy", "&category=proxy")) == []
        assert titles(search("proxy", "&category=corporate")) == ["Proxy season"]

    def test_what_is_removed_is_found_no_more(self) -> None:
        with travel(SEVEN + HOUR - SECOND):
            index_within(DAY)
        for item in (self.report, self.page):
            item.shown = False
            item.save()
            save_and_publish(item, at=SEVEN + HOUR)
        assert {*titles(search("proxy"))} == {"Proxy season", "Proxy cards"}
        with travel(LATER):
            index_within(DAY)
        assert {*titles(search("proxy"))} == {"Proxy season", "Proxy cards"}


class ManyResults(ReaderTestCase):
    """A page at a time, and no more than can be counted."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        for number in range(45):
            put_on_record(
                headline=f"Harbor {number}",
                slug=f"harbor-{number}",
                at=SEVEN + number * SECOND,
            )

    def test_pages_show_every_result_once_and_lead_back(self) -> None:
        first = page = search("harbor")
        listed = titles(page)
        while "Next results" in page.links():
            page = get_page("/search/" + page.links()["Next results"], at=LATER)
            listed += titles(page)
        assert listed == [f"Harbor {number}" for number in range(44, -1, -1)]
        second = get_page("/search/" + page.links()["Previous results"], at=LATER)
        back = get_page("/search/" + second.links()["Previous results"], at=LATER)
        assert titles(back) == titles(first)
        assert "Previous results" not in back.links()

    def test_an_address_that_is_no_hit_gives_the_first_page(self) -> None:
        first = titles(search("harbor"))
        for after in ("2026/nothing", "2026/harbor-0", "call", "%00", "a" * 300):
            with self.subTest(after):
                assert titles(search("harbor", f"&after={after}")) == first

    def test_beyond_the_cap_it_offers_years_without_numbers(self) -> None:
        with (
            mock.patch.object(finding.Search.find, "__kwdefaults__", {"limit": 5}),
            mock.patch("releases.public.search.MAX_HITS", 5),
        ):
            page = search("harbor", "&year=2026")
        assert "More than 5 results. Choose a year" in page.text("main")
        assert page.text("nav[@class='search-filters']") == (
            "Kind All Releases Events Reports Pages Year All 2026"
        )

    def test_a_frequent_phrase_says_that_it_was_sought_in_the_newest(self) -> None:
        with mock.patch.object(finding, "FLOOR", 3):
            page = search('"larkmoor therapeutics"')
            page = search('"revenue grew"')
        assert "the newest releases that have them" in page.text("main")

    def test_while_the_index_lacks_too_much_it_is_unavailable_and_keeps_the_question(
        self,
    ) -> None:
        with mock.patch.object(finding, "MAX_BACKLOG", 40), travel(LATER):
            response = Client().get("/search/?words=harbor")
        assert response.status_code == 503
        assert response["Retry-After"] == "10"
        page = Page(response.content)
        assert "The search cannot answer at the moment." in page.text("main")
        assert page.only("input[@name='words']").get("value") == "harbor"


class InThePageCache(PageCacheTestCase):
    """A search is stored for its interval, and its index is filled between instants."""

    def test_an_answer_is_stored_and_one_that_failed_is_not(self) -> None:
        put_on_record(headline="Harbor opens", at=SEVEN - DAY)
        with mock.patch.object(finding, "MAX_BACKLOG", 0):
            failed = self.request("/search/?words=harbor")
        assert (failed.status, failed.headers["Retry-After"]) == (503, "10")
        assert b"The search cannot answer at the moment." in failed.body
        first = self.request("/search/?words=harbor&utm=1")
        with mock.patch.object(finding, "MAX_BACKLOG", 0):
            again = self.request("/search/?words=harbor")
        assert first.status == again.status == 200
        assert first.body == again.body
        assert (
            self.request("/search/?words=harbor", if_none_match=again.etag).status
            == 304
        )

    def test_the_index_waits_for_a_minute_without_an_instant_behind(self) -> None:
        put_on_record(headline="Harbor opens", at=SEVEN - 30 * SECOND)
        put_on_record(headline="Ahead", at=SEVEN + 90 * SECOND, recorded_at=SEVEN - DAY)
        for seconds, count in ((0, 0), (29, 0), (31, 1), (85, 1), (95, 1), (151, 2)):
            at = SEVEN + seconds * SECOND
            with self.subTest(seconds):
                self.request("/search/", at=at)
                with travel(at):
                    index_when_quiet(self.application.cache)
                assert len(list(search_engine().fingerprints())) == count

    def test_no_error_keeps_a_cycle_from_its_end_or_the_site_from_its_start(
        self,
    ) -> None:
        put_on_record(headline="Harbor opens", at=SEVEN - DAY)
        self.request("/search/")
        for error in (OperationalError, ValueError):
            with (
                self.subTest(error),
                travel(SEVEN),
                mock.patch.object(search_indexing, "index_within", side_effect=error),
                mock.patch.object(start_checks, "index_within", side_effect=error),
                mock.patch.object(start_checks, "connections"),
                self.assertLogs("releases.pagecache.search_indexing", "ERROR"),
                self.assertLogs("releases.management.serving.start_checks", "ERROR"),
            ):
                index_when_quiet(self.application.cache)
                fill_search_index()
