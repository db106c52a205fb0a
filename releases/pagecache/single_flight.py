"""Single flight: concurrent requests for the same missing page share one rendering."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class FlightFailed(Exception):
    """The call of another thread gave no result in time."""


class SingleFlight(Generic[T]):
    """Runs one call for each key at a time, and shares its result among its callers.

    `timeout` is how long a caller waits for another's call, in seconds; `max_waiters` how
    many callers may wait at once, each of which holds a thread.
    """

    def __init__(self, *, timeout: float, max_waiters: int) -> None:
        self.timeout = timeout
        self._waiters = threading.Semaphore(max_waiters)
        self._in_flight: dict[tuple[int, str], _Call[T]] = {}
        self._lock = threading.Lock()

    def do(self, key: tuple[int, str], function: Callable[[], T]) -> T:
        """Return the result of `function`, or of the call in flight for the same key.

        Raises FlightFailed if that call fails or takes too long, or has too many waiters.
        """
        with self._lock:
            call = self._in_flight.get(key)
            is_first = call is None
            if call is None:
                call = self._in_flight[key] = _Call()
        if not is_first:
            return self._wait(call)
        try:
            result = function()
            call.result = (result,)
        finally:
            with self._lock:
                del self._in_flight[key]
            call.done.set()
        return result

    def _wait(self, call: _Call[T]) -> T:
        if not self._waiters.acquire(blocking=False):
            raise FlightFailed
        try:
            if not call.done.wait(self.timeout) or not call.result:
                raise FlightFailed
            return call.result[0]
        finally:
            self._waiters.release()


class _Call(Generic[T]):
    def __init__(self) -> None:
        self.done = threading.Event()
        self.result: tuple[T] | None = None
