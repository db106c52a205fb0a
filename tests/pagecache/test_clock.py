"""The clock: never ahead of the database's, never backwards."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.pagecache.clock import (
    MAX_MARK_AHEAD,
    SECOND,
    Clock,
    HighWaterMark,
    Microseconds,
    from_datetime,
    to_datetime,
)
from tests.builders import SEVEN

MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
NOON = from_datetime(SEVEN)


class Machine:
    """A machine whose clocks the test sets."""

    def __init__(self, shared: HighWaterMark | None = None) -> None:
        self.wall = NOON
        self.up: Microseconds = 0
        self.clock = Clock(
            wall_time=lambda: self.wall,
            boot_time=lambda: self.up,
            shared_mark=shared,
        )

    def advance(self, time: Microseconds) -> None:
        """Let time pass."""
        self.wall += time
        self.up += time

    def synchronize(self, database: Microseconds, *, took: Microseconds = 0) -> None:
        """Read the database's clock, in a query that took so long."""
        self.clock.synchronize(database, before=self.up - took, after=self.up)


class TheClock(TestCase):
    """`at` = max(high-water mark, min(wall clock, database's by the time since boot))."""

    def setUp(self) -> None:
        self.machine = Machine()
        self.machine.synchronize(NOON)

    def test_it_is_the_time(self) -> None:
        self.machine.advance(MINUTE)
        assert self.machine.clock.now() == NOON + MINUTE

    def test_before_the_first_synchronization_it_is_0(self) -> None:
        assert Machine().clock.now() == 0

    def test_a_step_forward_is_not_followed(self) -> None:
        self.machine.wall += MINUTE
        self.machine.advance(SECOND)
        assert self.machine.clock.now() == NOON + SECOND

    def test_a_step_forward_that_the_database_confirms_is_followed(self) -> None:
        self.machine.wall += MINUTE
        self.machine.synchronize(NOON + MINUTE)
        assert self.machine.clock.now() == NOON + MINUTE

    def test_a_step_backward_stops_it_until_the_time_is_reached_again(self) -> None:
        self.machine.clock.now()
        self.machine.wall -= MINUTE
        self.machine.synchronize(NOON - MINUTE)
        assert self.machine.clock.now() == NOON
        self.machine.advance(MINUTE + SECOND)
        assert self.machine.clock.now() == NOON + SECOND

    def test_a_wall_clock_that_is_ahead_of_the_database_is_held_back(self) -> None:
        machine = Machine()
        machine.wall += SECOND
        machine.synchronize(NOON)
        assert machine.clock.now() == NOON
        assert machine.clock.offset == SECOND

    def test_a_slow_reading_never_makes_it_early(self) -> None:
        machine = Machine()
        machine.wall += SECOND
        machine.synchronize(NOON, took=3000)
        machine.synchronize(NOON + 10, took=50_000)
        assert machine.clock.now() <= NOON + 10 + 50_000
        assert machine.clock.now() >= NOON

    def test_a_mark_far_ahead_of_the_database_is_dropped(self) -> None:
        self.machine.wall += MAX_MARK_AHEAD + MINUTE
        self.machine.synchronize(NOON + MAX_MARK_AHEAD + MINUTE)
        self.machine.clock.share()
        self.machine.wall = NOON
        self.machine.synchronize(NOON)
        assert self.machine.clock.now() == NOON

    @given(st.lists(st.tuples(st.integers(-MINUTE, MINUTE), st.integers(0, SECOND))))
    def test_it_never_runs_backwards_nor_ahead_of_the_database(
        self, changes: list[tuple[int, int]]
    ) -> None:
        machine, true = Machine(), NOON
        machine.synchronize(true)
        before = machine.clock.now()
        for step, time in changes:
            machine.wall += step
            machine.advance(time)
            true += time
            machine.synchronize(true, took=min(time, 100))
            now = machine.clock.now()
            assert before <= now <= true
            before = now


class TheHighWaterMark(TestCase):
    """What one worker has shown, no other worker takes back."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="irsite-mark-")
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "var" / "high-water"

    def test_another_worker_does_not_go_behind_it(self) -> None:
        one, other = (
            Machine(HighWaterMark(self.path)),
            Machine(HighWaterMark(self.path)),
        )
        one.synchronize(NOON)
        one.clock.share()
        other.wall -= MINUTE
        other.synchronize(NOON - MINUTE)
        other.clock.share()
        assert other.clock.now() == NOON

    def test_a_mark_of_a_faulty_clock_is_dropped_in_every_worker(self) -> None:
        workers = [Machine(HighWaterMark(self.path)) for _ in range(3)]
        for worker in workers:
            worker.wall += HOUR
            worker.synchronize(NOON + HOUR)
            worker.clock.share()
        for worker in workers:
            worker.wall -= HOUR
        for worker in workers:
            worker.synchronize(NOON)
            for other in workers:
                other.clock.share()
        for worker in workers:
            worker.clock.share()
        assert {worker.clock.now() for worker in workers} == {NOON}

    def test_a_worker_that_has_not_synchronized_does_not_change_it(self) -> None:
        HighWaterMark(self.path).write(NOON)
        Machine(HighWaterMark(self.path)).clock.share()
        assert HighWaterMark(self.path).read() == NOON

    def test_it_outlives_the_workers(self) -> None:
        HighWaterMark(self.path).write(NOON)
        assert HighWaterMark(self.path).read() == NOON

    def test_a_file_of_another_size_is_replaced(self) -> None:
        self.path.parent.mkdir()
        self.path.write_bytes(b"")
        assert HighWaterMark(self.path).read() == 0


class WholeMicroseconds(TestCase):
    """Moments are whole numbers here, without loss."""

    @given(st.datetimes().map(lambda naive: naive.replace(tzinfo=SEVEN.tzinfo)))
    def test_there_and_back(self, any_moment: object) -> None:
        assert to_datetime(from_datetime(any_moment)) == any_moment  # type: ignore[arg-type]  # from hypothesis
