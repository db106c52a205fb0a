"""The years of the Atom feed (RFC 5005, 4) and of the JSON Feed: all releases, by links alone."""

from __future__ import annotations

import datetime as dt
import json
from typing import ClassVar
from unittest import mock
from xml.etree import ElementTree

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from releases.models import Release
from releases.record import release_years
from tests.builders import SEVEN, make_event, make_issuer, put_on_record, schedule
from tests.clock import MICROSECOND, travel
from tests.pagecache.client import PageCacheTestCase
from tests.public.html_pages import correct, get_page, give_notice, save_and_publish

HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR
LAST_YEAR = SEVEN - 300 * DAY
LATER = SEVEN + DAY
ATOM = "{http://www.w3.org/2005/Atom}"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
ROOT = "http://testserver"
YEAR = "/releases/2026/atom.xml"


def content_of(path: str, *, at: dt.datetime = LATER) -> bytes:
    """Return the feed at a path or URL as it stands at this moment."""
    with travel(at):
        response = Client().get(path.removeprefix(ROOT))
    assert response.status_code == 200, path
    return response.content


class Document:
    """An Atom document: its links by relation, and the slugs of its entries in order."""

    def __init__(self, path: str, *, at: dt.datetime = LATER) -> None:
        self.feed = ElementTree.fromstring(content_of(path, at=at))  # noqa: S314 - our own
        self.links = {
            link.get("rel", ""): link.get("href", "")
            for link in self.feed.findall(f"{ATOM}link")
        }
        ids = [
            entry.findtext(f"{ATOM}id") or ""
            for entry in self.feed.iter(f"{ATOM}entry")
        ]
        self.slugs = [id_.split("/")[-2] for id_ in ids]
        self.is_archive = self.feed.find(ARCHIVE) is not None

    def chain(self, relation: str) -> list[Document]:
        """Return the documents to which the links of one relation lead."""
        documents = []
        document = self
        while relation in document.links:
            document = Document(document.links[relation])
            documents.append(document)
        return documents


