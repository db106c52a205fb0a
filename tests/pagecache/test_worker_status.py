"""What the desk is told of the press: whether it is ready, and who looks for what."""

from __future__ import annotations

import datetime as dt

from releases.models import PressWorker, Sighting
from releases.pagecache import worker_status
from releases.pagecache.early_requests import SOURCES, EarlyRequestRecorder, add, echoes
from tests.builders import SEVEN, schedule
from tests.clock import SECOND, travel
from tests.pagecache.scheduled import AheadTestCase

HOUR = dt.timedelta(hours=1)


class Readiness(AheadTestCase):
    """Staff are told in time, by every worker."""

    def test_a_worker_that_is_ready_raises_no_alarm(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        worker = PressWorker.objects.get()
        assert (worker.next_instant, worker.ready) == (SEVEN, True)
        assert worker_status.alarms(at=SEVEN - 10 * SECOND) == []

    def test_one_that_is_not_raises_it_ten_seconds_before(self) -> None:
        self.cycle(at=SEVEN - 25 * SECOND, on_beat=False)
        assert worker_status.alarms(at=SEVEN - 11 * SECOND) == []
        (alarm,) = worker_status.alarms(at=SEVEN - 10 * SECOND)
        assert "not ready for 12:00:00 UTC" in alarm

    def test_a_change_makes_it_unready_again(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        schedule(slug="second", live_from=SEVEN, approved_at=SEVEN - 25 * SECOND)
        with travel(SEVEN - 24 * SECOND):
            self.press.room.look()
            self.tell()
        assert not PressWorker.objects.get().ready

    def test_a_clock_that_is_off_is_told(self) -> None:
        self.cycle(at=SEVEN - HOUR)
        PressWorker.objects.update(offset=-250_000)
        (alarm,) = worker_status.alarms(at=SEVEN - HOUR)
        assert "-0.250 seconds" in alarm

    def test_a_worker_that_is_gone_is_forgotten(self) -> None:
        self.cycle(at=SEVEN - HOUR)
        assert worker_status.workers(at=SEVEN - HOUR + 40 * SECOND) == []
        PressWorker.objects.update(name="another:1")
        self.cycle(at=SEVEN - HOUR / 2)
        assert PressWorker.objects.count() == 1

    def test_where_no_worker_tells_of_itself_any_more_that_is_told(self) -> None:
        assert worker_status.alarms(at=SEVEN) == []
        self.cycle(at=SEVEN - HOUR)
        (alarm,) = worker_status.alarms(at=SEVEN - HOUR / 2)
        assert alarm.startswith("No worker has told how it stands for 30 seconds")

    def test_before_the_first_look_it_tells_nothing(self) -> None:
        self.tell()
        assert not PressWorker.objects.exists()


class TheRadar(AheadTestCase):
    """Guesses that are right are counted, after they were answered like the others."""

    def setUp(self) -> None:
        super().setUp()
        self.radar = EarlyRequestRecorder(self.press.room)

    def sweep(self) -> None:
        """What the log's thread does."""
        self.radar.see(self.press.log.drain())
        self.radar.write()

    def test_it_tells_how_many_from_where_and_since_when(self) -> None:
        page = "/releases/2026/results/"
        for n in range(3):
            self.ask(page, at=SEVEN - HOUR + n * SECOND)
        self.ask(page.rstrip("/"), at=SEVEN - HOUR, look=False)
        self.ask("/releases/2026/wrong/", at=SEVEN - HOUR)
        self.sweep()
        (echo,) = echoes([page, "/releases/2026/wrong/"])
        assert (echo.requests, echo.sources) == (4, 1)
        assert (echo.since, echo.latest) == (SEVEN - HOUR, SEVEN - HOUR + 2 * SECOND)

    def test_what_is_public_is_not_counted(self) -> None:
        self.ask("/releases/2026/results/", at=SEVEN)
        self.ask("/releases/2026/before/", at=SEVEN)
        self.sweep()
        assert not Sighting.objects.exists()

    def test_sweeps_add_up(self) -> None:
        for n in range(2):
            self.ask("/events/call/", at=SEVEN - HOUR + n * SECOND)
            self.sweep()
        assert [echo.requests for echo in echoes(["/events/call/"])] == [2]

    def test_no_address_of_a_person_is_stored(self) -> None:
        self.ask("/events/call/", at=SEVEN - HOUR)
        self.sweep()
        assert "192.0.2" not in Sighting.objects.get().source

    def test_sources_are_told_apart_up_to_a_bound(self) -> None:
        Sighting.objects.bulk_create(
            Sighting(path="/x", source=f"{n}", requests=1, since=SEVEN, latest=SEVEN)
            for n in range(SOURCES)
        )
        for source in ("new", "newer"):
            add("/x", source, 1, SEVEN, SEVEN)
        assert Sighting.objects.filter(path="/x").count() == SOURCES + 1
        assert Sighting.objects.get(path="/x", source="").requests == 2
