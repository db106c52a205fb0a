"""A session ends when nobody used it for a while, and at the end of the day."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import time_machine

from tests.admin.desk import DeskTestCase
from tests.builders import make_issuer

INDEX = reverse("admin:index")
NINE = dt.datetime(2026, 3, 3, 14, 0, 0, tzinfo=dt.UTC)


class ASession(DeskTestCase):
    """Of somebody who signed in at nine."""

    def setUp(self) -> None:
        make_issuer()
        clock = time_machine.travel(NINE, tick=False)
        self.clock = clock.start()
        self.addCleanup(clock.stop)
        self.sign_in_as("Authors")

    def is_in(self) -> bool:
        """Whether the desk opens now."""
        return self.client.get(INDEX).status_code == 200

    def wait(self, **time: float) -> None:
        """Time passes, and nobody does anything."""
        self.clock.shift(dt.timedelta(**time))

    def test_it_outlives_a_pause(self) -> None:
        self.wait(minutes=29)
        assert self.is_in()
        self.wait(minutes=29)
        assert self.is_in()

    def test_it_ends_after_thirty_minutes(self) -> None:
        self.wait(minutes=30)
        assert not self.is_in()
        assert not self.client.session.keys()

    def test_the_setting_says_how_many(self) -> None:
        with self.settings(IRSITE_SESSION_IDLE_MINUTES=1):
            self.wait(seconds=53)
            assert self.is_in()
            self.wait(seconds=53)
            assert self.is_in()
            self.wait(seconds=61)
            assert not self.is_in()

    def test_it_ends_after_eight_hours_of_work(self) -> None:
        for _ in range(8 * 3 - 1):
            self.wait(minutes=20)
            assert self.is_in()
        self.wait(minutes=20)
        assert not self.is_in()

    def test_it_is_written_once_a_minute_and_not_at_each_request(
        self,
    ) -> None:
        writes = 0
        for _ in range(12):
            self.wait(seconds=10)
            with CaptureQueriesContext(connection) as asked:
                assert self.is_in()
            writes += sum("UPDATE" in one["sql"] for one in asked.captured_queries)
        assert writes == 2

    def test_the_public_pages_neither_end_nor_keep_it(self) -> None:
        self.wait(minutes=29)
        with CaptureQueriesContext(connection) as asked:
            self.client.get("/")
        assert "django_session" not in str(asked.captured_queries)
        self.wait(minutes=2)
        assert not self.is_in()

    def test_an_idle_session_opens_no_page_as_of_a_past_time(self) -> None:
        back = "/as-of/1999-01-01T00:00:00Z/"
        assert b"was not there yet" in self.client.get(back).content
        self.wait(minutes=30)
        assert b"was not there yet" not in self.client.get(back).content

    def test_nor_does_one_that_lacks_a_required_second_factor(self) -> None:
        with self.settings(IRSITE_SECOND_FACTOR_GROUPS=["*"]):
            response = self.client.get("/as-of/1999-01-01T00:00:00Z/")
        assert response.status_code == 404
        assert b"was not there yet" not in response.content
