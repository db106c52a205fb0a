"""What every public answer has in common."""

from __future__ import annotations

import datetime as dt
import re

from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import pytest

from releases.models import Category
from releases.public.errors import server_error
from releases.record.search.indexing import index_within
from tests.builders import (
    SEVEN,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.public.html_pages import (
    Page,
    ReaderTestCase,
    get_page,
    get_status,
    save_and_publish,
)

DAY = dt.timedelta(days=1)
PAGES = (
    "/",
    "/releases/",
    "/releases/?category=financial-results&year=2026",
    "/search/",
    "/search/?words=larkmoor&year=2026",
    "/search/?words=zebra+results",
    "/releases/?year=nonsense",
    "/releases/2026/",
    "/releases/category/financial-results/",
    "/releases/2026/results/",
    "/events/",
    "/events/?month=2026-03",
    "/events/call/",
    "/contacts/",
    "/disclaimers/",
    "/feeds/",
    "/disclosure/",
    "/accessibility/",
    "/privacy/",
    "/api/v1/",
)
# What is of this type is data, and no script (HTML, 4.12.1).
DATA = "application/ld+json"
OTHERS = ("/releases/rss.xml", "/robots.txt")


def furnish() -> None:
    """Create a newsroom with one of everything."""
    issuer = make_issuer(website="https://example.com", legal_name="Larkmoor, Inc.")
    contact, disclaimer = make_contact(), make_disclaimer()
    results = Category.objects.get(slug="financial-results")
    save_and_publish(issuer, contact, disclaimer, results, at=SEVEN - DAY)
    release = make_release(
        slug="results",
        body=(
            "<p>Revenue grew.</p><table><caption>Income</caption><tbody>"
            "<tr><th>Item</th><th>2026</th></tr>"
            "<tr><td>Revenue</td><td>1,204</td></tr></tbody></table>"
        ),
        contacts=(contact,),
        disclaimers=(disclaimer,),
        boilerplates=(make_boilerplate(),),
        events=(make_event(slug="call"),),
    )
    make_attachment(release)
    put_on_record(release)


class EveryPage(ReaderTestCase):
    """Valid, plain, and the same for every reader."""

    pages: dict[str, Page]

    @classmethod
    def setUpTestData(cls) -> None:
        furnish()
        cls.pages = {address: get_page(address) for address in PAGES}

    def test_it_is_valid_html_with_one_main_heading_in_a_named_language(self) -> None:
        for address, page in self.pages.items():
            with self.subTest(address):
                assert len(page.all("h1")) == 1
                assert page.root.get("lang") == "en"
                assert page.text("head/title")

    def test_it_describes_itself_and_names_its_address_and_feed(self) -> None:
        for address, page in self.pages.items():
            with self.subTest(address):
                described = page.only("head/meta[@name='description']").get("content")
                assert described
                canonical = page.only("head/link[@rel='canonical']").get("href", "")
                assert canonical.startswith(f"http://testserver{address.split('?')[0]}")
                feeds = page.all("head/link[@type='application/rss+xml']")
                assert {feed.get("rel") for feed in feeds} == {"alternate"}
                assert feeds[0].get("href") == "/releases/rss.xml"

    def test_it_has_no_inline_style_or_script(self) -> None:
        for address, page in self.pages.items():
            with self.subTest(address):
                for script in page.all("script"):
                    own = script.get("src", "").startswith("/static/js/")
                    assert own or script.get("type") == DATA
                assert page.all("style") == []
                attributes = {name for part in page.all("*") for name in part.attrib}
                assert "style" not in attributes
                assert not [name for name in attributes if name.startswith("on")]

    def test_it_leads_only_to_addresses_that_answer(self) -> None:
        origins = {
            link: address
            for address, page in self.pages.items()
            for link in page.links().values()
            if link.startswith("/")
        }
        for link, address in origins.items():
            with self.subTest(f"{address} to {link}"):
                assert get_status(link) == 200

    def test_it_sets_no_cookie_and_varies_by_none(self) -> None:
        for address in (*PAGES, *OTHERS, "/nothing/"):
            with self.subTest(address), travel(SEVEN):
                answer = Client().get(address)
                assert not answer.cookies
                assert "Cookie" not in answer.get("Vary", "")

    def test_its_policy_is_strict_and_without_a_nonce(self) -> None:
        for address in (*PAGES, *OTHERS, "/nothing/"):
            with self.subTest(address), travel(SEVEN):
                policy = Client().get(address)["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "script-src 'self'" in policy
                assert "nonce" not in policy
                assert "unsafe" not in policy

    def test_every_copy_is_checked_before_it_is_shown_again(self) -> None:
        for address in (*PAGES, *OTHERS):
            with self.subTest(address), travel(SEVEN):
                first = Client().get(address)
                assert first["Cache-Control"] == "no-cache"
                assert Client().head(address)["ETag"] == first["ETag"]
                conditional = {"If-None-Match": first["ETag"]}
                again = Client().get(address, headers=conditional)
                assert again.status_code == 304

    def test_it_takes_no_other_method(self) -> None:
        client = Client(enforce_csrf_checks=True)
        for address in (*PAGES, *OTHERS, "/files/token/name.pdf", "/releases/2026/x/"):
            for method in ("POST", "PUT", "DELETE", "OPTIONS"):
                with self.subTest(f"{method} {address}"), travel(SEVEN):
                    assert client.generic(method, address).status_code == 405


class WhatIsNotThere(ReaderTestCase):
    """One answer for what is under embargo and for what never was."""

    def test_it_is_byte_for_byte_the_same_everywhere(self) -> None:
        schedule(slug="secret", events=(make_event(slug="call"),), live_from=SEVEN)
        with travel(SEVEN - MICROSECOND):
            answers = [
                Client().get(address)
                for address in (
                    "/releases/2026/secret/",
                    "/releases/2026/nothing/",
                    "/releases/2026/",
                    "/releases/1999/",
                    "/releases/?after=2026/secret",
                    "/events/call/",
                    "/events/nothing/",
                    "/files/token/name.pdf",
                    "/<script>",
                    "/no/such/place",
                )
            ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert len({str(answer.headers) for answer in answers}) == 1

    def test_its_page_is_valid_and_leads_on(self) -> None:
        page = Page(Client().get("/nothing/").content)
        assert page.text("h1") == "There is no page at this address"
        assert page.links()["All press releases"] == reverse("newsroom:archive")

    def test_it_leads_to_the_newest_releases_from_their_instant(self) -> None:
        save_and_publish(make_issuer())
        for number in range(6):
            put_on_record(
                slug=f"release-{number}",
                headline=f"Release {number}",
                at=SEVEN + number * SECOND,
            )
        schedule(headline="Secret", live_from=SEVEN + 60 * SECOND)
        for at, newest in (
            (SEVEN - MICROSECOND, []),
            (SEVEN + 59 * SECOND, [f"Release {number}" for number in (5, 4, 3, 2, 1)]),
        ):
            with travel(at):
                page = Page(Client().get("/nothing/").content)
            assert page.texts("ol[@class='items']//h3") == newest
            assert page.text("p[@class='listings']") == "Nasdaq: LRKM"

    def test_asking_for_the_head_alone_is_answered_alike(self) -> None:
        assert Client().head("/nothing/").status_code == 404


class WhatWentWrong(ReaderTestCase):
    """The page for a fault of ours."""

    def test_it_is_valid_and_needs_no_database_template_or_static_file(self) -> None:
        gone = {"BACKEND": "nothing.like.it"}
        with (
            self.assertNumQueries(0),
            self.settings(TEMPLATES=[], STORAGES={"staticfiles": gone}),
        ):
            answer = server_error(RequestFactory().get("/"))
        assert answer.status_code == 500
        page = Page(answer.content)
        assert page.text("h1") == "This page could not be shown"
        assert page.all("head/link") == []

    def test_it_is_set_as_every_page_where_there_is_a_style_sheet(self) -> None:
        page = Page(server_error(RequestFactory().get("/")).content)
        assert page.only("head/link").get("href") == "/static/css/site.css"
        assert page.text("p[@class='name']") == "testserver"


@pytest.mark.slow
class TheCostOfAPage(ReaderTestCase):
    """A constant few queries, however long the archive."""

    PINNED = {
        "/": 7,
        "/releases/": 8,
        "/releases/?year=2026": 8,
        "/search/": 3,
        "/search/?words=larkmoor": 8,
        "/releases/2026/": 8,
        "/releases/category/financial-results/": 8,
        "/releases/2026/results/": 10,
        "/results/": 4,
        "/filings/": 4,
        "/reports/": 4,
        "/events/": 5,
        "/events/?month=2026-03": 6,
        "/events/call/": 5,
        "/contacts/": 3,
        "/disclaimers/": 3,
        "/releases/latest.json": 2,
        "/releases/rss.xml": 5,
        "/feeds/": 5,
        "/disclosure/": 3,
        "/accessibility/": 3,
        "/privacy/": 3,
        "/api/v1/": 3,
        "/api/v1/releases?words=larkmoor": 5,
        "/api/v1/events": 1,
    }

    def costs(self) -> dict[str, int]:
        """How many queries each page asks."""
        queries = {}
        with travel(SEVEN + DAY):
            index_within(DAY)
        for address in self.PINNED:
            with travel(SEVEN + DAY), CaptureQueriesContext(connection) as asked:
                assert Client().get(address).status_code == 200
            own = [
                query["sql"]
                for query in asked
                if not re.search("set_config|current_setting", query["sql"])
            ]
            queries[address] = len(own)
        return queries

    def test_it_is_the_same_for_three_releases_and_for_thirty(self) -> None:
        furnish()
        for number in range(2):
            put_on_record(headline=f"Early {number}", at=SEVEN + number * DAY / 100)
        assert self.costs() == self.PINNED
        for number in range(27):
            put_on_record(
                headline=f"Late {number}", at=SEVEN + (number + 3) * DAY / 100
            )
        # The feed is full without imports, and none of its releases names an event.
        assert self.costs() == {**self.PINNED, "/releases/rss.xml": 3}

    def test_a_page_at_a_cursor_needs_one_query_more(self) -> None:
        furnish()
        with travel(SEVEN + DAY), self.assertNumQueries(7):
            Client().get("/releases/?after=2026/results")