class TheArchive(TestCase):
    """Of five releases of one year and seven of the next, in parts of three."""

    releases: ClassVar[list[Release]]

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=LAST_YEAR - DAY)
        call = make_event(slug="call")
        cls.releases = [
            put_on_record(slug=f"r{number}", events=(call,), at=begin + number * HOUR)
            for begin, numbers in ((LAST_YEAR, range(5)), (SEVEN, range(5, 12)))
            for number in numbers
        ]

    def setUp(self) -> None:
        self.enterContext(mock.patch.object(release_years, "MAX_IN_PART", 3))

    def test_leads_from_the_feed_to_every_release_once(self) -> None:
        documents = Document("/releases/atom.xml").chain("prev-archive")
        assert [document.slugs for document in documents] == [
            ["r11"],
            ["r10", "r9", "r8"],
            ["r7", "r6", "r5"],
            ["r4", "r3"],
            ["r2", "r1", "r0"],
        ]
        back = documents[-1].chain("next-archive")
        assert [document.links["self"] for document in back] == [
            document.links["self"] for document in documents[-2::-1]
        ]

    def test_is_of_one_feed_with_the_current_one(self) -> None:
        current = Document("/releases/atom.xml")
        assert not current.is_archive
        for document in current.chain("prev-archive"):
            assert document.is_archive
            assert document.links["current"] == current.links["self"]
            id_ = f"{ATOM}id"
            assert document.feed.findtext(id_) == current.feed.findtext(id_)

    def test_names_itself_by_the_path_that_led_there(self) -> None:
        current = Document("/releases/atom.xml")
        document = current.chain("prev-archive")[1]
        assert document.links["self"] == f"{ROOT}{YEAR}?after=2026%2Fr11"
        title = document.feed.findtext(f"{ATOM}title")
        assert title == "Larkmoor Therapeutics: press releases of 2026"
        assert document.links["alternate"] == f"{ROOT}/releases/2026/"

    def test_in_json_leads_from_the_feed_to_every_release_once(self) -> None:
        feed = json.loads(content_of("/releases/feed.json"))
        urls = []
        while next_url := feed.get("next_url"):
            feed = json.loads(content_of(next_url))
            assert feed["feed_url"] == next_url
            urls += [item["url"] for item in feed["items"]]
        assert urls == [f"{ROOT}/releases/{year}/r{n}/" for year, n in self.newest()]

    def newest(self) -> list[tuple[int, int]]:
        """Return the year and the number of each release, the newest first."""
        return [(2026 if number >= 5 else 2025, number) for number in range(11, -1, -1)]

    def test_of_a_category_is_not_there(self) -> None:
        page = "/releases/category/financial-results/"
        assert "prev-archive" not in Document(f"{page}atom.xml").links
        assert "next_url" not in json.loads(content_of(f"{page}feed.json"))

    def test_keeps_full_parts_when_a_release_is_published(self) -> None:
        paths = [f"{YEAR}?after=2026/r11", f"{YEAR}?after=2026/r8"]
        before = [content_of(path) for path in paths]
        put_on_record(slug="r12", at=LATER)
        assert [content_of(path) for path in paths] == before
        assert Document(YEAR).slugs == ["r12", "r11"]

    def test_has_what_became_of_a_release_in_its_year(self) -> None:
        correct(self.releases[0], at=LATER, notice="A slip.")
        give_notice(self.releases[1], at=LATER + HOUR)
        path = "/releases/2025/atom.xml?after=2025/r3"
        document = Document(path, at=LATER + HOUR)
        entries = document.feed.findall(f"{ATOM}entry")
        titles = [entry.findtext(f"{ATOM}title", "") for entry in entries]
        assert titles[1].startswith("Withdrawn: ")
        assert titles[2].startswith("Corrected: ")

    def test_needs_few_queries(self) -> None:
        for document in Document("/releases/atom.xml").chain("prev-archive"):
            path = document.links["self"].removeprefix(ROOT)
            with travel(LATER), CaptureQueriesContext(connection) as queries:
                Client().get(path)
            sql = [query["sql"] for query in queries.captured_queries]
            asked = [query for query in sql if "set_config" not in query]
            with self.subTest(path):
                assert len(asked) <= 6, asked

    def test_is_explained_with_the_other_feeds(self) -> None:
        links = [
            link.get("href") for link in get_page("/feeds/", at=LATER).all("main//a")
        ]
        for year in (2025, 2026):
            assert f"/releases/{year}/atom.xml" in links
            assert f"/releases/{year}/feed.json" in links


class AnotherCursor(PageCacheTestCase):
    """Than the address of a release of the year that is public gets the one 404."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        put_on_record(slug="past", at=LAST_YEAR)
        put_on_record(slug="first", at=SEVEN - 2 * DAY)
        put_on_record(slug="second", at=SEVEN - DAY)
        schedule(slug="secret", live_from=SEVEN)

    def test_by_the_page_cache_and_by_django(self) -> None:
        at = SEVEN - MICROSECOND
        missing = self.request("/no/such/page/", at=at)
        assert self.request(f"{YEAR}?after=2026/second", at=at).status == 200
        for cursor in (
            "2026/secret",
            "2026/nobody",
            "2026/first",
            "2025/past",
            "2026/second/",
            "2026/\x00",
            "second",
            "1",
        ):
            path = f"{YEAR}?after={cursor}".replace("\x00", "%00")
            with self.subTest(cursor), travel(at):
                assert Client().get(path).status_code == 404
                assert self.request(path, at=at).body == missing.body

    def test_is_public_from_the_instant_of_its_release_on(self) -> None:
        path = f"{YEAR}?after=2026/secret"
        assert self.request(path, at=SEVEN - MICROSECOND).status == 404
        assert self.request(path, at=SEVEN).status == 200
