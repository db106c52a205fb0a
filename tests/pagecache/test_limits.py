"""Limited concurrency, and single flight: slow work does not starve fast requests."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
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


class FairlyShared(TestCase):
    """A source may use all slots, but not while another one waits."""

    def setUp(self) -> None:
        self.limiter = ConcurrencyLimiter(
            slots=1, queue=3, timeout=5, resource=contextlib.nullcontext
        )
        self.order: list[str] = []
        self.pool = self.enterContext(ThreadPoolExecutor())

    def use_slot(self, source: str) -> bool:
        """Take down whose turn it was; return whether there was a slot for it."""
        try:
            with self.limiter.slot(source):
                self.order.append(source)
                return True
        except Overloaded:
            return False

    def waiting(self) -> list[str]:
        """Return the sources that wait for the slot, which is taken."""
        return [waiter.source for waiter in self.limiter._waiters]  # noqa: SLF001 - the queue

    def wait_for_slot(self, source: str) -> Future[bool]:
        """Have a request of this source wait for the slot."""
        before = self.waiting()
        waiter = self.pool.submit(self.use_slot, source)
        while self.waiting() == before:
            time.sleep(0.001)
        return waiter

    def test_sources_take_turns(self) -> None:
        with self.limiter.slot("busy"):
            waiters = [self.wait_for_slot(s) for s in ("busy", "busy", "reader")]
        assert all(waiter.result(5) for waiter in waiters)
        assert self.order == ["reader", "busy", "busy"]

    def test_in_a_full_queue_a_new_source_takes_a_place_of_the_busiest(self) -> None:
        with self.limiter.slot("busy"):
            busy = [self.wait_for_slot("busy") for _ in range(3)]
            reader = self.wait_for_slot("reader")
            assert not busy[2].result(5)
            assert not self.use_slot("busy")
        assert reader.result(5)
        assert [waiter.result(5) for waiter in busy] == [True, True, False]
        assert self.order[0] == "reader"

    def test_a_queue_of_as_many_sources_as_places_is_full(self) -> None:
        with self.limiter.slot("a"):
            waiters = [self.wait_for_slot(source) for source in "bcd"]
            assert not self.use_slot("e")
        assert all(waiter.result(5) for waiter in waiters)

    def test_few_sources_are_remembered(self) -> None:
        with mock.patch("releases.pagecache.limits.MAX_REMEMBERED_SOURCES", 2):
            assert all(self.use_slot(source) for source in "abcd")
        assert len(self.limiter._served) == 2  # noqa: SLF001 - its memory


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
