"""Limits on concurrent work in Django, so that slow requests do not starve fast ones."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

# Work that waits for a slow database is not the client's fault, in seconds.
MAX_COOLDOWN = 1.0


class Overloaded(Exception):
    """All slots are taken and the queue is full: answer 503."""


class ConcurrencyLimiter:
    """A fixed number of slots with a short queue, for work that needs a `resource`.

    After its work a slot is blocked for `cooldown` times as long as the work took, so
    that requests which clients can vary endlessly take only a part of the machine.
    `timeout` is how long a request waits for a slot, in seconds.
    """

    def __init__(
        self,
        *,
        slots: int,
        queue: int,
        timeout: float,
        resource: Callable[[], contextlib.AbstractContextManager[None]],
        cooldown: float = 0.0,
    ) -> None:
        self._cooldown = cooldown
        # When each free slot may begin its next work, by the monotonic clock.
        self._available_from: list[float] = [0.0] * slots
        self._free = threading.Semaphore(slots)
        self._places = threading.Semaphore(slots + queue)
        self._timeout = timeout
        self._resource = resource

    @contextlib.contextmanager
    def slot(self) -> Iterator[None]:
        """Hold a slot and the resource for the block. Raises Overloaded."""
        if not self._places.acquire(blocking=False):
            raise Overloaded
        try:
            if not self._free.acquire(timeout=self._timeout):
                raise Overloaded
            began = self._wait_for_cooldown()
            try:
                with self._resource():
                    yield
            finally:
                ended = time.monotonic()
                cooldown = min(self._cooldown * (ended - began), MAX_COOLDOWN)
                self._available_from.append(ended + cooldown)
                self._free.release()
        finally:
            self._places.release()

    def _wait_for_cooldown(self) -> float:
        """Wait until a free slot is available; return when its work begins."""
        available_from = self._available_from.pop()
        now = time.monotonic()
        if now < available_from:
            time.sleep(available_from - now)
            return available_from
        return now
