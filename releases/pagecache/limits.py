"""How many requests may be in Django at once: slow ones must not starve the quick."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

# Where the database is slow, work is long for no fault of who asked, in seconds.
LONGEST_REST = 1.0


class Full(Exception):
    """All slots are taken, and the queue is as long as it may be: 503."""


class ConcurrencyLimiter:
    """A few slots with a short queue; whoever has one is `within` what it needs.

    A slot rests after its work for `rest` times as long as that took, before the next
    work begins: what strangers can ask for without end takes only a part of the machine.
    """

    def __init__(
        self,
        *,
        count: int,
        queue: int,
        patience: float,
        within: Callable[[], contextlib.AbstractContextManager[None]],
        rest: float = 0.0,
    ) -> None:
        self._rest = rest
        self._rested: list[float] = [0.0] * count
        self._free = threading.Semaphore(count)
        self._places = threading.Semaphore(count + queue)
        self._patience = patience
        self._within = within

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """Have a slot for as long as this lasts; Full where none comes free in time."""
        if not self._places.acquire(blocking=False):
            raise Full
        try:
            if not self._free.acquire(timeout=self._patience):
                raise Full
            began = self._begin()
            try:
                with self._within():
                    yield
            finally:
                ended = time.monotonic()
                rest = min(self._rest * (ended - began), LONGEST_REST)
                self._rested.append(ended + rest)
                self._free.release()
        finally:
            self._places.release()

    def _begin(self) -> float:
        """Wait until the slot has rested; when the work begins."""
        rested = self._rested.pop()
        now = time.monotonic()
        if now < rested:
            time.sleep(rested - now)
            return rested
        return now
