"""Snapshots: the pages of the site for each interval in which nothing on it changes."""

from __future__ import annotations

import bisect
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from releases.pagecache.clock import NEVER, Microseconds
from releases.pagecache.page import Page

# A page larger than this part of the memory limit is not stored.
LARGEST_PAGE_PART = 8
# Pages with a query string, which clients can make up, have only this part.
QUERY_PAGES_PART = 8


class PageStorage:
    """Pages by key, limited to `max_bytes`, with second-chance eviction.

    The oldest page that was not requested since the last eviction goes first.
    `prerendered` says that all pages were rendered that are to be ready in advance,
    `skipped` how many others there are at the beginning.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.size = 0
        self.prerendered = False
        self.skipped = 0
        self._pages: dict[str, Page] = {}
        self._lock = threading.Lock()
        self._is_closed = False
        # Reading needs no lock.
        self.get = self._pages.get

    def store(self, key: str, page: Page) -> None:
        """Store the page, unless it is too large or its key is taken."""
        size = page.size + len(key)
        too_large = size > self.max_bytes // LARGEST_PAGE_PART
        with self._lock:
            if self._is_closed or too_large or key in self._pages:
                return
            self._evict(size)
            self._pages[key] = page
            self.size += size

    def _evict(self, size: int) -> None:
        """Make room for so many bytes."""
        for key in list(self._pages) if self.size + size > self.max_bytes else ():
            if self.size + size <= self.max_bytes:
                return
            page = self._pages.pop(key)
            if page.hits:
                page.hits = 0
                self._pages[key] = page
            else:
                self.size -= page.size + len(key)
        while self.size + size > self.max_bytes:
            key = next(iter(self._pages))
            self.size -= self._pages.pop(key).size + len(key)

    def drain(self, count: int) -> bool:
        """Remove up to `count` pages and store no more; return whether it is empty."""
        with self._lock:
            self._is_closed = True
            for key in [key for key, _ in zip(self._pages, range(count), strict=False)]:
                self.size -= self._pages.pop(key).size + len(key)
            return not self._pages

    def hits(self) -> Iterator[tuple[str, int]]:
        """Return (key, approximate number of requests) of each page."""
        with self._lock:
            pages = list(self._pages.items())
        return ((key, page.hits) for key, page in pages)

    def __len__(self) -> int:
        return len(self._pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The site in `[start, end)`, as of one generation of the record. Its pages fill up.

    `interval_results` are the queries of the record that all pages of the interval
    share (`record.interval_cache`).
    """

    generation: int
    start: Microseconds
    end: Microseconds
    pages: PageStorage = field(compare=False)
    query_pages: PageStorage = field(compare=False)
    interval_results: dict[Any, Any] = field(compare=False, default_factory=dict)

    @classmethod
    def empty(
        cls, *, generation: int, start: Microseconds, end: Microseconds, max_bytes: int
    ) -> Snapshot:
        """Return a snapshot without pages."""
        return cls(
            generation=generation,
            start=start,
            end=end,
            pages=PageStorage(max_bytes),
            query_pages=PageStorage(max_bytes // QUERY_PAGES_PART),
        )

    def covers(self, at: Microseconds) -> bool:
        """Return whether the moment is in the interval."""
        return self.start <= at < self.end

    def carried_over(self, *, generation: int, end: Microseconds) -> Snapshot:
        """Return a snapshot of the same pages for another generation and end."""
        return replace(self, generation=generation, end=end)

    def get(self, key: str) -> Page | None:
        """Return the page of this key."""
        return self.pages.get(key) or self.query_pages.get(key)

    def store(self, key: str, page: Page) -> None:
        """Store the page in the part of the memory that its key belongs to."""
        (self.query_pages if "?" in key else self.pages).store(key, page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The record's horizon in microseconds: the instants at which the site changes.

    `start` is the last instant that has passed, `instants` are those to come. From
    `known_until` on, nothing is known. From `affects_from` on, pages of the previous
    generation may be wrong.
    """

    generation: int
    start: Microseconds
    instants: tuple[Microseconds, ...]
    known_until: Microseconds = NEVER
    affects_from: Microseconds = NEVER

    def interval(self, at: Microseconds) -> tuple[Microseconds, Microseconds] | None:
        """Return the `[start, end)` in which the moment is, or None if it is unknown."""
        if not self.start <= at < self.known_until:
            return None
        index = bisect.bisect_right(self.instants, at)
        start = self.instants[index - 1] if index else self.start
        end = self.instants[index] if index < len(self.instants) else NEVER
        return start, end

    def is_equivalent_to(self, other: Schedule) -> bool:
        """Return whether all snapshots stay right when the other one replaces this."""
        return (self.generation, self.known_until) == (
            other.generation,
            other.known_until,
        )


class SnapshotStore:
    """A worker's snapshots: the current one, and those for intervals to come.

    `on_instant` is called with each snapshot that an instant made the current one.
    """

    def __init__(
        self, *, max_bytes: int, on_instant: Callable[[Snapshot], None] | None = None
    ) -> None:
        self.max_bytes = max_bytes
        self._on_instant = on_instant
        # When the latest interval began that was the current one.
        self._entered: Microseconds | None = None
        self.schedule: Schedule | None = None
        self.current: Snapshot | None = None
        self.discarded: list[Snapshot] = []
        self._upcoming: dict[Microseconds, Snapshot] = {}
        self._lock = threading.Lock()

    def apply(self, schedule: Schedule) -> None:
        """Replace the schedule, and discard the snapshots that it makes wrong.

        A snapshot that begins before the change affects the site keeps its pages, and
        ends where the new schedule says.
        """
        with self._lock:
            snapshots = [self.current] if self.current else []
            snapshots += self._upcoming.values()
            self.schedule = schedule
            self.current = None
            self._upcoming = {}
            for snapshot in snapshots:
                interval = schedule.interval(snapshot.start)
                unaffected = snapshot.start < schedule.affects_from
                if unaffected and interval and interval[0] == snapshot.start:
                    self._upcoming[snapshot.start] = snapshot.carried_over(
                        generation=schedule.generation, end=interval[1]
                    )
                else:
                    self.discarded.append(snapshot)

    def clear(self) -> None:
        """Discard everything: the database may be another one."""
        with self._lock:
            self.discarded += [self.current] if self.current else []
            self.discarded += self._upcoming.values()
            self.schedule = self.current = None
            self._upcoming = {}

    def snapshot_at(self, at: Microseconds) -> Snapshot | None:
        """Return the snapshot of the present moment, and make it the current one.

        Discards those that ended before. None if the schedule does not reach so far.
        """
        with self._lock:
            if self.current is not None and self.current.covers(at):
                return self.current
            snapshot = self._get_or_create(at)
            if snapshot is not None and (
                self.current is None or self.current.start < snapshot.start
            ):
                self.discarded += [self.current] if self.current else []
                self._upcoming.pop(snapshot.start, None)
                self.current = snapshot
                self._enter(snapshot)
                past = [start for start in self._upcoming if start < snapshot.start]
                self.discarded += [self._upcoming.pop(start) for start in past]
            return snapshot

    def _enter(self, snapshot: Snapshot) -> None:
        """Take down that the snapshot is the current one: by an instant, if it is later."""
        entered, self._entered = self._entered, snapshot.start
        if self._on_instant and entered is not None and entered < snapshot.start:
            self._on_instant(snapshot)

    def upcoming_snapshot(self, at: Microseconds) -> Snapshot | None:
        """Return the snapshot of a moment to come, to be filled in advance."""
        with self._lock:
            if self.current is not None and self.current.covers(at):
                return self.current
            snapshot = self._get_or_create(at)
            if snapshot is not None:
                self._upcoming[snapshot.start] = snapshot
            return snapshot

    def _get_or_create(self, at: Microseconds) -> Snapshot | None:
        interval = self.schedule.interval(at) if self.schedule else None
        if interval is None or self.schedule is None:
            return None
        start, end = interval
        return self._upcoming.get(start) or Snapshot.empty(
            generation=self.schedule.generation,
            start=start,
            end=end,
            max_bytes=self.max_bytes,
        )

    def free(self, count: int) -> None:
        """Free up to `count` discarded pages: freeing all at once would take too long."""
        if not self.discarded:
            return
        with self._lock:
            in_use = {id(self.current.pages)} if self.current else set()
            in_use |= {id(snapshot.pages) for snapshot in self._upcoming.values()}
            self.discarded = [
                snapshot
                for snapshot in self.discarded
                if id(snapshot.pages) not in in_use
            ]
            for snapshot in self.discarded[:1]:
                drained = (
                    snapshot.query_pages.drain(count),
                    snapshot.pages.drain(count),
                )
                if all(drained):
                    self.discarded.remove(snapshot)
