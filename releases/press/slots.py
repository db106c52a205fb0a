"""How many requests may be in Django at once: slow ones must not starve the quick."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator


class Full(Exception):
    """All slots are taken, and the queue is as long as it may be: 503."""


class Slots:
    """A few slots with a short queue; `leave` is called by each that gives one up."""

    def __init__(
        self,
        *,
        count: int,
        queue: int,
        patience: float,
        leave: Callable[[], None],
    ) -> None:
        self._free = threading.Semaphore(count)
        self._places = threading.Semaphore(count + queue)
        self._patience = patience
        self._leave = leave

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """Have a slot for as long as this lasts; Full where none comes free in time."""
        if not self._places.acquire(blocking=False):
            raise Full
        try:
            if not self._free.acquire(timeout=self._patience):
                raise Full
            try:
                yield
            finally:
                self._leave()
                self._free.release()
        finally:
            self._places.release()
