"""Without a database, overloaded, or behind nginx."""

from __future__ import annotations

import datetime as dt
import io
from unittest import mock

from django.conf import settings

from releases.pagecache.cache import DATABASE_LOST_AFTER, GRACE
from releases.pagecache.wsgi import nginx_expiry
from tests.builders import (
    SEVEN,
    put_on_record,
    schedule,
)
from tests.clock import SECOND
from tests.pagecache.client import PageCacheTestCase, make_application, request

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class Unconfirmed(PageCacheTestCase):
    """What cannot be confirmed is not answered from the cache."""

    @classmethod
    def setUpTestData(cls) -> None:
        put_on_record(slug="results", at=SEVEN - DAY)

    def setUp(self) -> None:
        super().setUp()
        # No poll comes here, so there is none to wait for.
        self.enterContext(mock.patch("releases.pagecache.cache.MAX_WAIT", GRACE))

    def age_poll(self, age: int) -> None:
        """Let so many microseconds pass since the last poll."""
        clock = self.application.cache.clock
        clock.boot_time = lambda: age

    def test_before_the_first_poll_django_answers_each_time(self) -> None:
        assert self.request("/", poll=False).status == 200
        assert self.request("/", poll=False).status == 200
        assert self.request("/nothing/", poll=False).status == 404
        assert self.request("/admin/", poll=False).status == 302
        assert self.request("/healthz", poll=False).status == 503
        assert self.django_calls == 4

    def test_for_a_quarter_of_a_second_stored_pages_are_still_served(self) -> None:
        first = self.request("/")
        self.age_poll(GRACE - 10_000)
        assert self.request("/", poll=False, database_lost=True) == first

    def test_after_that_nothing_is_served_without_the_database(self) -> None:
        first = self.request("/")
        self.age_poll(GRACE)
        assert self.request("/", poll=False).body == first.body
        response = self.request("/", poll=False, database_lost=True)
        assert (response.status, response.headers["Retry-After"]) == (503, "1")
        session = f"sessionid={'x' * 32}"
        response = self.request(
            "/admin/", poll=False, database_lost=True, cookie=session
        )
        assert response.status == 503

    def test_after_a_second_no_request_waits_for_the_database(self) -> None:
        self.request("/")
        calls = self.django_calls
        self.age_poll(DATABASE_LOST_AFTER)
        for page in ("/", "/releases/2026/results/", "/nothing/", "/admin/"):
            response = self.request(page, poll=False)
            assert (response.status, response.headers["Retry-After"]) == (503, "1")
        assert self.django_calls == calls

    def test_a_worker_that_never_synchronized_its_clock_answers_503(self) -> None:
        self.application.cache.clock.offset = None
        with mock.patch("tests.pagecache.client.synchronize"):
            for page in ("/", "/releases/2026/results/", "/admin/"):
                assert self.request(page, poll=False).status == 503
        assert self.django_calls == 0

    def test_an_instant_is_not_crossed_unconfirmed(self) -> None:
        schedule(live_from=SEVEN + HOUR, slug="other")
        self.request("/", at=SEVEN)
        self.age_poll(GRACE - 10_000)
        response = self.request("/", at=SEVEN + HOUR, poll=False, database_lost=True)
        assert response.status == 503

    def test_an_overloaded_worker_answers_503_with_retry_after(self) -> None:
        application = make_application(slots=0)
        response = request(application, "/")
        assert (response.status, response.headers["Retry-After"]) == (503, "1")
        assert "no-store" in response.headers["Cache-Control"]

    def test_an_internal_error_is_not_stored(self) -> None:
        with mock.patch("releases.public.home.Home.get", side_effect=ZeroDivisionError):
            assert self.request("/").status == 503
        assert self.request("/").status == 200

    def test_a_healthy_worker_says_ok(self) -> None:
        response = self.request("/healthz")
        assert (response.status, response.body) == (200, b"ok\n")


class BehindNginx(PageCacheTestCase):
    """A header tells nginx how long to store a page; nginx does not pass it on."""

    @classmethod
    def setUpTestData(cls) -> None:
        schedule(live_from=SEVEN + 10 * SECOND, slug="other")

    def expiry(self, at: dt.datetime) -> float:
        """Return how many seconds after SEVEN nginx may store the page."""
        with self.settings(IRSITE_NGINX_CACHE=True):
            application = make_application()
        response = request(application, "/", at=at)
        names = list(response.headers)
        assert names.index("X-Accel-Expires") < names.index("Cache-Control")
        return int(response.headers["X-Accel-Expires"][1:]) - SEVEN.timestamp()

    def test_through_the_current_second(self) -> None:
        assert self.expiry(SEVEN + SECOND / 2) == 0
        assert self.expiry(SEVEN + 9.5 * SECOND) == 9
        assert self.expiry(SEVEN + 10 * SECOND) == 10

    def test_never_into_the_second_of_an_instant(self) -> None:
        assert nginx_expiry(20_200_000, 20_500_000) == ("X-Accel-Expires", "@19")

    def test_without_such_an_nginx_there_is_no_header(self) -> None:
        assert "X-Accel-Expires" not in self.request("/").headers


class LoggedRequests(PageCacheTestCase):
    """The access log has a line for each request."""

    def test_it_has_the_request_and_the_answer(self) -> None:
        self.application.log.file = file = io.StringIO()
        self.request("/releases/")
        with self.settings(BEHIND_PROXY=True):
            self.request('/"x"', x_forwarded_for="203.0.113.9, 198.51.100.7")
            self.request("/", x_forwarded_for='"}{')
        assert settings.BEHIND_PROXY is False
        self.application.log.drain()
        lines = file.getvalue().splitlines()
        assert '"path":"/releases/","status":200' in lines[0]
        assert '"client":"192.0.2.7"' in lines[0]
        assert '"client":"198.51.100.7"' in lines[1]
        assert '"path":"/\\"x\\"","status":404' in lines[1]
        assert '"client":"192.0.2.7"' in lines[2]
