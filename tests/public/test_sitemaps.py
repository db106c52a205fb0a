"""Sitemaps, and the end of what is news, which comes by itself."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

from django.test import Client, override_settings

from releases.desk import transitions
from releases.models import Release
from releases.pagecache.routes import fixed_routes
from releases.public.record_view import RecordView
from releases.record.horizon import read_horizon
from tests.builders import SEVEN, make_event, make_issuer, make_release, put_on_record
from tests.clock import MICROSECOND, travel
from tests.public.html_pages import (
    ReaderTestCase,
    correct,
    get_page,
    give_notice,
    save_and_publish,
)

HOUR = dt.timedelta(hours=1)
MINUTE = HOUR / 60
NEWS_ENDS = SEVEN + 48 * HOUR
NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
SITE = "http://testserver"


def get_sitemap(path: str, *, at: dt.datetime) -> ElementTree.Element:
    """Request a sitemap at this moment."""
    with travel(at):
        response = Client().get(path)
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own sitemap


def changes(path: str, *, at: dt.datetime) -> dict[str, str | None]:
    """Return when each page of a sitemap changed last, by its path."""
    return {
        (entry.findtext("s:loc", namespaces=NAMESPACES) or "").removeprefix(
            SITE
        ): entry.findtext("s:lastmod", namespaces=NAMESPACES)
        for entry in get_sitemap(path, at=at)
    }


class TheSitemaps(ReaderTestCase):
    """Name every page that search engines may list, and when it changed."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - HOUR)
        save_and_publish(make_event(slug="call"), at=SEVEN - HOUR / 2)
        cls.release = put_on_record(slug="results", headline="R&D", at=SEVEN)
        correct(cls.release, at=SEVEN + HOUR, notice="A slip.", body="<p>It fell.</p>")

    def test_the_index_names_those_of_pages_events_and_years(self) -> None:
        assert changes("/sitemap.xml", at=SEVEN + 2 * HOUR) == {
            "/sitemap-pages.xml": "2026-03-03T13:00:00Z",
            "/sitemap-events.xml": "2026-03-03T11:30:00Z",
            "/releases/2026/sitemap.xml": "2026-03-03T13:00:00Z",
        }

    def test_a_correction_changes_the_date_of_its_release_at_its_instant(self) -> None:
        for at, changed in (
            (SEVEN + HOUR - MICROSECOND, "2026-03-03T12:00:00Z"),
            (SEVEN + HOUR, "2026-03-03T13:00:00Z"),
        ):
            with self.subTest(str(at)):
                assert changes("/releases/2026/sitemap.xml", at=at) == {
                    "/releases/2026/results/": changed
                }

    @override_settings(IRSITE_ALERTS=True)
    def test_every_page_that_exists_once_is_listed(self) -> None:
        listed = changes("/sitemap-pages.xml", at=SEVEN)
        pages = {
            path
            for path, route in fixed_routes().items()
            if issubclass(route.view, RecordView) and route.view.indexed
        }
        assert pages <= {*listed}
        assert {*listed} - pages == {
            "/releases/2026/",
            "/releases/category/financial-results/",
        }
        assert listed["/contacts/"] == "2026-03-03T11:00:00Z"
        assert listed["/events/"] == "2026-03-03T11:30:00Z"

    def test_a_page_that_is_switched_off_is_not_listed(self) -> None:
        assert "/alerts/" not in changes("/sitemap-pages.xml", at=SEVEN)

    def test_every_page_that_is_listed_may_be_indexed_under_that_address(self) -> None:
        for path in ("/sitemap-pages.xml", "/sitemap-events.xml"):
            for address in changes(path, at=SEVEN):
                with self.subTest(address):
                    page = get_page(address)
                    assert not page.all("meta[@name='robots']")
                    canonical = page.only("link[@rel='canonical']").get("href")
                    assert canonical == SITE + address

    def test_a_year_without_a_release_has_none(self) -> None:
        with travel(SEVEN):
            assert Client().get("/releases/2025/sitemap.xml").status_code == 404

    def test_robots_txt_names_them(self) -> None:
        lines = Client().get("/robots.txt").content.decode().splitlines()
        assert f"Sitemap: {SITE}/sitemap.xml" in lines
        assert f"Sitemap: {SITE}/sitemap-news.xml" in lines

    def test_a_page_of_results_is_not_indexed(self) -> None:
        for query in ("year=2026", "year=1", "after=2026/results"):
            with self.subTest(query):
                page = get_page(f"/releases/?{query}")
                robots = page.only("meta[@name='robots']")
                assert robots.get("content") == "noindex"


class WhatIsNews(ReaderTestCase):
    """Releases of the last 48 hours, which end by themselves."""

    def titles(self, *, at: dt.datetime) -> list[str | None]:
        """Return the titles in the sitemap of news."""
        sitemap = get_sitemap("/sitemap-news.xml", at=at)
        return [title.text for title in sitemap.findall(".//news:title", NAMESPACES)]

    def test_a_release_is_news_for_48_hours_and_its_correction_no_longer(self) -> None:
        release = put_on_record(headline="R&D", at=SEVEN)
        correct(release, at=SEVEN + HOUR, notice="A slip.", headline="R&D Costs")
        assert self.titles(at=SEVEN - MICROSECOND) == []
        assert self.titles(at=SEVEN) == ["R&D"]
        assert self.titles(at=NEWS_ENDS - MICROSECOND) == ["Corrected: R&D Costs"]
        assert self.titles(at=NEWS_ENDS) == []

    def test_that_end_is_an_instant_of_the_horizon(self) -> None:
        release = put_on_record(at=SEVEN)
        correct(release, at=SEVEN + HOUR, notice="A slip.", body="<p>It fell.</p>")
        before = read_horizon(at=SEVEN + HOUR)
        assert before.instants == (NEWS_ENDS,)
        assert read_horizon(at=NEWS_ENDS - MICROSECOND).start == SEVEN + HOUR
        assert read_horizon(at=NEWS_ENDS).start == NEWS_ENDS

    def test_neither_an_import_nor_a_withdrawn_release_is_news(self) -> None:
        withdrawn = put_on_record(slug="withdrawn", at=SEVEN)
        give_notice(withdrawn, at=SEVEN + MINUTE)
        with travel(SEVEN + MINUTE):
            transitions.import_past(
                make_release(slug="old"),
                by="archive",
                at=SEVEN + 2 * MINUTE,
                dated=SEVEN - HOUR,
            )
        assert len(self.titles(at=SEVEN)) == 1
        assert self.titles(at=SEVEN + 2 * MINUTE) == []
        listed = changes("/releases/2026/sitemap.xml", at=SEVEN + 2 * MINUTE)
        assert {*listed} == {"/releases/2026/old/", "/releases/2026/withdrawn/"}
