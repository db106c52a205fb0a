"""Which of granian's threads take requests (Leader/Followers: Schmidt and others, 2000).

Python runs one thread at a time. Threads that all wait for requests only pass its lock and
granian's queue from one to the next, which takes as long as a stored page. So one of them
leads: it takes every request, and the others sleep, each inside a call whose response has
been sent. While Django works, several are awake: it gives the lock away once a millisecond,
and each thread that gets it then answers a request.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

# How many threads take requests, and how many while Django works.
AWAKE = 1
AWAKE_BESIDE_WORK = 8


class Membership:
    """A thread's own object: it is deleted, and calls `on_end`, when the thread ends."""

    __slots__ = ("_on_end",)

    def __init__(self, on_end: Callable[[], None]) -> None:
        self._on_end = on_end

    def __del__(self) -> None:
        self._on_end()


class LeaderFollowers:
    """Keeps as many threads of a pool awake as are of use.

    A thread belongs to it from the end of its first call until it ends.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._own = threading.local()
        # How many threads take requests, and how many should.
        self._awake = 0
        self._wanted = AWAKE
        self._at_work = 0
        # A locked lock for each thread that sleeps, the last one last.
        self._asleep: list[threading.Lock] = []

    @property
    def awake(self) -> int:
        """How many threads take requests: neither asleep nor waiting for something else."""
        return self._awake

    def end_call(self, *, may_sleep: bool) -> None:
        """Sleep if enough other threads take requests."""
        if not hasattr(self._own, "membership"):
            with self._lock:
                self._awake += 1
            self._own.membership = Membership(self._leave)
        if may_sleep and self._awake > self._wanted:
            self._sleep()

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """Have another thread take requests while this one waits in the block."""
        if not hasattr(self._own, "membership"):
            yield
            return
        self._leave()
        try:
            yield
        finally:
            with self._lock:
                self._awake += 1

    @contextlib.contextmanager
    def work(self) -> Iterator[None]:
        """Have more threads take requests while this one, of any kind, holds up the lock."""
        with self._lock:
            self._at_work += 1
            self._wanted = AWAKE_BESIDE_WORK
            self._wake()
        try:
            yield
        finally:
            with self._lock:
                self._at_work -= 1
                if not self._at_work:
                    self._wanted = AWAKE

    def _leave(self) -> None:
        with self._lock:
            self._awake -= 1
            self._wake()

    def _sleep(self) -> None:
        """Sleep until another thread wakes this one, which is awake from then on."""
        bell = threading.Lock()
        bell.acquire()
        with self._lock:
            if self._awake <= self._wanted:
                return
            self._awake -= 1
            self._asleep.append(bell)
        bell.acquire()

    def _wake(self) -> None:
        """Wake as many threads as are missing, those first that have slept least."""
        while self._asleep and self._awake < self._wanted:
            self._awake += 1
            self._asleep.pop().release()
