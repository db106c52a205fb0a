"""Queries that all pages of an interval share are made once, even after an approval."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from releases.models import Category
from releases.pagecache.clock import from_datetime
from releases.pagecache.prerender import target_of
from releases.pagecache.snapshots import Snapshot
from releases.record.interval_cache import sharing_subjects
from tests.builders import SEVEN, make_issuer, put_on_record, schedule
from tests.clock import MICROSECOND
from tests.pagecache.client import PageCacheTestCase, keep_test_connection
from tests.public.html_pages import save_and_publish

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
CATEGORY = "/releases/category/corporate/"
OTHER_CATEGORY = "/releases/category/appointments/"


class ArchiveCounts(PageCacheTestCase):
    """The archive is counted once for all its pages, and right on every one."""

    @classmethod
    def setUpTestData(cls) -> None:
        empty = Category.objects.filter(slug__in=("corporate", "appointments"))
        save_and_publish(make_issuer(), *empty, at=SEVEN - 2 * DAY)
        put_on_record(slug="results", at=SEVEN - DAY)

    def work(self, address: str) -> tuple[int, int]:
        """Return (queries of the record, counts among them) that the page took."""
        with CaptureQueriesContext(connection) as queries:
            assert self.request(address, poll=False).status == 200
        statements = [query["sql"] for query in queries.captured_queries]
        record = [sql for sql in statements if "releases_publication" in sql]
        return len(record), len([sql for sql in record if "COUNT(" in sql])

    def listed(self, at: dt.datetime) -> str:
        """Return how many releases the archive shows for the year."""
        body = self.request("/releases/", at=at).body.decode()
        return body.partition("2026</a> <span>")[2].partition("<")[0]

    def test_it_is_counted_with_the_first_page_of_an_interval(self) -> None:
        self.application.cache.poll()
        # the releases of the year, those in further languages, and those of each month
        # that is shown
        assert self.work("/releases/")[1] == 3
        assert self.work("/releases/2026/") == (3, 1)
        assert self.work(CATEGORY) == (1, 0)

    def test_the_next_interval_counts_anew(self) -> None:
        schedule(headline="Merger", live_from=SEVEN + HOUR)
        assert self.listed(at=SEVEN + HOUR - MICROSECOND) == "1"
        assert self.listed(at=SEVEN + HOUR) == "2"

    def test_an_approval_makes_no_other_page_more_work(self) -> None:
        self.application.cache.poll()
        self.work("/releases/")
        quiet = self.work(CATEGORY)
        schedule(headline="Merger", live_from=SEVEN + HOUR)
        self.application.cache.next_refresh = 0
        self.application.cache.poll()
        assert self.application.cache.snapshots.schedule is not None
        assert self.application.cache.snapshots.schedule.instants
        assert self.work(OTHER_CATEGORY) == quiet

    def test_a_past_state_has_results_of_its_own(self) -> None:
        put_on_record(slug="more", at=SEVEN - HOUR)
        assert self.listed(at=SEVEN) == "2"
        interval_results: dict[object, object] = {}
        then = f"/as-of/{SEVEN - DAY:%Y-%m-%dT%H:%M:%SZ}/releases/"
        with (
            self.settings(IRSITE_AS_OF_PUBLIC=True),
            keep_test_connection(),
        ):
            cache = self.application.cache
            response = cache.backend.render(
                then, "", cache.clock.now(), interval_results
            )
        assert b"2026</a> <span>1<" in b"".join(response.body)
        assert not interval_results


class FormsOfOneSubject(PageCacheTestCase):
    """Forms that are rendered one after another read their subject once."""

    FORMS = ("/releases/rss.xml", "/releases/atom.xml", "/releases/feed.json")

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - 2 * DAY)
        put_on_record(slug="results", headline="Results", at=SEVEN - DAY)

    def snapshot(self) -> Snapshot:
        """Return the snapshot of the moment."""
        self.request("/")
        snapshot = self.application.cache.snapshots.snapshot_at(from_datetime(SEVEN))
        assert snapshot is not None
        return snapshot

    def render(self, snapshot: Snapshot, path: str) -> int:
        """Render the form; return how many queries of the record it took."""
        with CaptureQueriesContext(connection) as queries:
            page = self.application.cache.render(snapshot, target_of(path))
        assert page is not None
        assert b"Results" in page.representations["identity"].body
        return len([q for q in queries.captured_queries if "_publication" in q["sql"]])

    def test_while_pages_are_rendered_in_advance(self) -> None:
        snapshot = self.snapshot()
        with keep_test_connection():
            self.render(snapshot, self.FORMS[0])  # what all pages of the interval share
            alone = [self.render(snapshot, path) for path in self.FORMS]
            with sharing_subjects(snapshot.interval_results):
                shared = [self.render(snapshot, path) for path in self.FORMS]
            again = self.render(snapshot, self.FORMS[0])
        assert shared == [alone[0], 0, 0]
        assert alone[0] == again > 0
