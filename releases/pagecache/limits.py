"""Limits on concurrent work in Django, shared fairly among the sources of requests.

A source is one client address, or one IPv6 network (`text.client_sources`).
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields

# Work that waits for a slow database is not the client's fault, in seconds.
MAX_COOLDOWN = 1.0
# How many sources are remembered with the order in which they had a slot.
MAX_REMEMBERED_SOURCES = 1000


# What work holds beside its slot, such as a database connection.
Resource = Callable[[], contextlib.AbstractContextManager[None]]


class Overloaded(Exception):
    """All slots are taken and the queue is full: answer 503."""


@dataclass(slots=True, eq=False)
class _Waiter:
    """A request that waits for a slot; `available_from` is the slot that it was given."""

    source: str
    available_from: float | None = None
    decided: threading.Event = field(default_factory=threading.Event)


class ConcurrencyLimiter:
    """A fixed number of slots with a short queue, for work that needs a `resource`.

    A free slot goes to the source that has fewest, and among those to the one that had
    its last one longest ago. In a full queue a new source takes the place of one that
    has several, which is refused (McKenney, Stochastic Fairness Queueing, 1990). So one
    source may use all slots while nobody else needs them, and not a moment longer.

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
        resource: Resource,
        cooldown: float = 0.0,
    ) -> None:
        self._slots = slots
        self._queue = queue
        self._timeout = timeout
        self._resource = resource
        self._cooldown = cooldown
        self._lock = threading.Lock()
        # When each free slot may begin its next work, by the monotonic clock.
        self._available_from: list[float] = [0.0] * slots
        self._waiters: list[_Waiter] = []
        # How many slots each source holds; the sources that had one, the latest last.
        self._held: Counter[str] = Counter()
        self._served: OrderedDict[str, int] = OrderedDict()
        self._turns = 0

    @contextlib.contextmanager
    def slot(self, source: str = "") -> Iterator[None]:
        """Hold a slot and the resource for the block. Raises Overloaded."""
        began = _wait_until(self._acquire(source))
        try:
            with self._resource():
                yield
        finally:
            ended = time.monotonic()
            cooldown = min(self._cooldown * (ended - began), MAX_COOLDOWN)
            self._release(source, ended + cooldown)

    @property
    def used(self) -> int:
        """How many slots are held."""
        return self._slots - len(self._available_from)

    @property
    def waiting(self) -> int:
        """How many requests wait for a slot."""
        return len(self._waiters)

    def _acquire(self, source: str) -> float:
        """Return when the slot that this source got is available. Raises Overloaded."""
        with self._lock:
            if self._available_from:
                self._note_served(source)
                return self._available_from.pop()
            if len(self._waiters) >= self._queue:
                self._displace(source)
            waiter = _Waiter(source)
            self._waiters.append(waiter)
        waiter.decided.wait(self._timeout)
        with self._lock:
            if waiter.available_from is None:
                with contextlib.suppress(ValueError):  # unless it was displaced
                    self._waiters.remove(waiter)
                raise Overloaded
            return waiter.available_from

    def _displace(self, source: str) -> None:
        """Make room in the queue at the cost of the source that waits most often."""
        waiting = Counter(waiter.source for waiter in self._waiters)
        busiest, places = max(
            waiting.items(), key=lambda item: item[1], default=(source, 0)
        )
        if places < waiting[source] + 2:
            raise Overloaded
        latest = next(w for w in reversed(self._waiters) if w.source == busiest)
        self._waiters.remove(latest)
        latest.decided.set()

    def _release(self, source: str, available_from: float) -> None:
        """Give the slot to the waiter whose turn it is, or free it."""
        with self._lock:
            self._held[source] -= 1
            if not self._held[source]:
                del self._held[source]
            if not self._waiters:
                self._available_from.append(available_from)
                return
            waiter = min(self._waiters, key=self._rank)
            self._waiters.remove(waiter)
            self._note_served(waiter.source)
            waiter.available_from = available_from
            waiter.decided.set()

    def _rank(self, waiter: _Waiter) -> tuple[int, int]:
        """Return the rank of a waiter: the lowest is next, of equal ones the first."""
        return self._held[waiter.source], self._served.get(waiter.source, 0)

    def _note_served(self, source: str) -> None:
        self._held[source] += 1
        self._turns += 1
        self._served[source] = self._turns
        self._served.move_to_end(source)
        if len(self._served) > MAX_REMEMBERED_SOURCES:
            self._served.popitem(last=False)


class SourceQuota:
    """How much may be under way at once, in all and for each source."""

    def __init__(self, *, total: int, per_source: int) -> None:
        self._total = total
        self._per_source = per_source
        self._lock = threading.Lock()
        self._held: Counter[str] = Counter()

    @contextlib.contextmanager
    def place(self, source: str) -> Iterator[None]:
        """Hold a place for the block. Raises Overloaded at once if there is none."""
        with self._lock:
            is_full = self._held.total() >= self._total
            if is_full or self._held[source] >= self._per_source:
                raise Overloaded
            self._held[source] += 1
        try:
            yield
        finally:
            with self._lock:
                self._held[source] -= 1
                if not self._held[source]:
                    del self._held[source]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The limits on what Django does for one worker, apart so that none starves another.

    `pages` is for rendering public pages; `search` for pages that clients can vary
    endlessly, such as searches and past states; `desk` for whoever is signed in;
    `visitors` for everything else that cannot be stored: sign-in and shared previews.
    """

    pages: ConcurrencyLimiter
    search: ConcurrencyLimiter
    desk: ConcurrencyLimiter
    visitors: ConcurrencyLimiter

    def by_kind(self) -> Iterator[tuple[str, ConcurrencyLimiter]]:
        """Yield the name of each kind, and its limiter."""
        return ((each.name, getattr(self, each.name)) for each in fields(self))


def _wait_until(moment: float) -> float:
    """Sleep until this moment of the monotonic clock; return when work begins."""
    now = time.monotonic()
    if now < moment:
        time.sleep(moment - now)
        return moment
    return now
