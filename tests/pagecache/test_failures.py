"""When the database is away, the house is full, or nginx stands in front."""

from __future__ import annotations

import datetime as dt
import io
from unittest import mock

from django.conf import settings

from releases.pagecache.cache import GRACE, LOST
from releases.pagecache.wsgi import keep_until
from tests.builders import (
    SEVEN,
    publish,
    schedule,
)
from tests.clock import SECOND
from tests.pagecache.requests import PressTestCase, a_press, ask

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class TroubleBehind(PressTestCase):
    """What cannot be vouched for is not answered from memory."""

    @classmethod
    def setUpTestData(cls) -> None:
        publish(slug="results", at=SEVEN - DAY)

    def lost(self, age: int) -> None:
        """The last look was so long ago."""
        clock = self.press.room.clock
        clock.boot = lambda: age

    def test_before_the_first_look_django_answers_each_time(self) -> None:
        assert self.ask("/", look=False).status == 200
        assert self.ask("/", look=False).status == 200
        assert self.ask("/nothing/", look=False).status == 404
        assert self.ask("/admin/", look=False).status == 302
        assert self.ask("/healthz", look=False).status == 503
        assert self.entered == 4

    def test_for_a_quarter_of_a_second_pages_are_still_vouched_for(self) -> None:
        first = self.ask("/")
        self.lost(GRACE - 10_000)
        assert self.ask("/", look=False, gone=True) == first

    def test_after_that_nothing_is_answered_that_the_database_does_not_confirm(
        self,
    ) -> None:
        first = self.ask("/")
        self.lost(GRACE)
        assert self.ask("/", look=False).body == first.body
        told = self.ask("/", look=False, gone=True)
        assert (told.status, told.headers["Retry-After"]) == (503, "1")
        session = f"sessionid={'x' * 32}"
        told = self.ask("/admin/", look=False, gone=True, cookie=session)
        assert told.status == 503

    def test_after_a_second_nobody_is_let_in_to_wait_for_the_database(self) -> None:
        self.ask("/")
        entered = self.entered
        self.lost(LOST)
        for page in ("/", "/releases/2026/results/", "/nothing/", "/admin/"):
            told = self.ask(page, look=False)
            assert (told.status, told.headers["Retry-After"]) == (503, "1")
        assert self.entered == entered

    def test_a_worker_that_has_never_heard_the_databases_clock_answers_nothing(
        self,
    ) -> None:
        self.press.room.clock.offset = None
        with mock.patch("tests.pagecache.requests.agree"):
            for page in ("/", "/releases/2026/results/", "/admin/"):
                assert self.ask(page, look=False).status == 503
        assert self.entered == 0

    def test_an_instant_is_not_crossed_unconfirmed(self) -> None:
        schedule(live_from=SEVEN + HOUR, slug="other")
        self.ask("/", at=SEVEN)
        self.lost(GRACE - 10_000)
        told = self.ask("/", at=SEVEN + HOUR, look=False, gone=True)
        assert told.status == 503

    def test_a_full_house_is_told_to_come_again(self) -> None:
        press = a_press(slots=0)
        told = ask(press, "/")
        assert (told.status, told.headers["Retry-After"]) == (503, "1")
        assert "no-store" in told.headers["Cache-Control"]

    def test_a_fault_of_ours_is_kept_by_nobody(self) -> None:
        with mock.patch("releases.public.home.Home.get", side_effect=ZeroDivisionError):
            assert self.ask("/").status == 503
        assert self.ask("/").status == 200

    def test_health_is_told_in_two_letters(self) -> None:
        told = self.ask("/healthz")
        assert (told.status, told.body) == (200, b"ok\n")


class BehindNginx(PressTestCase):
    """It is told until when it may keep a page, in a header that it takes out."""

    @classmethod
    def setUpTestData(cls) -> None:
        schedule(live_from=SEVEN + 10 * SECOND, slug="other")

    def until(self, at: dt.datetime) -> float:
        """How long after SEVEN the page may be kept."""
        with self.settings(IRSITE_NGINX_CACHE=True):
            told = self.ask("/", at=at)
        names = list(told.headers)
        assert names.index("X-Accel-Expires") < names.index("Cache-Control")
        return int(told.headers["X-Accel-Expires"][1:]) - SEVEN.timestamp()

    def test_through_the_current_second(self) -> None:
        assert self.until(SEVEN + SECOND / 2) == 0
        assert self.until(SEVEN + 9.5 * SECOND) == 9
        assert self.until(SEVEN + 10 * SECOND) == 10

    def test_never_into_the_second_of_an_instant_before_it(self) -> None:
        assert keep_until(20_200_000, 20_500_000) == ("X-Accel-Expires", "@19")

    def test_without_such_an_nginx_nothing_shows(self) -> None:
        assert "X-Accel-Expires" not in self.ask("/").headers


class TheLog(PressTestCase):
    """A line for each request."""

    def test_it_tells_what_was_asked_and_answered(self) -> None:
        self.press.log.file = file = io.StringIO()
        self.ask("/releases/")
        with self.settings(BEHIND_PROXY=True):
            self.ask('/"x"', x_forwarded_for="203.0.113.9, 198.51.100.7")
            self.ask("/", x_forwarded_for='"}{')
        assert settings.BEHIND_PROXY is False
        self.press.log.drain()
        lines = file.getvalue().splitlines()
        assert '"path":"/releases/","status":200' in lines[0]
        assert '"client":"192.0.2.7"' in lines[0]
        assert '"client":"198.51.100.7"' in lines[1]
        assert '"path":"/\\"x\\"","status":404' in lines[1]
        assert '"client":"192.0.2.7"' in lines[2]
