"""The lists of the JSON API: pages by cursor, filters, and what cannot be read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from unittest import mock
from urllib.parse import quote

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from releases.pagecache.routes import prerendered_paths
from releases.record.publication_refs import refs_changing_at
from releases.record.search import finding
from releases.record.search.indexing import index_within
from tests.api.requests import API, get_json
from tests.builders import SEVEN, make_event, make_issuer, put_on_record, schedule
from tests.clock import SECOND, travel
from tests.pagecache.client import PageCacheTestCase, make_slots
from tests.public.html_pages import get_page, save_and_publish

DAY = dt.timedelta(days=1)
LATER = SEVEN + DAY


def pages(path: str) -> Iterator[Any]:
    """Yield each page of a list, from the address to the end."""
    while path:
        page = get_json(path, at=LATER)
        yield page
        path = (page["next"] or "").removeprefix(f"http://testserver{API}")


class TheLists(TestCase):
    """Of releases and of events."""

    @classmethod
    def setUpTestData(cls) -> None:
        # Two share an instant, so that the order needs more than time.
        for number in range(7):
            put_on_record(
                slug=f"release-{number}",
                headline=f"Larkmoor {'grows' if number % 2 else 'falls'} {number}",
                at=SEVEN + (number - number % 2) * SECOND,
            )
            event = make_event(
                slug=f"event-{number}",
                title=f"Event {number}",
                starts=SEVEN + number * DAY,
                ends=SEVEN + number * DAY + SECOND,
            )
            save_and_publish(event, at=SEVEN)
        schedule(slug="secret", headline="Larkmoor secret", live_from=LATER + DAY)

    def test_their_pages_have_every_entry_once_in_order(self) -> None:
        for kind, names in (
            ("releases", [f"2026/release-{number}" for number in range(6, -1, -1)]),
            ("events", [f"event-{number}" for number in range(6, -1, -1)]),
        ):
            for limit in (1, 3, 7, 50):
                with self.subTest(kind, limit=limit):
                    listed = list(pages(f"/{kind}?limit={limit}"))
                    entries = [entry for page in listed for entry in page[kind]]
                    assert [entry["address"] for entry in entries] == names
                    assert max(len(page[kind]) for page in listed) == min(limit, 7)

    def test_of_releases_has_heads_and_of_events_whole_answers(self) -> None:
        release = get_json("/releases?limit=1", at=LATER)["releases"][0]
        assert release.pop("digest")
        assert release == {
            "api_url": "http://testserver/api/v1/releases/2026/release-6",
            "url": "http://testserver/releases/2026/release-6/",
            "number": 1,
            "dated": "2026-03-03T12:00:06Z",
            "since": "2026-03-03T12:00:06Z",
            "address": "2026/release-6",
            "imported": False,
            "headline": "Larkmoor falls 6",
            "category": "financial-results",
            "language": "en",
            "notice": None,
        }
        event = get_json("/events?limit=1", at=LATER)["events"][0]
        assert event == get_json("/events/event-6", at=LATER)

    def test_of_releases_is_filtered_and_so_are_its_next_pages(self) -> None:
        for query, count in (
            ("words=grows", 3),
            ("words=GROWS+larkmoor", 3),
            ("words=secret", 0),
            ("year=2026", 7),
            ("year=2025", 0),
            ("category=financial-results&words=falls", 4),
            ("category=nothing", 0),
        ):
            with self.subTest(query):
                listed = list(pages(f"/releases?limit=2&{query}"))
                entries = [entry for page in listed for entry in page["releases"]]
                assert len(entries) == count

    def test_the_search_is_that_of_the_page(self) -> None:
        for query in (
            "words=grew&year=2026",
            "words=grows",
            "words=revenue&kind=release",
        ):
            with self.subTest(query):
                page = get_page(f"/search/?{query}&kind=release", at=LATER)
                answer = get_json(f"/releases?{query}", at=LATER)
                headlines = [entry["headline"] for entry in answer["releases"]]
                assert headlines == page.texts("ol[@class='items']/li//h2")
                assert headlines

    def test_while_the_search_cannot_answer_a_list_of_words_cannot(self) -> None:
        with mock.patch.object(finding, "MAX_BACKLOG", 3), travel(LATER):
            response = Client().get(f"{API}/releases?words=grows")
            others = Client().get(f"{API}/releases?year=2026")
        assert response.status_code == 503
        assert response["Retry-After"] == "10"
        assert response["Content-Type"] == "application/problem+json"
        assert others.status_code == 200

    def test_an_unknown_parameter_is_none(self) -> None:
        assert get_json("/releases?page=2&before=x") == get_json("/releases")

    def test_a_cursor_that_is_not_in_the_list_is_the_one_404(self) -> None:
        with travel(LATER):
            never = Client().get("/no/such/page/")
            for kind, address in (
                ("releases", "2026/secret"),
                ("releases", "2026/nobody"),
                ("releases", "event-1"),
                ("releases", "\0"),
                ("releases", ""),
                ("events", "2026/release-1"),
                ("events", "nobody"),
            ):
                with self.subTest(kind, address=address):
                    path = f"{API}/{kind}?limit=2&after={quote(address)}"
                    response = Client().get(path)
                    assert response.content == never.content
                    assert response.headers == never.headers

    def test_a_value_that_cannot_be_read_is_a_problem_that_says_what_to_send(
        self,
    ) -> None:
        for name, value, advice in (
            ("limit", "0", "How many entries: a number from 1 to 50."),
            ("limit", "51", "How many entries: a number from 1 to 50."),
            ("limit", "", "How many entries: a number from 1 to 50."),
            ("limit", "x", "How many entries: a number from 1 to 50."),
            ("limit", "1_0", "How many entries: a number from 1 to 50."),
            ("year", "26.5", "four digits, such as 2026."),
            ("year", "", "four digits, such as 2026."),
            ("year", "0", "four digits, such as 2026."),
            ("category", "a b", "its short name, such as financial-results."),
            ("category", "", "its short name, such as financial-results."),
            ("words", "", "up to 100 characters."),
            ("words", "x" * 101, "up to 100 characters."),
            ("words", "a\0b", "up to 100 characters."),
        ):
            with self.subTest(name, value=value), travel(LATER):
                response = Client().get(f"{API}/releases", {name: value})
                assert response.status_code == 400
                assert response["Content-Type"] == "application/problem+json"
                assert response["Access-Control-Allow-Origin"] == "*"
                problem = response.json()
                assert (problem["title"], problem["status"]) == ("Bad Request", 400)
                assert f"“{name}” cannot be read" in problem["detail"]
                assert advice in problem["detail"]
                (error,) = problem["errors"]
                assert error["parameter"] == name

    def test_each_value_that_cannot_be_read_is_named(self) -> None:
        with travel(LATER):
            response = Client().get(f"{API}/releases?limit=x&year=y&words=z")
        named = [error["parameter"] for error in response.json()["errors"]]
        assert named == ["limit", "year"]

    def test_a_page_needs_one_query_and_more_for_its_cursor_and_words(self) -> None:
        with travel(LATER):
            index_within(DAY)
        for path, count in (
            ("/releases?limit=50", 1),
            ("/releases?limit=1&after=2026/release-6", 2),
            ("/releases?limit=1&after=2026/release-6&words=grows", 6),
            ("/events?limit=50", 1),
            ("/events?after=event-6", 2),
        ):
            with self.subTest(path), travel(LATER):
                with CaptureQueriesContext(connection) as queries:
                    Client().get(f"{API}{path}")
                own = [
                    q for q in queries.captured_queries if "set_config" not in q["sql"]
                ]
                assert len(own) == count

    def test_a_list_of_releases_loads_no_document(self) -> None:
        with travel(LATER), CaptureQueriesContext(connection) as queries:
            Client().get(f"{API}/releases")
        assert '"document"' not in queries.captured_queries[-1]["sql"]


class InThePageCache(PageCacheTestCase):
    """A list takes a slot of pages, or of searches if clients can vary its query."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        for number in range(2):
            put_on_record(slug=f"release-{number}", at=SEVEN - DAY)

    def test_a_search_takes_the_slot_of_searches_and_the_next_page_does_not(
        self,
    ) -> None:
        self.application.cache.slots = make_slots(search=0)
        assert self.request(f"{API}/releases?words=x").status == 503
        assert self.request(f"{API}/releases?limit=1").status == 503
        assert self.request(f"{API}/releases").status == 200
        assert self.request(f"{API}/releases?after=2026/release-1").status == 200

    def test_a_parameter_of_no_list_makes_no_other_page(self) -> None:
        plain = self.request(f"{API}/releases")
        calls = self.django_calls
        for query in ("page=2&before=2026/release-0", "page=", "&&", "=x"):
            assert self.request(f"{API}/releases?{query}") == plain
        assert self.django_calls == calls

    def test_of_a_long_query_the_end_counts(self) -> None:
        repeated = "&".join(["limit=1"] * 30)
        assert self.request(f"{API}/releases?{repeated}&limit=x").status == 400
        one = self.request(f"{API}/releases?{repeated}")
        assert one == self.request(f"{API}/releases?limit=1")

    def test_a_problem_is_kept_and_the_list_beside_it_too(self) -> None:
        first = self.request(f"{API}/releases?year=x")
        assert first.status == 400
        for query in ("limit=", "limit", "words=&year=2026"):
            assert self.request(f"{API}/releases?{query}").status == 400
        assert self.request(f"{API}/releases?after=").status == 404
        listed = self.request(f"{API}/releases")
        calls = self.django_calls
        assert self.request(f"{API}/releases?year=x") == first
        assert self.request(f"{API}/releases") == listed
        assert self.django_calls == calls
        assert [entry["number"] for entry in json.loads(listed.body)["releases"]] == [
            1,
            1,
        ]

    def test_what_an_instant_changes_is_rendered_ahead(self) -> None:
        schedule(slug="new", live_from=SEVEN + SECOND)
        ahead = prerendered_paths(refs_changing_at(SEVEN + SECOND))
        assert {
            f"{API}/releases",
            f"{API}/releases/2026/new",
            f"{API}/releases/2026/new/versions/1",
        } <= set(ahead)
        assert ahead.index("/releases/2026/new/") < ahead.index(f"{API}/releases")

    def test_a_new_release_is_listed_at_its_instant(self) -> None:
        schedule(slug="new", live_from=SEVEN + SECOND)
        before = self.request(f"{API}/releases", at=SEVEN)
        after = self.request(f"{API}/releases", at=SEVEN + SECOND)
        assert b"2026/new" not in before.body
        assert b"2026/new" in after.body
