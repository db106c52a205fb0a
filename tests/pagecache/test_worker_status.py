"""The status of the workers, and requests for what is not public yet, as staff see them."""

from __future__ import annotations

import datetime as dt
from unittest import mock

from releases.models import EarlyRequest, WebWorker
from releases.pagecache import worker_status
from releases.pagecache.early_requests import (
    MAX_SOURCES,
    EarlyRequestRecorder,
    add_requests,
    summarize,
)
from tests.builders import SEVEN, schedule
from tests.clock import SECOND, travel
from tests.pagecache.client import synchronize
from tests.pagecache.scheduled import PrerenderTestCase

HOUR = dt.timedelta(hours=1)


class Readiness(PrerenderTestCase):
    """Staff learn in time whether every worker is ready."""

    def setUp(self) -> None:
        super().setUp()
        # No thread fills the index of the search here.
        alarms = mock.patch.object(worker_status, "search_alarms", return_value=[])
        self.search_alarms = self.enterContext(alarms)

    def test_what_keeps_the_search_from_answering_is_among_the_alarms(self) -> None:
        self.search_alarms.return_value = ["The search does not answer."]
        assert worker_status.alarms(at=SEVEN) == []
        self.cycle(at=SEVEN - 30 * SECOND)
        alarms = worker_status.alarms(at=SEVEN - 5 * SECOND)
        assert alarms == ["The search does not answer."]

    def test_a_worker_that_is_ready_raises_no_alarm(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        worker = WebWorker.objects.get()
        assert (worker.next_instant, worker.ready) == (SEVEN, True)
        assert worker_status.alarms(at=SEVEN - 5 * SECOND) == []

    def test_one_that_is_not_raises_it_five_seconds_before(self) -> None:
        self.cycle(at=SEVEN - 50 * SECOND, regular=False)
        with travel(SEVEN - 25 * SECOND):
            synchronize(self.application)
            self.report()
        assert worker_status.alarms(at=SEVEN - 6 * SECOND) == []
        (alarm,) = worker_status.alarms(at=SEVEN - 5 * SECOND)
        assert "not ready for 12:00:00 UTC" in alarm

    def test_a_change_makes_a_worker_unready_again(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        schedule(slug="second", live_from=SEVEN, approved_at=SEVEN - 25 * SECOND)
        with travel(SEVEN - 24 * SECOND):
            self.application.cache.poll()
            self.report()
        assert not WebWorker.objects.get().ready

    def test_a_clock_that_is_off_raises_an_alarm(self) -> None:
        self.cycle(at=SEVEN - HOUR)
        WebWorker.objects.update(offset=-250_000)
        (alarm,) = worker_status.alarms(at=SEVEN - HOUR)
        assert "-0.250 seconds" in alarm

    def test_a_worker_that_has_ended_is_forgotten(self) -> None:
        self.cycle(at=SEVEN - HOUR)
        assert worker_status.running_workers(at=SEVEN - HOUR + 40 * SECOND) == []
        WebWorker.objects.update(name="another:1")
        self.cycle(at=SEVEN - HOUR / 2)
        assert WebWorker.objects.count() == 1

    def test_if_no_worker_reports_any_more_that_raises_an_alarm(self) -> None:
        assert worker_status.alarms(at=SEVEN) == []
        self.cycle(at=SEVEN - HOUR)
        (alarm,) = worker_status.alarms(at=SEVEN - HOUR / 2)
        assert alarm.startswith("No web worker has reported for 30 seconds")

    def test_before_the_first_poll_nothing_is_reported(self) -> None:
        self.report()
        assert not WebWorker.objects.exists()


class EarlyRequests(PrerenderTestCase):
    """Right guesses are counted, after they were answered like all others."""

    def setUp(self) -> None:
        super().setUp()
        self.recorder = EarlyRequestRecorder(self.application.cache)

    def drain_log(self) -> None:
        """Do what the thread of the access log does."""
        self.recorder.record(self.application.log.drain())
        self.recorder.flush()

    def test_requests_sources_and_times_are_counted(self) -> None:
        page = "/releases/2026/results/"
        for n in range(3):
            self.request(page, at=SEVEN - HOUR + n * SECOND)
        self.request(page.rstrip("/"), at=SEVEN - HOUR, poll=False)
        self.request("/releases/2026/wrong/", at=SEVEN - HOUR)
        self.drain_log()
        (summary,) = summarize([page, "/releases/2026/wrong/"])
        assert (summary.requests, summary.sources) == (4, 1)
        assert summary.first == SEVEN - HOUR
        assert summary.latest == SEVEN - HOUR + 2 * SECOND

    def test_requests_for_public_paths_are_not_counted(self) -> None:
        self.request("/releases/2026/results/", at=SEVEN)
        self.request("/releases/2026/before/", at=SEVEN)
        self.drain_log()
        assert not EarlyRequest.objects.exists()

    def test_counts_add_up(self) -> None:
        for n in range(2):
            self.request("/events/call/", at=SEVEN - HOUR + n * SECOND)
            self.drain_log()
        (summary,) = summarize(["/events/call/"])
        assert summary.requests == 2

    def test_no_ip_address_is_stored(self) -> None:
        self.request("/events/call/", at=SEVEN - HOUR)
        self.drain_log()
        assert "192.0.2" not in EarlyRequest.objects.get().source

    def test_sources_are_told_apart_up_to_a_bound(self) -> None:
        EarlyRequest.objects.bulk_create(
            EarlyRequest(
                path="/x", source=f"{n}", requests=1, since=SEVEN, latest=SEVEN
            )
            for n in range(MAX_SOURCES)
        )
        for source in ("new", "newer"):
            add_requests("/x", source, 1, SEVEN, SEVEN)
        assert EarlyRequest.objects.filter(path="/x").count() == MAX_SOURCES + 1
        assert EarlyRequest.objects.get(path="/x", source="").requests == 2
