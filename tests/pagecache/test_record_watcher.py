"""The watcher's thread: each change reaches the cache at once, on both engines."""

from __future__ import annotations

import datetime as dt
import threading
import time
from dataclasses import replace
from unittest import mock

from django.db import connection
from django.utils import timezone

from releases.pagecache.cache import FRESH
from releases.pagecache.change_detection import (
    ChangeDetector,
    DatabaseReplaced,
    PostgreSQLChangeDetector,
    SQLiteChangeDetector,
)
from releases.pagecache.clock import SECOND, Clock
from releases.pagecache.record_watcher import (
    IDLE_INTERVAL,
    INTERVAL,
    RecordWatcher,
)
from releases.pagecache.wake_pipe import WakePipe
from releases.record.horizon import generation
from tests.builders import put_on_record, schedule
from tests.live import CommittingTestCase
from tests.newsroom import eventually
from tests.pagecache.client import make_application
from tests.record.rows import on_postgresql, sql


def backend_pids() -> set[int]:
    """Return the processes of PostgreSQL's connections to this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        )
        return {pid for (pid,) in cursor.fetchall()}


def in_two_hours() -> dt.datetime:
    """Return the moment two hours from now, on the second."""
    return timezone.now().replace(microsecond=0) + dt.timedelta(hours=2)


class TheWatcher(CommittingTestCase):
    """Runs on the test database, in a thread of its own."""

    def setUp(self) -> None:
        self.cache = make_application().cache
        self.cache.clock = Clock()
        self.wake = threading.Event()
        self.watcher = RecordWatcher(self.cache, wake_prerenderer=self.wake)

    def is_up_to_date(self) -> bool:
        """Return whether the cache is at the record's generation."""
        schedule = self.cache.snapshots.schedule
        return schedule is not None and schedule.generation == generation()

    @on_postgresql
    def test_a_publication_is_noticed_and_wakes_the_prerenderer(self) -> None:
        with self.watcher:
            assert eventually(self.is_up_to_date)
            self.wake.clear()
            put_on_record()
            assert eventually(self.is_up_to_date, within=1)
            assert self.wake.wait(1)
            assert self.cache.clock.offset is not None

    @on_postgresql
    def test_a_listener_that_is_killed_reconnects(self) -> None:
        others = backend_pids()
        with self.watcher, self.assertLogs("releases.pagecache.record_watcher"):
            assert eventually(self.is_up_to_date)
            put_on_record(slug="one")
            for pid in backend_pids() - others:
                sql(f"SELECT pg_terminate_backend({pid})")
            put_on_record(slug="two")
            assert eventually(self.is_up_to_date)

    @on_postgresql
    def test_a_promoted_standby_empties_the_cache_before_it_is_polled(self) -> None:
        others = backend_pids()
        with self.watcher, self.assertLogs("releases.pagecache.record_watcher") as logs:
            assert eventually(self.is_up_to_date)
            before = self.cache.snapshots.schedule
            with mock.patch.object(
                PostgreSQLChangeDetector, "identity", return_value=("another",)
            ):
                for pid in backend_pids() - others:
                    sql(f"SELECT pg_terminate_backend({pid})")
                assert eventually(lambda: "replaced" in "".join(logs.output))
                assert eventually(self.is_up_to_date)
            assert self.cache.snapshots.schedule is not before

    @on_postgresql
    def test_the_same_server_is_known_again(self) -> None:
        detector = self.watcher.open_detector()
        assert len(detector.identity()) == 3
        assert all(detector.identity())
        self.watcher.open_detector()
        with (
            mock.patch.object(
                PostgreSQLChangeDetector, "identity", return_value=("another",)
            ),
            self.assertRaises(DatabaseReplaced),
        ):
            self.watcher.open_detector()

    @on_postgresql
    def test_a_change_far_off_waits_for_the_next_refresh(self) -> None:
        with self.watcher:
            assert eventually(self.is_up_to_date)
            self.wake.clear()
            schedule(slug="far", live_from=in_two_hours())
            assert eventually(self.is_up_to_date, within=15)
            assert not self.wake.is_set()

    @on_postgresql
    def test_it_confirms_also_when_nothing_happens(self) -> None:
        with self.watcher:
            assert eventually(self.is_up_to_date)
            before = self.cache.confirmed_at
            assert eventually(lambda: self.cache.confirmed_at > before, within=1)

    def wait_of_a_step(self) -> float:
        """Return for how many seconds the watcher waits in a step without a change."""
        detector = mock.Mock(spec=ChangeDetector, notices=None)
        detector.detect_change.return_value = False
        with mock.patch.object(self.cache, "wake_pipe", spec=WakePipe) as pipe:
            self.watcher.step(detector)
        waited = pipe.wait.call_args.args[0]
        assert isinstance(waited, float)
        return waited

    def test_it_looks_less_often_while_there_are_no_readers(self) -> None:
        moments = iter(range(0, 60 * SECOND, 10_000))
        self.cache.clock = Clock(boot_time=lambda: next(moments))
        self.watcher.poll()
        assert self.wait_of_a_step() == IDLE_INTERVAL
        self.cache.snapshot(self.cache.clock.now())
        assert self.wait_of_a_step() == INTERVAL
        assert [self.wait_of_a_step() for _ in range(30)][-1] == IDLE_INTERVAL

    def test_it_waits_no_longer_than_until_the_next_instant(self) -> None:
        now = 1_000 * SECOND
        self.cache.clock = Clock(wall_time=lambda: now, boot_time=lambda: now)
        self.watcher.synchronize_clock(
            SQLiteChangeDetector(connection, self.cache.clock)
        )
        self.watcher.poll()
        snapshots = self.cache.snapshots
        current = snapshots.snapshot_at(now)
        assert current
        assert self.wait_of_a_step() == IDLE_INTERVAL
        for left, waited in ((50_000, 0.05), (SECOND, IDLE_INTERVAL)):
            snapshots.current = replace(current, end=now + left)
            assert self.wait_of_a_step() == waited

    @on_postgresql
    def test_the_first_request_after_a_while_does_not_wait_for_the_next_look(
        self,
    ) -> None:
        with (
            mock.patch("releases.pagecache.record_watcher.IDLE_INTERVAL", 60),
            self.watcher,
        ):
            assert eventually(self.is_up_to_date)
            time.sleep(2 * FRESH / SECOND)
            assert self.cache.snapshot(self.cache.clock.now()) is not None

    def run_into(self, error: type[Exception]) -> None:
        """Run one round that ends in this error, which must be logged."""

        def open_detector() -> None:
            self.watcher._stopping.set()  # noqa: SLF001 - one round is enough
            raise error

        with (
            mock.patch.object(self.watcher, "open_detector", open_detector),
            # In this thread, whose connection the watcher would close at its end.
            mock.patch("releases.pagecache.record_watcher.connection"),
            self.assertLogs("releases.pagecache.record_watcher"),
        ):
            self.watcher.run()

    def test_it_survives_any_error(self) -> None:
        self.run_into(ZeroDivisionError)

    def test_a_replaced_database_file_empties_the_cache(self) -> None:
        self.cache.poll()
        assert self.cache.snapshots.schedule
        self.run_into(DatabaseReplaced)
        assert self.cache.snapshots.snapshot_at(0) is None
