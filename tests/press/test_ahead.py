"""Made ahead: at the instant every page that changes is there already."""

from __future__ import annotations

import datetime as dt
import threading
from unittest import mock

from django.urls import resolve

from releases.desk import transitions
from releases.models import PressWorker, PublishedFile, Release, Sighting
from releases.press import readiness
from releases.press.ahead import Ahead
from releases.press.radar import SOURCES, Radar, add, echoes
from releases.press.routes import fixed_paths, named, patterns
from releases.record.face import Imprint
from tests.builders import (
    SEVEN,
    author,
    make_attachment,
    make_event,
    make_issuer,
    make_release,
    publish,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.press.asking import PressTestCase, Told, agree, the_connection_is_the_tests
from tests.public.reading import save_and_publish

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class AheadTestCase(PressTestCase):
    """A release with a file and an event is scheduled for SEVEN."""

    release: Release

    def setUp(self) -> None:
        super().setUp()
        self.woken = threading.Event()
        self.ahead = Ahead(self.press.room, wake=self.woken, also=self.tell, rest=0)

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - 2 * DAY)
        publish(slug="before", at=SEVEN - DAY)
        with travel(SEVEN - DAY):
            event = make_event(slug="call")
            release = make_release(slug="results", headline="Kestrel", events=(event,))
            make_attachment(release)
        cls.release = schedule(release, live_from=SEVEN)

    def tell(self) -> None:
        """Say how this worker stands."""
        readiness.tell(self.press.room, self.ahead)

    def cycle(self, *, at: dt.datetime, on_beat: bool = True) -> None:
        """What the thread does once."""
        with travel(at), the_connection_is_the_tests():
            agree(self.press)
            self.press.room.look()
            self.press.room.shelf.at(self.press.room.clock.now())
            self.ahead.cycle(on_beat=on_beat)
            self.tell()

    def changed(self) -> list[str]:
        """What the release is seen at."""
        file = PublishedFile.objects.get()
        return [
            "/",
            "/releases/",
            "/releases/2026/",
            "/releases/category/financial-results/",
            "/releases/2026/results/",
            "/releases/rss.xml",
            "/events/",
            "/events/call/",
            f"/files/{file.token}/{file.name}",
        ]


