"""The calendar of the desk: releases, events, expected results and quiet periods."""

from __future__ import annotations

import datetime as dt
import html
import re

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases.desk import transitions
from releases.models import Release
from releases.models.record.kinds import EventKind
from tests.admin.desk import DeskTestCase, change_path
from tests.builders import (
    SEVEN,
    make_event,
    make_issuer,
    make_release,
    publish,
    schedule,
)
from tests.clock import travel

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
YEAR = dt.timedelta(weeks=52)


class TheCalendar(DeskTestCase):
    """Shows what is coming by month, and as a list."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.release = schedule(
            headline="Dividend declared", live_from=SEVEN + DAY, approved_at=SEVEN
        )

    def setUp(self) -> None:
        self.enterContext(travel(SEVEN + HOUR))
        self.sign_in_as("Administrators")

    def cells(self, query: str = "") -> str:
        """Return what the calendar says, on one line."""
        page = self.page(reverse("admin:calendar") + query).partition("</header>")[2]
        text = html.unescape(re.sub(r"<[^>]+>", " ", page.partition("</nav>")[2]))
        return " ".join(text.split())

    def test_a_scheduled_release_stands_on_its_day_at_its_hour(self) -> None:
        assert "4 March 07:00 Dividend declared Scheduled" in self.cells()
        page = self.page(reverse("admin:calendar"))
        assert change_path(self.release) in page

    def test_a_draft_with_a_time_and_what_is_out_say_what_they_are(self) -> None:
        make_release(headline="Planned", go_live_at=SEVEN + 2 * DAY)
        publish(make_release(headline="Out"), at=SEVEN + 2 * HOUR)
        with travel(SEVEN + 3 * HOUR):
            self.sign_in_as("Administrators")
            cells = self.cells()
        assert "07:00 Planned Draft" in cells
        assert "09:00 Out Published" in cells

    def test_an_event_stands_on_its_days_in_its_own_zone(self) -> None:
        make_event(
            title="Conference",
            starts=SEVEN + 5 * DAY,
            ends=SEVEN + 6 * DAY,
            all_day=True,
            kind=EventKind.CONFERENCE,
        )
        make_event(
            title="Roadshow",
            starts=dt.datetime(2026, 3, 30, 16, tzinfo=dt.UTC),
            ends=None,
            timezone="Asia/Tokyo",
            kind=EventKind.OTHER,
        )
        cells = self.cells()
        assert cells.count("Conference Investor conference") == 2
        assert "31 March 01:00 JST Roadshow" in cells
        assert "until 9 March 2026" in self.cells("?view=list")

    def test_results_are_expected_a_year_after_the_last_ones(self) -> None:
        self.publish_results_of_the_year_before()
        assert "18 March Results expected: First quarter 2026" in self.cells()
        assert "Results expected" in self.cells("?view=list")

    def test_what_is_announced_is_no_longer_expected(self) -> None:
        self.publish_results_of_the_year_before()
        make_event(title="Call", starts=SEVEN + 18 * DAY, ends=None)
        assert "Results expected" not in self.cells()

    def test_before_results_there_is_a_quiet_period(self) -> None:
        make_event(title="Call", starts=SEVEN + 35 * DAY, ends=None)
        make_release(fiscal_year=2026, fiscal_part="q2", go_live_at=SEVEN + 100 * DAY)
        march, june = self.cells("?month=2026-03"), self.cells("?month=2026-06")
        assert "8 March Quiet period Results on 7 April 2026" in march
        # From 8 March, as far as the grid goes: until Sunday, 5 April.
        assert march.count("Quiet period") == 24 + 5
        # On the first day, and on each Monday.
        assert march.count("Results on 7 April 2026") == 1 + 4
        assert "Results on 11 June 2026" in june
        with override_settings(IRSITE_QUIET_PERIOD_DAYS=0):
            assert "Quiet period" not in self.cells()

    def test_it_leads_from_month_to_month(self) -> None:
        page = self.page(reverse("admin:calendar") + "?month=2026-12")
        assert 'href="?month=2026-11"' in page
        assert 'href="?month=2027-01"' in page
        for query in ("?month=2026-13", "?month=soon"):
            assert "Dividend declared" in self.cells(query)

    def test_a_list_without_anything_says_so(self) -> None:
        with travel(SEVEN + 500 * DAY):
            self.sign_in_as("Administrators")
            assert "Nothing is planned" in self.cells("?view=list")

    def test_who_may_see_neither_sees_no_calendar(self) -> None:
        self.sign_in_as()
        assert self.client.get(reverse("admin:calendar")).status_code == 403

    def test_the_dashboard_leads_to_it(self) -> None:
        assert reverse("admin:calendar") in self.page(reverse("admin:index"))

    def test_its_number_of_queries_does_not_grow(self) -> None:
        few = self.count_queries()
        for number in range(1, 5):
            make_event(title=f"Call {number}", starts=SEVEN + number * DAY, ends=None)
            make_release(go_live_at=SEVEN + number * DAY)
        assert self.count_queries() == few

    def count_queries(self) -> int:
        with CaptureQueriesContext(connection) as queries:
            self.cells()
        return len(queries)

    def publish_results_of_the_year_before(self) -> None:
        results = make_release(
            headline="First quarter", fiscal_year=2025, fiscal_part="q1"
        )
        dated = SEVEN + 15 * DAY - YEAR
        with travel(SEVEN + HOUR):
            transitions.import_past(results, by="loader", at=SEVEN + HOUR, dated=dated)
