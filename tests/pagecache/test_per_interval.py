"""What all pages of an interval share is asked once: no approval makes a page more work."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from releases.models import Category
from tests.builders import SEVEN, make_issuer, publish, schedule
from tests.clock import MICROSECOND
from tests.pagecache.requests import PressTestCase, the_connection_is_the_tests
from tests.public.reading import save_and_publish

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
SHELF = "/releases/category/corporate/"


class TheArchive(PressTestCase):
    """Its shelves are counted once for all its pages, and right on every one."""

    @classmethod
    def setUpTestData(cls) -> None:
        corporate = Category.objects.get(slug="corporate")
        save_and_publish(make_issuer(), corporate, at=SEVEN - 2 * DAY)
        publish(slug="results", at=SEVEN - DAY)

    def work(self, address: str) -> tuple[int, int]:
        """(questions to the record, counts among them) that the page took."""
        with CaptureQueriesContext(connection) as queries:
            assert self.ask(address, look=False).status == 200
        asked = [one["sql"] for one in queries.captured_queries]
        record = [sql for sql in asked if "releases_publication" in sql]
        return len(record), len([sql for sql in record if "COUNT(" in sql])

    def listed(self, at: dt.datetime) -> str:
        """How many releases the archive says that the year has."""
        body = self.ask("/releases/", at=at).body.decode()
        return body.partition("2026</a> <span>")[2].partition("<")[0]

    def test_it_is_counted_with_the_first_page_of_an_interval(self) -> None:
        self.press.room.look()
        assert self.work("/releases/")[1] == 1
        assert self.work("/releases/2026/") == (1, 0)
        assert self.work(SHELF) == (1, 0)

    def test_the_next_interval_counts_anew(self) -> None:
        schedule(headline="Merger", live_from=SEVEN + HOUR)
        assert self.listed(at=SEVEN + HOUR - MICROSECOND) == "1"
        assert self.listed(at=SEVEN + HOUR) == "2"

    def test_an_approval_makes_no_page_more_work_that_nobody_has_asked_for(
        self,
    ) -> None:
        self.press.room.look()
        self.work("/releases/")
        quiet = self.work("/releases/2026/")
        schedule(headline="Merger", live_from=SEVEN + HOUR)
        self.press.room.beat = 0
        self.press.room.look()
        assert self.press.room.shelf.outlook is not None
        assert self.press.room.shelf.outlook.instants
        assert self.work(SHELF) == quiet

    def test_a_look_at_another_moment_is_told_of_that_moment(self) -> None:
        publish(slug="more", at=SEVEN - HOUR)
        assert self.listed(at=SEVEN) == "2"
        told: dict[object, object] = {}
        then = f"/as-of/{SEVEN - DAY:%Y-%m-%dT%H:%M:%SZ}/releases/"
        with (
            self.settings(IRSITE_AS_OF_PUBLIC=True),
            the_connection_is_the_tests(),
        ):
            written = self.press.room.django.write(
                then, "", self.press.room.clock.now(), told
            )
        assert b"2026</a> <span>1<" in b"".join(written.body)
        assert not told
