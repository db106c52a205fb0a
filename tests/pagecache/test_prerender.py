"""Prerendering: at the instant every page that changes is stored already."""

from __future__ import annotations

import datetime as dt
from itertools import chain
from unittest import mock

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.urls import resolve

import pytest

from releases.desk import transitions
from releases.models import WebWorker
from releases.pagecache import prerender, worker_status
from releases.pagecache.prerender import (
    Prerenderer,
    ScheduleChanged,
    cycle_number,
    time_until_report,
)
from releases.pagecache.routes import (
    affected_paths,
    fixed_paths,
    fixed_routes,
    public_patterns,
)
from releases.record.public_view import PublicationRef
from tests.builders import (
    SEVEN,
    author,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.pagecache.client import Response, keep_test_connection, synchronize
from tests.pagecache.scheduled import PrerenderTestCase

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class Prerendering(PrerenderTestCase):
    """Pages are rendered in time, and not seen before."""

    def test_at_the_instant_django_is_not_called(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        calls = self.django_calls
        answers = [self.request(page, poll=False) for page in self.changed_paths()]
        assert {response.status for response in answers} == {200}
        assert self.request("/releases/2026/no-such/", poll=False).status == 404
        assert self.django_calls == calls

    def test_pages_are_as_if_rendered_then(self) -> None:
        then = [self.request(page) for page in self.changed_paths()]
        self.setUp()
        self.cycle(at=SEVEN - 30 * SECOND)
        assert [self.request(page, poll=False) for page in self.changed_paths()] == then

    def test_until_then_nothing_shows(self) -> None:
        def answers() -> list[Response]:
            before = SEVEN - MICROSECOND
            return [
                self.request(page, at=before, poll=False)
                for page in self.changed_paths()
            ]

        self.request("/", at=SEVEN - HOUR)
        before = answers()
        self.cycle(at=SEVEN - 30 * SECOND)
        assert answers() == before

    def test_a_release_that_is_called_off_is_never_shown(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        with travel(SEVEN - 20 * SECOND):
            transitions.call_off(self.release, by=author(), at=SEVEN)
        assert self.request("/releases/2026/results/").status == 404
        assert b"Kestrel" not in self.request("/").body

    def test_a_release_approved_late_is_rendered_too(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        schedule(slug="second", live_from=SEVEN, approved_at=SEVEN - 15 * SECOND)
        self.cycle(at=SEVEN - 14 * SECOND, regular=False)
        calls = self.django_calls
        assert self.request("/releases/2026/second/", poll=False).status == 200
        assert self.django_calls == calls

    def test_an_instant_far_off_waits_for_a_regular_cycle(self) -> None:
        self.cycle(at=SEVEN - 50 * SECOND, regular=False)
        calls = self.django_calls
        self.request("/", poll=False)
        assert self.django_calls > calls

    def test_popular_pages_are_rendered_too(self) -> None:
        page = "/search/?words=kestrel"
        for _ in range(3):
            self.request(page, at=SEVEN - HOUR)
        self.cycle(at=SEVEN - 30 * SECOND)
        calls = self.django_calls
        assert b"Kestrel" in self.request(page, poll=False).body
        assert self.django_calls == calls

    def test_pages_are_rendered_for_the_end_of_an_event(self) -> None:
        ends = SEVEN + 7 * DAY + HOUR
        self.cycle(at=ends - 30 * SECOND)
        calls = self.django_calls
        assert b"Past" in self.request("/events/call/", at=ends, poll=False).body
        assert self.django_calls == calls

    def test_when_nothing_is_due_decoys_are_rendered(self) -> None:
        with travel(SEVEN - HOUR), keep_test_connection():
            synchronize(self.application)
            self.application.cache.poll()
            self.prerenderer.warm_up()
        calls = self.django_calls
        for n in range(3):
            self.cycle(at=SEVEN - HOUR + n * 10 * SECOND)
        work = (self.django_calls - calls) / 3
        assert work == len(fixed_paths()) + 1

    def test_a_cycle_is_the_same_work_before_an_instant(self) -> None:
        work = []
        for n in range(2, -1, -1):
            calls = self.django_calls
            self.cycle(at=SEVEN - (n * 40 + 7) * SECOND)
            work.append(self.django_calls - calls)
        quiet, busy, *after = work
        assert busy >= quiet
        assert set(after) == {quiet}

    def test_workers_report_between_round_seconds(self) -> None:
        assert time_until_report(1_000_000_000_000_000) == 3_000_000
        assert time_until_report(1_000_000_003_000_000) == 10_000_000
        assert time_until_report(1_000_000_009_500_000) == 3_500_000

    def test_every_fourth_report_comes_after_a_regular_cycle(self) -> None:
        for number in range(8):
            now = 1_000_000_003_000_000 + number * 10_000_000
            assert cycle_number(now) == 25_000_000 + number // 4
            assert cycle_number(now - 1) == 25_000_000 + (number - 1) // 4

    def test_a_regular_cycle_is_due_once_and_is_made_up_for(self) -> None:
        done: list[str] = []
        start = 1_000_000_003_000_000
        with mock.patch.object(prerender, "wall_time", return_value=start) as now:
            prerenderer = Prerenderer(
                self.application.cache,
                wake=self.wake,
                report=lambda: done.append("report"),
            )
            prerenderer.cycle = lambda *, regular: done.append(  # type: ignore[method-assign]  # only when it runs
                "regular" if regular else "urgent"
            )
            for seconds, is_urgent in ((0, False), (20, True), (42, True), (50, False)):
                now.return_value = start + seconds * 1_000_000
                prerenderer.step(is_urgent=is_urgent)
        assert done == ["report", "urgent", "report", "regular", "report", "report"]

    def test_a_page_that_fails_keeps_none_of_the_others_back(self) -> None:
        with (
            mock.patch("releases.public.files.FileGate.get", side_effect=OSError),
            self.assertLogs("releases.pagecache.prerender"),
        ):
            self.cycle(at=SEVEN - 30 * SECOND)
        calls = self.django_calls
        for page in ("/", "/releases/2026/results/", "/releases/rss.xml"):
            assert self.request(page, poll=False).status == 200
        assert self.django_calls == calls
        assert not WebWorker.objects.get().ready

    def test_the_most_important_pages_come_first_and_staff_see_what_is_cut(
        self,
    ) -> None:
        with mock.patch.object(prerender, "MAX_PAGES", 12):
            self.cycle(at=SEVEN - 30 * SECOND)
        calls = self.django_calls
        for page in ("/", "/releases/2026/results/", "/events/call/"):
            assert self.request(page, poll=False).status == 200
        assert self.django_calls == calls
        self.request("/releases/rss.xml", poll=False)
        assert self.django_calls == calls + 1
        skipped = f" {WebWorker.objects.get().skipped} others"
        alarms = worker_status.alarms(at=SEVEN - 20 * SECOND)
        (alarm,) = [alarm for alarm in alarms if skipped in alarm]
        assert alarm.count("12:00:00 UTC") == 1

    def test_before_the_first_poll_there_is_nothing_to_do(self) -> None:
        self.prerenderer.cycle(regular=True)
        self.prerenderer.warm_up()
        assert self.django_calls == 0

    def test_a_change_of_the_record_stops_a_cycle(self) -> None:
        with travel(SEVEN - 30 * SECOND):
            synchronize(self.application)
            cache = self.application.cache
            cache.poll()
            schedule = cache.snapshots.schedule
            snapshot = cache.snapshots.upcoming_snapshot(cache.clock.now() + 30_000_000)
            cache.clear()
        assert schedule
        assert snapshot
        with pytest.raises(ScheduleChanged):
            self.prerenderer._render_missing(schedule, snapshot, ["/"])  # noqa: SLF001 - the race itself

    def test_a_cycle_that_was_stopped_begins_again(self) -> None:
        with mock.patch.object(
            self.prerenderer, "_render_missing", side_effect=ScheduleChanged
        ):
            self.cycle(at=SEVEN - 30 * SECOND)
        assert self.wake.is_set()

    def test_every_public_view_names_a_path_of_some_publication(self) -> None:
        release = PublicationRef(
            kind="release",
            address="2026/results",
            number=2,
            year=2026,
            category="news",
            files=(("token", "results.pdf"),),
        )
        event = PublicationRef(kind="event", address="call", year=2026)
        profile = PublicationRef(kind="profile", address="profile", year=2026)
        page = PublicationRef(kind="page", address="about", year=2026)
        affected = map(affected_paths, (release, event, profile, page))
        paths = {*fixed_routes(), *chain.from_iterable(affected)}
        views = {resolve(path).func.view_class for path in paths}  # type: ignore[attr-defined]  # a class-based view
        assert views == {view for _, view in public_patterns()}


class ItsConnection(PrerenderTestCase):
    """Is one of the worker's, which the next user has again."""

    def reporting_connections(
        self, *, rounds: int, error: Exception | None = None
    ) -> list[BaseDatabaseWrapper]:
        """Return the connection of each round's report; the first may end in an error."""
        used: list[BaseDatabaseWrapper] = []

        def report() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            used.append(connections[DEFAULT_DB_ALIAS])
            if len(used) == rounds:
                prerenderer._stopping = True  # noqa: SLF001 - from its own thread
            self.wake.set()
            if len(used) == 1 and error:
                used[0].errors_occurred = True
                raise error

        cache = self.application.cache
        self.addCleanup(cache.connection_pool.clear)
        prerenderer = Prerenderer(cache, wake=self.wake, report=report)
        self.wake.set()
        prerenderer.start()
        prerenderer.join(5)
        assert len(used) == rounds
        return used

    def test_is_kept_for_the_next_round(self) -> None:
        first, second = self.reporting_connections(rounds=2)
        assert first is second

    def test_is_closed_if_it_is_broken(self) -> None:
        engine = type(connections[DEFAULT_DB_ALIAS])
        with (
            mock.patch.object(engine, "is_usable", return_value=False),
            mock.patch.object(engine, "close", autospec=True) as close,
            self.assertLogs("releases.pagecache.prerender", "WARNING"),
        ):
            (used,) = set(
                self.reporting_connections(rounds=1, error=DatabaseError("gone"))
            )
        assert mock.call(used) in close.mock_calls
