"""Limited concurrency, and single flight: slow work does not starve fast requests."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from unittest import TestCase, mock

import pytest

from releases.pagecache.limits import MAX_COOLDOWN, ConcurrencyLimiter, Overloaded
from releases.pagecache.single_flight import FlightFailed, SingleFlight


class LimitedConcurrency(TestCase):
    """So many run at once and a few wait; the others are refused."""

    def setUp(self) -> None:
        self.released = 0

    @contextlib.contextmanager
    def resource(self) -> Iterator[None]:
        """Count how often the resource was released."""
        try:
            yield
        finally:
            self.released += 1

    def limiter(
        self, *, queue: int = 0, timeout: float = 5, cooldown: float = 0.0
    ) -> ConcurrencyLimiter:
        """Return a limiter with one slot."""
        return ConcurrencyLimiter(
            slots=1,
            queue=queue,
            timeout=timeout,
            resource=self.resource,
            cooldown=cooldown,
        )

    def test_beyond_the_queue_it_is_refused_at_once(self) -> None:
        limiter = self.limiter(queue=0)
        with limiter.slot(), pytest.raises(Overloaded), limiter.slot():
            pass

    def test_a_waiting_request_gets_the_next_free_slot(self) -> None:
        limiter = self.limiter(queue=1)
        with ThreadPoolExecutor() as pool:
            with limiter.slot():
                waiting = pool.submit(self.use_slot, limiter)
            assert waiting.result(5)

    def use_slot(self, limiter: ConcurrencyLimiter) -> bool:
        """Hold a slot for a moment."""
        with limiter.slot():
            return True

    def test_a_waiting_request_times_out(self) -> None:
        limiter = self.limiter(queue=1, timeout=0.01)
        with limiter.slot(), pytest.raises(Overloaded), limiter.slot():
            pass

    def test_slot_and_resource_are_released_after_an_error(self) -> None:
        limiter = self.limiter(queue=0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError), limiter.slot():
                raise ZeroDivisionError
        assert self.use_slot(limiter)
        assert self.released == 4

    def test_a_slot_cools_down_in_proportion_to_its_work(self) -> None:
        limiter = self.limiter(queue=3, cooldown=3.0)
        work, began = 0.02, time.monotonic()
        for _ in range(3):
            with limiter.slot():
                time.sleep(work)
        assert time.monotonic() - began >= 3 * work + 2 * 3.0 * work

    def test_the_cooldown_after_slow_work_is_bounded(self) -> None:
        limiter = self.limiter(queue=3, cooldown=1000.0)
        began = time.monotonic()
        with limiter.slot():
            time.sleep(0.02)
        assert self.use_slot(limiter)
        assert MAX_COOLDOWN <= time.monotonic() - began < 5

    def test_a_slot_is_released_if_its_resource_fails(self) -> None:
        limiter = self.limiter(queue=0)
        with (
            mock.patch.object(limiter, "_resource", side_effect=ConnectionError),
            pytest.raises(ConnectionError),
            limiter.slot(),
        ):
            pass
        assert self.use_slot(limiter)


class ASingleFlight(TestCase):
    """Of many concurrent callers with the same key, one does the work."""

    def test_concurrent_callers_share_one_result(self) -> None:
        flight: SingleFlight[int] = SingleFlight(timeout=5, max_waiters=99)
        made: list[int] = []
        first, go = threading.Event(), threading.Event()

        def make() -> int:
            first.set()
            go.wait(5)
            made.append(1)
            return 7

        with ThreadPoolExecutor(max_workers=20) as pool:
            leader = pool.submit(flight.do, (1, "/"), make)
            first.wait(5)
            waiters = [pool.submit(flight.do, (1, "/"), make) for _ in range(15)]
            other = pool.submit(flight.do, (2, "/"), lambda: 8)
            assert other.result(5) == 8
            go.set()
            assert {leader.result(5), *(waiter.result(5) for waiter in waiters)} == {7}
        assert len(made) <= 2  # a caller that comes after the end makes it again

    def test_the_error_goes_to_its_caller_and_the_others_fail(self) -> None:
        flight: SingleFlight[int] = SingleFlight(timeout=5, max_waiters=9)
        first, go = threading.Event(), threading.Event()

        def fail() -> int:
            first.set()
            go.wait(5)
            raise ZeroDivisionError

        with ThreadPoolExecutor() as pool:
            leader = pool.submit(flight.do, (1, "/"), fail)
            first.wait(5)
            other = pool.submit(flight.do, (1, "/"), fail)
            threading.Timer(0.05, go.set).start()
            with pytest.raises(ZeroDivisionError):
                leader.result(5)
            with pytest.raises((FlightFailed, ZeroDivisionError)):
                other.result(5)

    def fails_second(self, flight: SingleFlight[int]) -> bool:
        """Return whether a second caller fails while the first one is at work."""
        first, go = threading.Event(), threading.Event()

        def slow() -> int:
            first.set()
            go.wait(5)
            return 7

        with ThreadPoolExecutor() as pool:
            leader = pool.submit(flight.do, (1, "/"), slow)
            first.wait(5)
            with pytest.raises(FlightFailed):
                flight.do((1, "/"), slow)
            go.set()
            return leader.result(5) == 7

    def test_callers_beyond_the_maximum_fail(self) -> None:
        assert self.fails_second(SingleFlight(timeout=5, max_waiters=0))

    def test_waiting_callers_time_out(self) -> None:
        assert self.fails_second(SingleFlight(timeout=0.01, max_waiters=9))
