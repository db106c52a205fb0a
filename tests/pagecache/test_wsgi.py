"""What the page cache answers, and when it calls Django."""

from __future__ import annotations

import datetime as dt
import gzip
from unittest import mock

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from releases.desk import transitions
from releases.models import PublishedFile
from releases.record import old_paths
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_attachment,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.pagecache.client import PageCacheTestCase, make_slots, request

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class APage(PageCacheTestCase):
    """Rendered once, and then answered without Django and without the database."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        put_on_record(slug="results", at=SEVEN - DAY)

    def test_the_second_request_uses_neither_django_nor_the_database(self) -> None:
        first = self.request("/releases/2026/results/")
        calls = self.django_calls
        with CaptureQueriesContext(connection) as queries:
            again = self.request("/releases/2026/results/", poll=False)
        assert again == first
        assert self.django_calls == calls
        assert not [
            query for query in queries.captured_queries if "irsite" not in query["sql"]
        ]

    def test_it_is_the_answer_of_django_with_all_its_headers(self) -> None:
        for address in ("/", "/releases/", "/releases/rss.xml", "/events/"):
            with self.subTest(address):
                cached = self.request(address)
                with travel(SEVEN):
                    direct = Client().get(address)
                assert cached.body == direct.content
                for name, value in direct.headers.items():
                    if name not in {"ETag", "Content-Length", "Vary"}:
                        directives = sorted(cached.headers[name].split("; "))
                        assert directives == sorted(value.split("; "))

    def test_it_has_the_content_coding_that_the_client_prefers(self) -> None:
        response = self.request("/", accept_encoding="gzip")
        assert response.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.body) == self.request("/").body

    def test_it_is_not_sent_again_if_it_has_not_changed(self) -> None:
        etag = self.request("/").etag
        assert self.request("/", if_none_match=etag).status == 304
        assert self.request("/", if_none_match=etag, method="HEAD").status == 304

    def test_head_is_get_without_the_body(self) -> None:
        get, head = self.request("/"), self.request("/", method="HEAD")
        assert (head.headers, head.body) == (get.headers, b"")

    def test_query_parameters_that_the_view_does_not_read_change_nothing(self) -> None:
        plain = self.request("/releases/")
        calls = self.django_calls
        for query in ("utm_source=x", "a=b&c=d", "words=&year=", "=", "%ff", "&" * 99):
            with self.subTest(query):
                assert self.request(f"/releases/?{query}") == plain
        assert self.django_calls == calls

    def test_query_parameters_that_it_reads_make_one_page_in_any_order(self) -> None:
        filtered = self.request("/search/?words=larkmoor&year=2026")
        calls = self.django_calls
        assert (
            self.request("/search/?utm=1&year=2026&year=2026&words=larkmoor")
            == filtered
        )
        assert self.django_calls == calls
        assert filtered.body != self.request("/search/").body

    def test_a_long_value_is_cut(self) -> None:
        response = self.request(f"/search/?words={'x' * 5000}")
        assert b"x" * 200 in response.body
        assert b"x" * 201 not in response.body
        assert len(response.body) < 20_000

    def test_a_public_address_without_its_slash_is_redirected(self) -> None:
        response = self.request("/releases/2026/results")
        assert (response.status, response.headers["Location"]) == (
            301,
            "/releases/2026/results/",
        )
        assert self.request("/releases").headers["Location"] == "/releases/"
        assert self.request("/releases/2026/nothing").status == 404

    def test_it_is_rendered_for_the_one_public_base_url(self) -> None:
        with self.settings(ALLOWED_HOSTS=["testserver", "mirror.example.com"]):
            here = self.request("/")
            there = request(self.application, "/", host="mirror.example.com:8000")
        assert there == here
        assert b"http://testserver/" in here.body

    def test_another_host_is_refused_first_and_without_a_line_in_the_log(self) -> None:
        self.request("/")
        calls = self.django_calls
        for host in ("evil.example.com", "", "[", "testserver@evil"):
            for method, path in (("GET", "/"), ("POST", "/admin/"), ("GET", "/none")):
                with self.subTest(host, method=method), self.assertNoLogs():
                    answer = self.request(path, host=host, method=method)
                    assert (answer.status, answer.body) == (400, b"400 Bad Request\n")
        assert self.django_calls == calls

    def test_another_method_is_refused_by_django(self) -> None:
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"):
            with self.subTest(method):
                response = self.request("/releases/2026/results/", method=method)
                assert response.status == 405

    def test_other_cookies_change_nothing(self) -> None:
        plain = self.request("/")
        calls = self.django_calls
        assert self.request("/", cookie="consent=yes; theme=dark") == plain
        assert self.django_calls == calls

    def test_a_path_that_is_not_text_does_not_exist(self) -> None:
        for path in ("/releases/2026/\udcff/", "/é/", "/\x00", "//", "/releases//"):
            with self.subTest(ascii(path)):
                assert self.request(path).status == 404


class NotFound(PageCacheTestCase):
    """One 404 page, whatever is requested and however often."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        put_on_record(slug="results", at=SEVEN - DAY)

    def test_a_scan_does_not_call_django(self) -> None:
        first = self.request("/no/such/page/")
        calls = self.django_calls
        for n in range(50):
            assert self.request(f"/releases/2026/guess-{n}/") == first
            assert self.request(f"/guess-{n}") == first
            assert self.request(f"/files/{n}/results.pdf") == first
            assert self.request(f"/releases/{1900 + n}/") == first
            assert self.request(f"/releases/category/guess-{n}/") == first
        assert self.django_calls == calls
        assert (first.status, "ETag" in first.headers) == (404, False)

    def test_a_page_of_a_list_that_does_not_exist_is_the_same(self) -> None:
        missing = self.request("/no/such/page/")
        calls = self.django_calls
        for cursor in ("after=2026/nothing", "before=nothing", "after=2026%2Fa%26b"):
            assert self.request(f"/releases/?{cursor}") == missing
        assert self.django_calls == calls

    def test_turning_the_pages_of_a_list_is_no_search(self) -> None:
        self.application.cache.slots = make_slots(search=0)
        for cursor in ("after=2026/results", "before=2026%2Fresults&utm=1"):
            assert self.request(f"/releases/?{cursor}").status == 200
        for search in ("words=x", "year=2026", "words=x&after=2026/results"):
            assert self.request(f"/releases/?{search}").status == 503

    def test_an_old_address_is_redirected(self) -> None:
        old_paths.register("https://old.example.com/news?id=7", address="2026/results")
        old_paths.register(
            "https://old.example.com/releases/2025/x/", address="2026/results"
        )
        for address in ("/news?id=7", "/releases/2025/x", "/releases/2025/x?from=mail"):
            with self.subTest(address):
                response = self.request(address)
                assert response.status == 301
                assert response.headers["Location"] == "/releases/2026/results/"
        assert self.request("/news?id=8").status == 404

    def test_all_spellings_of_an_old_address_are_one_page(self) -> None:
        old_paths.register("https://old.example.com/old", address="2026/results")
        self.request("/old")
        calls = self.django_calls
        for n in range(3):
            for address in (
                f"//{n}/old",
                f"/old%23{n}",
                f"/old?x={n}",
                "/old" + "/" * n,
            ):
                with self.subTest(address):
                    response = self.request(address.replace("%23", "#"))
                    assert response.headers["Location"] == "/releases/2026/results/"
        assert self.django_calls == calls

    def test_what_cannot_be_an_address_does_not_exist(self) -> None:
        old_paths.register("https://old.example.com/old", address="2026/results")
        assert not old_paths.register("https://[/old", address="2026/results")
        for address in ("//[", "//\u2100/x"):
            with self.subTest(address):
                assert self.request(address).status == 404