class MadeAhead(AheadTestCase):
    """By who declares it, in time, and never seen before."""

    def test_at_the_instant_django_is_not_entered(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        entered = self.entered
        answers = [self.ask(page, look=False) for page in self.changed()]
        assert {told.status for told in answers} == {200}
        assert self.ask("/releases/2026/no-such/", look=False).status == 404
        assert self.entered == entered

    def test_it_is_what_would_have_been_made_then(self) -> None:
        then = [self.ask(page) for page in self.changed()]
        self.setUp()
        self.cycle(at=SEVEN - 30 * SECOND)
        assert [self.ask(page, look=False) for page in self.changed()] == then

    def test_until_then_nobody_can_tell(self) -> None:
        def answers() -> list[Told]:
            before = SEVEN - MICROSECOND
            return [self.ask(page, at=before, look=False) for page in self.changed()]

        self.ask("/", at=SEVEN - HOUR)
        before = answers()
        self.cycle(at=SEVEN - 30 * SECOND)
        assert answers() == before

    def test_what_is_called_off_meanwhile_is_never_shown(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        with travel(SEVEN - 20 * SECOND):
            transitions.call_off(self.release, by=author(), at=SEVEN)
        assert self.ask("/releases/2026/results/").status == 404
        assert b"Kestrel" not in self.ask("/").body

    def test_what_is_approved_meanwhile_is_made_too(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        schedule(slug="second", live_from=SEVEN, approved_at=SEVEN - 15 * SECOND)
        self.cycle(at=SEVEN - 14 * SECOND, on_beat=False)
        entered = self.entered
        assert self.ask("/releases/2026/second/", look=False).status == 200
        assert self.entered == entered

    def test_what_is_far_off_waits_for_its_beat(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND, on_beat=False)
        entered = self.entered
        self.ask("/", look=False)
        assert self.entered > entered

    def test_what_many_ask_for_is_made_too(self) -> None:
        page = "/releases/?words=kestrel"
        for _ in range(3):
            self.ask(page, at=SEVEN - HOUR)
        self.cycle(at=SEVEN - 30 * SECOND)
        entered = self.entered
        assert b"Kestrel" in self.ask(page, look=False).body
        assert self.entered == entered

    def test_an_instant_within_an_event_is_made_ready_for(self) -> None:
        ends = SEVEN + 7 * DAY + HOUR
        self.cycle(at=ends - 30 * SECOND)
        entered = self.entered
        assert b"Past" in self.ask("/events/call/", at=ends, look=False).body
        assert self.entered == entered

    def test_where_nothing_is_due_the_same_work_is_done_for_nobody(self) -> None:
        with travel(SEVEN - HOUR), the_connection_is_the_tests():
            agree(self.press)
            self.press.room.look()
            self.ahead.warm()
        entered = self.entered
        for beat in range(3):
            self.cycle(at=SEVEN - HOUR + beat * 10 * SECOND)
        worked = (self.entered - entered) / 3
        assert worked == len(fixed_paths()) + 1

    def test_before_the_first_look_there_is_nothing_to_do(self) -> None:
        self.ahead.cycle(on_beat=True)
        self.ahead.warm()
        assert self.entered == 0

    def test_a_change_under_way_stops_it(self) -> None:
        with travel(SEVEN - 30 * SECOND):
            agree(self.press)
            self.press.room.look()
            outlook = self.press.room.shelf.outlook
            snapshot = self.press.room.shelf.ahead(
                self.press.room.clock.now() + 30_000_000
            )
            self.press.room.forget()
        assert outlook
        assert snapshot
        assert not self.ahead._fill(outlook, snapshot, ["/"])  # noqa: SLF001 - the race itself

    def test_what_was_stopped_is_begun_again(self) -> None:
        with mock.patch.object(self.ahead, "_fill", return_value=False):
            self.cycle(at=SEVEN - 30 * SECOND)
        assert self.woken.is_set()

    def test_every_face_of_the_site_says_what_changes_it(self) -> None:
        release = Imprint(
            kind="release",
            address="2026/results",
            number=2,
            year=2026,
            category="news",
            files=(("token", "results.pdf"),),
        )
        event = Imprint(kind="event", address="call", year=2026)
        paths = {*fixed_paths(), *named(release), *named(event)}
        seen = {resolve(path).func.view_class for path in paths}  # type: ignore[attr-defined]  # a class-based view
        assert seen == {face for _, face in patterns()}


class Readiness(AheadTestCase):
    """Staff are told in time, by every worker."""

    def test_a_worker_that_is_ready_raises_no_alarm(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        worker = PressWorker.objects.get()
        assert (worker.next_instant, worker.ready) == (SEVEN, True)
        assert readiness.alarms(at=SEVEN - 10 * SECOND) == []

    def test_one_that_is_not_raises_it_ten_seconds_before(self) -> None:
        self.cycle(at=SEVEN - 25 * SECOND, on_beat=False)
        assert readiness.alarms(at=SEVEN - 11 * SECOND) == []
        (alarm,) = readiness.alarms(at=SEVEN - 10 * SECOND)
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
        (alarm,) = readiness.alarms(at=SEVEN - HOUR)
        assert "-0.250 seconds" in alarm

    def test_a_worker_that_is_gone_is_forgotten(self) -> None:
        self.cycle(at=SEVEN - HOUR)
        assert readiness.workers(at=SEVEN - HOUR + 40 * SECOND) == []
        PressWorker.objects.update(name="another:1")
        self.cycle(at=SEVEN - HOUR / 2)
        assert PressWorker.objects.count() == 1

    def test_before_the_first_look_it_tells_nothing(self) -> None:
        self.tell()
        assert not PressWorker.objects.exists()


class TheRadar(AheadTestCase):
    """Guesses that are right are counted, after they were answered like the others."""

    def setUp(self) -> None:
        super().setUp()
        self.radar = Radar(self.press.room)

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
