"""What the press answers, and when Django is entered for it."""

from __future__ import annotations

import datetime as dt
import gzip
from unittest import mock

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from releases.desk import transitions
from releases.models import PublishedFile
from releases.record.old_addresses import remember
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_attachment,
    make_event,
    make_issuer,
    make_release,
    publish,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.pagecache.requests import PressTestCase, ask

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class APage(PressTestCase):
    """Made once, and then answered without Django and without the database."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        publish(slug="results", at=SEVEN - DAY)

    def test_the_second_who_asks_enters_neither_django_nor_the_database(self) -> None:
        first = self.ask("/releases/2026/results/")
        entered = self.entered
        with CaptureQueriesContext(
            connection,
        ) as queries:
            again = self.ask("/releases/2026/results/", look=False)
        assert again == first
        assert self.entered == entered
        assert not [
            query for query in queries.captured_queries if "irsite" not in query["sql"]
        ]

    def test_it_is_what_django_says_with_all_its_headers(self) -> None:
        for address in ("/", "/releases/", "/releases/rss.xml", "/events/"):
            with self.subTest(address):
                pressed = self.ask(address)
                with travel(SEVEN):
                    plain = Client().get(address)
                assert pressed.body == plain.content
                for name, value in plain.headers.items():
                    if name not in {"ETag", "Content-Length", "Vary"}:
                        given = sorted(pressed.headers[name].split("; "))
                        assert given == sorted(value.split("; "))

    def test_it_is_coded_as_the_client_likes(self) -> None:
        told = self.ask("/", accept_encoding="gzip")
        assert told.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(told.body) == self.ask("/").body

    def test_it_is_not_sent_again_unchanged(self) -> None:
        etag = self.ask("/").etag
        assert self.ask("/", if_none_match=etag).status == 304
        assert self.ask("/", if_none_match=etag, method="HEAD").status == 304

    def test_head_is_get_without_the_body(self) -> None:
        get, head = self.ask("/"), self.ask("/", method="HEAD")
        assert (head.headers, head.body) == (get.headers, b"")

    def test_fields_that_the_page_does_not_read_change_nothing(self) -> None:
        plain = self.ask("/releases/")
        entered = self.entered
        for query in ("utm_source=x", "a=b&c=d", "words=&year=", "=", "%ff", "&" * 99):
            with self.subTest(query):
                assert self.ask(f"/releases/?{query}") == plain
        assert self.entered == entered

    def test_fields_that_it_reads_make_a_page_whatever_their_order(self) -> None:
        one = self.ask("/releases/?words=larkmoor&year=2026")
        entered = self.entered
        assert self.ask("/releases/?utm=1&year=2026&year=2026&words=larkmoor") == one
        assert self.entered == entered
        assert one.body != self.ask("/releases/").body

    def test_a_value_without_end_is_cut(self) -> None:
        told = self.ask(f"/releases/?words={'x' * 5000}")
        assert b"That is too long" in told.body
        assert len(told.body) < 20_000

    def test_an_address_that_lacks_its_slash_leads_on_where_there_is_something(
        self,
    ) -> None:
        told = self.ask("/releases/2026/results")
        assert (told.status, told.headers["Location"]) == (
            301,
            "/releases/2026/results/",
        )
        assert self.ask("/releases").headers["Location"] == "/releases/"
        assert self.ask("/releases/2026/nothing").status == 404

    def test_it_is_written_for_the_one_public_address(self) -> None:
        with self.settings(ALLOWED_HOSTS=["testserver", "mirror.example.com"]):
            here = self.ask("/")
            there = ask(self.press, "/", host="mirror.example.com:8000")
        assert there == here
        assert b"http://testserver/" in here.body

    def test_another_host_is_refused_before_anything(self) -> None:
        self.ask("/")
        for host in ("evil.example.com", "", "[", "testserver@evil"):
            with self.subTest(host):
                assert self.ask("/", host=host).status == 400

    def test_another_method_is_told_so_by_django(self) -> None:
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"):
            with self.subTest(method):
                told = self.ask("/releases/2026/results/", method=method)
                assert told.status == 405

    def test_foreign_cookies_change_nothing(self) -> None:
        plain = self.ask("/")
        entered = self.entered
        assert self.ask("/", cookie="consent=yes; theme=dark") == plain
        assert self.entered == entered

    def test_an_address_of_bytes_that_are_no_text_is_not_there(self) -> None:
        for path in ("/releases/2026/\udcff/", "/é/", "/\x00", "//", "/releases//"):
            with self.subTest(ascii(path)):
                assert self.ask(path).status == 404


class WhatIsNotThere(PressTestCase):
    """One 404, whatever is asked for and however often."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        publish(slug="results", at=SEVEN - DAY)

    def test_a_scan_costs_django_nothing(self) -> None:
        first = self.ask("/no/such/page/")
        entered = self.entered
        for n in range(50):
            assert self.ask(f"/releases/2026/guess-{n}/") == first
            assert self.ask(f"/guess-{n}") == first
            assert self.ask(f"/files/{n}/results.pdf") == first
            assert self.ask(f"/releases/{1900 + n}/") == first
            assert self.ask(f"/releases/category/guess-{n}/") == first
        assert self.entered == entered
        assert (first.status, "ETag" in first.headers) == (404, False)

    def test_a_page_of_a_list_that_is_not_there_is_the_same(self) -> None:
        missing = self.ask("/no/such/page/")
        assert self.ask("/releases/?after=2026/nothing") == missing
        assert self.ask("/releases/?after=2026/nothing") == missing

    def test_an_old_address_leads_on(self) -> None:
        remember("https://old.example.com/news?id=7", address="2026/results")
        remember("https://old.example.com/releases/2025/x/", address="2026/results")
        for address in ("/news?id=7", "/releases/2025/x", "/releases/2025/x?from=mail"):
            with self.subTest(address):
                told = self.ask(address)
                assert told.status == 301
                assert told.headers["Location"] == "/releases/2026/results/"
        assert self.ask("/news?id=8").status == 404

    def test_ways_of_writing_an_old_address_are_one_page(self) -> None:
        remember("https://old.example.com/old", address="2026/results")
        self.ask("/old")
        entered = self.entered
        for n in range(3):
            for address in (
                f"//{n}/old",
                f"/old%23{n}",
                f"/old?x={n}",
                "/old" + "/" * n,
            ):
                with self.subTest(address):
                    told = self.ask(address.replace("%23", "#"))
                    assert told.headers["Location"] == "/releases/2026/results/"
        assert self.entered == entered

    def test_what_can_be_no_address_is_not_there(self) -> None:
        remember("https://old.example.com/old", address="2026/results")
        assert not remember("https://[/old", address="2026/results")
        for address in ("//[", "//\u2100/x"):
            with self.subTest(address):
                assert self.ask(address).status == 404


