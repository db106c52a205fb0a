"""Single flight: of those who ask for a page that is not there, one makes it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Late(Exception):
    """The page did not come in time."""


class SingleFlight(Generic[T]):
    """Whoever comes while a page is being made waits for it, and shares the outcome.

    A flight is of one snapshot: its pages' identity is part of the key. `company` is how
    many may wait at once, each of whom holds a thread.
    """

    def __init__(self, *, patience: float, company: int) -> None:
        self.patience = patience
        self._seats = threading.Semaphore(company)
        self._under_way: dict[tuple[int, str], _Flight[T]] = {}
        self._lock = threading.Lock()

    def share(self, key: tuple[int, str], make: Callable[[], T]) -> T:
        """What `make` returns, here or in the flight under way.

        Raises Late where that flight takes too long, is full, or failed.
        """
        with self._lock:
            flight = self._under_way.get(key)
            first = flight is None
            if flight is None:
                flight = self._under_way[key] = _Flight()
        if not first:
            return self._awaited(flight)
        try:
            made = make()
            flight.outcome = (made,)
        finally:
            with self._lock:
                del self._under_way[key]
            flight.landed.set()
        return made

    def _awaited(self, flight: _Flight[T]) -> T:
        if not self._seats.acquire(blocking=False):
            raise Late
        try:
            if not flight.landed.wait(self.patience) or not flight.outcome:
                raise Late
            return flight.outcome[0]
        finally:
            self._seats.release()


class _Flight(Generic[T]):
    def __init__(self) -> None:
        self.landed = threading.Event()
        self.outcome: tuple[T] | None = None
