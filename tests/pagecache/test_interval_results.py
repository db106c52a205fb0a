"""Queries that all pages of an interval share are made once, even after an approval."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from releases.models import Category
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