class AtTheInstant(PressTestCase):
    """The page changes at it, not a microsecond before."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        publish(slug="before", at=SEVEN - DAY)
        release = make_release(headline="A Merger", slug="merger")
        make_attachment(release)
        schedule(release, live_from=SEVEN)

    def test_every_face_changes_and_none_before(self) -> None:
        file = PublishedFile.objects.get()
        addresses = (
            "/releases/2026/merger/",
            f"/files/{file.token}/{file.name}",
        )
        for address in addresses:
            assert self.ask(address, at=SEVEN - MICROSECOND).status == 404
        for address in ("/", "/releases/", "/releases/rss.xml"):
            assert b"Merger" not in self.ask(address, at=SEVEN - MICROSECOND).body
        for address in addresses:
            assert self.ask(address, at=SEVEN, look=False).status == 200
        for address in ("/", "/releases/", "/releases/rss.xml"):
            assert b"Merger" in self.ask(address, at=SEVEN, look=False).body

    def test_an_approval_and_a_call_off_are_not_felt(self) -> None:
        other = make_release(headline="Another", slug="another")
        pages = ("/", "/releases/", "/releases/rss.xml", "/nothing/")
        before = [self.ask(page, at=SEVEN - HOUR) for page in pages]
        entered = self.entered
        schedule(other, live_from=SEVEN, approved_at=SEVEN - HOUR / 2)
        after = [self.ask(page, at=SEVEN - HOUR / 4) for page in pages]
        with travel(SEVEN - HOUR / 5):
            transitions.call_off(other, by=author(), at=SEVEN)
        called_off = [self.ask(page, at=SEVEN - HOUR / 6) for page in pages]
        assert before == after == called_off
        assert self.entered == entered

    def test_what_is_far_off_is_read_on_the_beat_which_reads_it_in_any_case(
        self,
    ) -> None:
        room = self.press.room
        self.ask("/", at=SEVEN - HOUR)
        with mock.patch.object(
            room.addresses, "read", wraps=room.addresses.read
        ) as read:
            schedule(slug="far", live_from=SEVEN, approved_at=SEVEN - HOUR + SECOND)
            self.ask("/", at=SEVEN - HOUR + 9 * SECOND)
            assert read.call_count == 0
            for beat in (1, 2):
                self.ask("/", at=SEVEN - HOUR + 10 * beat * SECOND)
                assert read.call_count == beat
        assert self.ask("/releases/2026/far/", at=SEVEN, look=False).status == 200

    def test_what_is_near_is_read_at_once(self) -> None:
        room = self.press.room
        approved_at = SEVEN - 25 * SECOND
        self.ask("/", at=approved_at)
        with mock.patch.object(
            room.addresses, "read", wraps=room.addresses.read
        ) as read:
            schedule(slug="near", live_from=SEVEN, approved_at=approved_at)
            self.ask("/", at=approved_at + SECOND)
            assert read.call_count == 1

    def test_a_draft_is_not_felt(self) -> None:
        self.ask("/", at=SEVEN - HOUR)
        entered = self.entered
        make_release(headline="A draft")
        self.ask("/", at=SEVEN - HOUR)
        assert self.entered == entered

    def test_a_withdrawal_takes_the_page_at_its_second(self) -> None:
        release = publish(slug="wrong", at=SEVEN + HOUR)
        with travel(SEVEN + 2 * HOUR):
            transitions.withdraw(release, by=counsel(), at=SEVEN, reason="Error.")
        instant = SEVEN + 2 * HOUR + SECOND
        page = "/releases/2026/wrong/"
        assert b"Error." not in self.ask(page, at=instant - MICROSECOND).body
        assert b"Error." in self.ask(page, at=instant).body

    def test_an_event_is_past_when_it_ends(self) -> None:
        event = make_event(slug="call", starts=SEVEN + DAY, ends=SEVEN + DAY + HOUR)
        publish(make_release(slug="with-call", events=(event,)), at=SEVEN + HOUR)
        ends = SEVEN + DAY + HOUR
        assert b"Past" not in self.ask("/events/call/", at=ends - MICROSECOND).body
        assert b"Past" in self.ask("/events/call/", at=ends).body
