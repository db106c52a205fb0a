"""The one clock: never ahead of the database's, never backwards."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.pagecache.clock import (
    FAULT,
    SECOND,
    Clock,
    HighWater,
    Microseconds,
    microseconds,
    moment,
)
from tests.builders import SEVEN

MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
NOON = microseconds(SEVEN)


class Machine:
    """A machine whose clocks the test sets: a step moves the wall clock alone."""

    def __init__(self, shared: HighWater | None = None) -> None:
        self.wall = NOON
        self.up: Microseconds = 0
        self.clock = Clock(wall=lambda: self.wall, boot=lambda: self.up, shared=shared)

    def passes(self, time: Microseconds) -> None:
        """Time goes by."""
        self.wall += time
        self.up += time

    def agrees(self, told: Microseconds, *, took: Microseconds = 0) -> None:
        """The database tells its time, in the middle of an exchange that took so long."""
        self.clock.agree(told, asked=self.up - took, heard=self.up)


class TheClock(TestCase):
    """`at` = max(high water, min(wall clock, anchor + time since boot))."""

    def setUp(self) -> None:
        self.machine = Machine()
        self.machine.agrees(NOON)

    def test_it_tells_the_time(self) -> None:
        self.machine.passes(MINUTE)
        assert self.machine.clock.now() == NOON + MINUTE

    def test_until_the_database_has_agreed_it_tells_no_time(self) -> None:
        assert Machine().clock.now() == 0

    def test_a_step_forward_is_not_believed(self) -> None:
        self.machine.wall += MINUTE
        self.machine.passes(SECOND)
        assert self.machine.clock.now() == NOON + SECOND

    def test_a_step_forward_is_believed_once_the_database_confirms_it(self) -> None:
        self.machine.wall += MINUTE
        self.machine.agrees(NOON + MINUTE)
        assert self.machine.clock.now() == NOON + MINUTE

    def test_a_step_backward_stops_it_until_the_time_is_made_up(self) -> None:
        self.machine.clock.now()
        self.machine.wall -= MINUTE
        self.machine.agrees(NOON - MINUTE)
        assert self.machine.clock.now() == NOON
        self.machine.passes(MINUTE + SECOND)
        assert self.machine.clock.now() == NOON + SECOND

    def test_a_wall_clock_that_is_ahead_of_the_database_is_held_back(self) -> None:
        machine = Machine()
        machine.wall += SECOND
        machine.agrees(NOON)
        assert machine.clock.now() == NOON
        assert machine.clock.offset == SECOND

    def test_how_long_the_answer_took_never_makes_it_early(self) -> None:
        machine = Machine()
        machine.wall += SECOND
        machine.agrees(NOON, took=3000)
        machine.agrees(NOON + 10, took=50_000)
        assert machine.clock.now() <= NOON + 10 + 50_000
        assert machine.clock.now() >= NOON

    def test_a_mark_far_ahead_of_the_database_gives_way(self) -> None:
        self.machine.wall += FAULT + MINUTE
        self.machine.agrees(NOON + FAULT + MINUTE)
        self.machine.clock.share()
        self.machine.wall = NOON
        self.machine.agrees(NOON)
        assert self.machine.clock.now() == NOON

    @given(st.lists(st.tuples(st.integers(-MINUTE, MINUTE), st.integers(0, SECOND))))
    def test_it_never_runs_backwards_nor_ahead_of_the_database(
        self, happenings: list[tuple[int, int]]
    ) -> None:
        machine, true = Machine(), NOON
        machine.agrees(true)
        before = machine.clock.now()
        for step, time in happenings:
            machine.wall += step
            machine.passes(time)
            true += time
            machine.agrees(true, took=min(time, 100))
            now = machine.clock.now()
            assert before <= now <= true
            before = now


class TheHighWater(TestCase):
    """What one worker has shown, no other takes back."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="irsite-mark-")
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "var" / "high-water"

    def test_another_worker_does_not_go_behind_it(self) -> None:
        one, other = Machine(HighWater(self.path)), Machine(HighWater(self.path))
        one.agrees(NOON)
        one.clock.share()
        other.wall -= MINUTE
        other.agrees(NOON - MINUTE)
        other.clock.share()
        assert other.clock.now() == NOON

    def test_a_fault_of_the_clock_gives_way_in_every_worker(self) -> None:
        workers = [Machine(HighWater(self.path)) for _ in range(3)]
        for worker in workers:
            worker.wall += HOUR
            worker.agrees(NOON + HOUR)
            worker.clock.share()
        for worker in workers:
            worker.wall -= HOUR
        for worker in workers:
            worker.agrees(NOON)
            for other in workers:
                other.clock.share()
        for worker in workers:
            worker.clock.share()
        assert {worker.clock.now() for worker in workers} == {NOON}

    def test_a_worker_that_has_not_heard_the_database_leaves_it_alone(self) -> None:
        HighWater(self.path).write(NOON)
        Machine(HighWater(self.path)).clock.share()
        assert HighWater(self.path).read() == NOON

    def test_it_outlives_the_workers(self) -> None:
        HighWater(self.path).write(NOON)
        assert HighWater(self.path).read() == NOON

    def test_a_file_of_another_size_is_begun_anew(self) -> None:
        self.path.parent.mkdir()
        self.path.write_bytes(b"")
        assert HighWater(self.path).read() == 0


class Microsecond(TestCase):
    """Moments are whole numbers here, without loss."""

    @given(st.datetimes().map(lambda naive: naive.replace(tzinfo=SEVEN.tzinfo)))
    def test_there_and_back(self, any_moment: object) -> None:
        assert moment(microseconds(any_moment)) == any_moment  # type: ignore[arg-type]  # from hypothesis
