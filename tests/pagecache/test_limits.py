"""ConcurrencyLimiter and flights: slow work waits for slow work, and is done once."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from unittest import TestCase, mock

import pytest

from releases.pagecache.limits import LONGEST_REST, ConcurrencyLimiter, Full
from releases.pagecache.single_flight import Late, SingleFlight


class ASlot(TestCase):
    """So many at once, a few waiting, the rest told to come again."""

    def setUp(self) -> None:
        self.left = 0

    @contextlib.contextmanager
    def within(self) -> Iterator[None]:
        """Counts who gave a slot up."""
        try:
            yield
        finally:
            self.left += 1

    def slots(self, *, queue: int, patience: float = 5) -> ConcurrencyLimiter:
        """One slot."""
        return ConcurrencyLimiter(
            count=1, queue=queue, patience=patience, within=self.within
        )

    def test_beyond_the_queue_it_is_refused_at_once(self) -> None:
        slots = self.slots(queue=0)
        with slots.one(), pytest.raises(Full), slots.one():
            pass

    def test_whoever_waits_gets_the_next_one_that_is_free(self) -> None:
        slots = self.slots(queue=1)
        with ThreadPoolExecutor() as pool:
            with slots.one():
                waiting = pool.submit(self.take, slots)
            assert waiting.result(5)

    def take(self, slots: ConcurrencyLimiter) -> bool:
        """Have a slot for a moment."""
        with slots.one():
            return True

    def test_patience_ends(self) -> None:
        slots = self.slots(queue=1, patience=0.01)
        with slots.one(), pytest.raises(Full), slots.one():
            pass

    def test_it_is_given_back_and_left_also_after_an_error(self) -> None:
        slots = self.slots(queue=0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError), slots.one():
                raise ZeroDivisionError
        assert self.take(slots)
        assert self.left == 4

    def test_a_slot_rests_in_proportion_to_its_work(self) -> None:
        slots = ConcurrencyLimiter(
            count=1, queue=3, patience=5, within=self.within, rest=3.0
        )
        work, began = 0.02, time.monotonic()
        for _ in range(3):
            with slots.one():
                time.sleep(work)
        assert time.monotonic() - began >= 3 * work + 2 * 3.0 * work

    def test_it_does_not_rest_for_ever_where_the_work_was_slow(self) -> None:
        slots = ConcurrencyLimiter(
            count=1, queue=3, patience=5, within=self.within, rest=1000.0
        )
        began = time.monotonic()
        with slots.one():
            time.sleep(0.02)
        assert self.take(slots)
        assert LONGEST_REST <= time.monotonic() - began < 5

    def test_it_is_free_again_though_what_it_needs_could_not_be_had(self) -> None:
        slots = self.slots(queue=0)
        with (
            mock.patch.object(slots, "_within", side_effect=ConnectionError),
            pytest.raises(ConnectionError),
            slots.one(),
        ):
            pass
        assert self.take(slots)


class AFlight(TestCase):
    """Of many who ask for the same, one makes it."""

    def test_a_hundred_askers_make_one_page(self) -> None:
        flights: SingleFlight[int] = SingleFlight(patience=5, company=99)
        made: list[int] = []
        first, go = threading.Event(), threading.Event()

        def make() -> int:
            first.set()
            go.wait(5)
            made.append(1)
            return 7

        with ThreadPoolExecutor(max_workers=20) as pool:
            leader = pool.submit(flights.share, (1, "/"), make)
            first.wait(5)
            askers = [pool.submit(flights.share, (1, "/"), make) for _ in range(15)]
            other = pool.submit(flights.share, (2, "/"), lambda: 8)
            assert other.result(5) == 8
            go.set()
            assert {leader.result(5), *(asker.result(5) for asker in askers)} == {7}
        assert len(made) <= 2  # an asker who comes after the landing makes it again

    def test_a_failure_is_the_makers_and_the_others_are_late(self) -> None:
        flights: SingleFlight[int] = SingleFlight(patience=5, company=9)
        first, go = threading.Event(), threading.Event()

        def fail() -> int:
            first.set()
            go.wait(5)
            raise ZeroDivisionError

        with ThreadPoolExecutor() as pool:
            leader = pool.submit(flights.share, (1, "/"), fail)
            first.wait(5)
            other = pool.submit(flights.share, (1, "/"), fail)
            threading.Timer(0.05, go.set).start()
            with pytest.raises(ZeroDivisionError):
                leader.result(5)
            with pytest.raises((Late, ZeroDivisionError)):
                other.result(5)

    def is_late(self, flights: SingleFlight[int]) -> bool:
        """Whether whoever comes while a page is being made does not get it."""
        first, go = threading.Event(), threading.Event()

        def slow() -> int:
            first.set()
            go.wait(5)
            return 7

        with ThreadPoolExecutor() as pool:
            leader = pool.submit(flights.share, (1, "/"), slow)
            first.wait(5)
            with pytest.raises(Late):
                flights.share((1, "/"), slow)
            go.set()
            return leader.result(5) == 7

    def test_a_full_flight_takes_nobody_more(self) -> None:
        assert self.is_late(SingleFlight(patience=5, company=0))

    def test_patience_ends(self) -> None:
        assert self.is_late(SingleFlight(patience=0.01, company=9))