class AtTheInstant(PageCacheTestCase):
    """Pages change at the instant, and not a microsecond before."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        put_on_record(slug="before", at=SEVEN - DAY)
        release = make_release(headline="A Merger", slug="merger")
        make_attachment(release)
        schedule(release, live_from=SEVEN)

    def test_every_public_page_changes_and_none_before(self) -> None:
        file = PublishedFile.objects.get()
        addresses = (
            "/releases/2026/merger/",
            f"/files/{file.token}/{file.name}",
        )
        for address in addresses:
            assert self.request(address, at=SEVEN - MICROSECOND).status == 404
        for address in ("/", "/releases/", "/releases/rss.xml"):
            assert b"Merger" not in self.request(address, at=SEVEN - MICROSECOND).body
        for address in addresses:
            assert self.request(address, at=SEVEN, poll=False).status == 200
        for address in ("/", "/releases/", "/releases/rss.xml"):
            assert b"Merger" in self.request(address, at=SEVEN, poll=False).body

    def test_an_approval_and_a_call_off_do_not_show(self) -> None:
        other = make_release(headline="Another", slug="another")
        pages = ("/", "/releases/", "/releases/rss.xml", "/nothing/")
        before = [self.request(page, at=SEVEN - HOUR) for page in pages]
        calls = self.django_calls
        schedule(other, live_from=SEVEN, approved_at=SEVEN - HOUR / 2)
        after = [self.request(page, at=SEVEN - HOUR / 4) for page in pages]
        with travel(SEVEN - HOUR / 5):
            transitions.call_off(other, by=author(), at=SEVEN)
        called_off = [self.request(page, at=SEVEN - HOUR / 6) for page in pages]
        assert before == after == called_off
        assert self.django_calls == calls

    def test_a_change_far_off_waits_for_a_refresh_which_reads_in_any_case(self) -> None:
        cache = self.application.cache
        self.request("/", at=SEVEN - HOUR)
        with mock.patch.object(
            cache.known_paths, "read", wraps=cache.known_paths.read
        ) as read:
            schedule(slug="far", live_from=SEVEN, approved_at=SEVEN - HOUR + SECOND)
            self.request("/", at=SEVEN - HOUR + 9 * SECOND)
            assert read.call_count == 0
            for n in (1, 2):
                self.request("/", at=SEVEN - HOUR + 10 * n * SECOND)
                assert read.call_count == n
        assert self.request("/releases/2026/far/", at=SEVEN, poll=False).status == 200

    def test_a_change_nearby_is_read_at_once(self) -> None:
        cache = self.application.cache
        approved_at = SEVEN - 25 * SECOND
        self.request("/", at=approved_at)
        with mock.patch.object(
            cache.known_paths, "read", wraps=cache.known_paths.read
        ) as read:
            schedule(slug="near", live_from=SEVEN, approved_at=approved_at)
            self.request("/", at=approved_at + SECOND)
            assert read.call_count == 1

    def test_a_draft_does_not_show(self) -> None:
        self.request("/", at=SEVEN - HOUR)
        calls = self.django_calls
        make_release(headline="A draft")
        self.request("/", at=SEVEN - HOUR)
        assert self.django_calls == calls

    def test_a_withdrawal_shows_at_its_second(self) -> None:
        release = put_on_record(slug="wrong", at=SEVEN + HOUR)
        with travel(SEVEN + 2 * HOUR):
            transitions.withdraw(release, by=counsel(), at=SEVEN, reason="Error.")
        instant = SEVEN + 2 * HOUR + SECOND
        page = "/releases/2026/wrong/"
        assert b"Error." not in self.request(page, at=instant - MICROSECOND).body
        assert b"Error." in self.request(page, at=instant).body

    def test_an_event_is_past_when_it_ends(self) -> None:
        event = make_event(slug="call", starts=SEVEN + DAY, ends=SEVEN + DAY + HOUR)
        put_on_record(make_release(slug="with-call", events=(event,)), at=SEVEN + HOUR)
        ends = SEVEN + DAY + HOUR
        assert b"Past" not in self.request("/events/call/", at=ends - MICROSECOND).body
        assert b"Past" in self.request("/events/call/", at=ends).body
