"""Of granian's threads one takes requests, and another as soon as it has to wait."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from unittest import TestCase

from releases.pagecache.leader_followers import AWAKE_BESIDE_WORK, LeaderFollowers
from tests.newsroom import eventually

THREADS = 12


class Pool:
    """Threads that take calls from one queue, as granian's do."""

    def __init__(self, leaders: LeaderFollowers) -> None:
        self._leaders = leaders
        self._calls: queue.SimpleQueue[Callable[[], object] | None] = (
            queue.SimpleQueue()
        )
        self.answered_by: queue.SimpleQueue[int] = queue.SimpleQueue()
        for _ in range(THREADS):
            threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while call := self._calls.get():
            call()
            self.answered_by.put(threading.get_ident())
            self._leaders.end_call(may_sleep=True)

    def call(self, call: Callable[[], object] = lambda: None) -> None:
        """Have the next thread do this."""
        self._calls.put(call)

    def next_answer(self) -> int:
        """Return which thread has answered the next call."""
        return self.answered_by.get(timeout=5)

    def end_a_thread(self) -> None:
        """End the next thread, as granian ends one that was idle for long."""
        self._calls.put(None)


class Threads(TestCase):
    """A pool each of whose threads has taken a call, all at once."""

    def setUp(self) -> None:
        self.leaders = LeaderFollowers()
        self.pool = Pool(self.leaders)
        all_called = threading.Barrier(THREADS)
        for _ in range(THREADS):
            self.pool.call(lambda: all_called.wait(5))
        self.first = {self.pool.next_answer() for _ in range(THREADS)}
        self.addCleanup(self.end)

    def end(self) -> None:
        """Wake all threads and end them."""
        for _ in range(THREADS):
            self.pool.end_a_thread()

    def awake(self, count: int) -> bool:
        """Return whether so many threads are awake, soon."""
        return eventually(lambda: self.leaders.awake == count, within=5)

    def test_one_takes_all_calls(self) -> None:
        assert len(self.first) == THREADS
        assert self.awake(1)
        for _ in range(50):
            self.pool.call()
        assert len({self.pool.next_answer() for _ in range(50)}) == 1

    def test_another_takes_them_while_it_waits(self) -> None:
        waits, arrived = threading.Event(), threading.Event()

        def wait_for_a_body() -> None:
            with self.leaders.aside():
                waits.set()
                arrived.wait(5)

        assert self.awake(1)
        self.pool.call(wait_for_a_body)
        assert waits.wait(5)
        self.pool.call()
        meanwhile = self.pool.next_answer()
        arrived.set()
        assert self.pool.next_answer() != meanwhile
        self.pool.call()
        assert self.pool.next_answer()
        assert self.awake(1)

    def test_as_many_may_wait_as_there_are_threads_but_one(self) -> None:
        arrived = threading.Event()

        def wait_for_a_body() -> None:
            with self.leaders.aside():
                arrived.wait(5)

        for _ in range(THREADS - 1):
            self.pool.call(wait_for_a_body)
        self.pool.call()
        assert self.pool.next_answer()
        arrived.set()
        assert len({self.pool.next_answer() for _ in range(THREADS - 1)}) == THREADS - 1

    def test_another_takes_them_when_it_has_ended(self) -> None:
        assert self.awake(1)
        for _ in range(THREADS - 1):
            self.pool.end_a_thread()
            self.pool.call()
            assert self.pool.next_answer()
        assert self.awake(1)

    def test_several_take_them_while_django_works(self) -> None:
        assert self.awake(1)
        with self.leaders.work(), self.leaders.work():
            assert self.awake(AWAKE_BESIDE_WORK)
            for _ in range(50):
                self.pool.call()
            for _ in range(50):
                self.pool.next_answer()
            assert self.leaders.awake == AWAKE_BESIDE_WORK
        for _ in range(50):
            self.pool.call()
        assert self.awake(1)

    def test_a_thread_that_may_not_sleep_goes_on(self) -> None:
        ended = threading.Event()

        def call_and_go_on() -> None:
            self.leaders.end_call(may_sleep=False)
            ended.set()

        assert self.awake(1)
        threading.Thread(target=call_and_go_on).start()
        assert ended.wait(5)
        assert self.awake(1)  # the thread has ended, and does not count

    def test_who_does_not_belong_to_it_may_wait_as_well(self) -> None:
        assert self.awake(1)
        with self.leaders.aside():
            assert self.leaders.awake == 1
