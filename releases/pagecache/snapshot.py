"""What the site looks like between two instants: an interval and its finished pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from releases.pagecache.clock import Microseconds
from releases.pagecache.page import Page

# A page larger than this part of the room is not kept.
LARGEST_PART = 8
# Pages whose address has a query: whoever makes queries up fills only this part.
QUERIES_PART = 8


class Pages:
    """Finished pages by address, bounded in bytes.

    What was asked for since the room last ran out stays; the oldest of the rest goes.
    `complete` says that everything was made that is made ahead.
    """

    def __init__(self, room: int) -> None:
        self.room = room
        self.size = 0
        self.complete = False
        self._pages: dict[str, Page] = {}
        self._lock = threading.Lock()
        self._closed = False
        self.get = self._pages.get

    def keep(self, key: str, page: Page) -> None:
        """Keep the page, if there is room to be made for it."""
        cost = page.size + len(key)
        with self._lock:
            if self._closed or cost > self.room // LARGEST_PART or key in self._pages:
                return
            self._make_room(cost)
            self._pages[key] = page
            self.size += cost

    def _make_room(self, cost: int) -> None:
        for key in list(self._pages) if self.size + cost > self.room else ():
            if self.size + cost <= self.room:
                return
            page = self._pages.pop(key)
            if page.hits:
                page.hits = 0
                self._pages[key] = page
            else:
                self.size -= page.size + len(key)
        while self.size + cost > self.room:
            key = next(iter(self._pages))
            self.size -= self._pages.pop(key).size + len(key)

    def drain(self, count: int) -> bool:
        """Let go of some pages, and keep no more; whether all are gone."""
        with self._lock:
            self._closed = True
            for key in [key for key, _ in zip(self._pages, range(count), strict=False)]:
                self.size -= self._pages.pop(key).size + len(key)
            return not self._pages

    def hits(self) -> Iterator[tuple[str, int]]:
        """(address, how often it was asked for), roughly."""
        with self._lock:
            found = list(self._pages.items())
        return ((key, page.hits) for key, page in found)

    def __len__(self) -> int:
        return len(self._pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The site in `[start, end)` as of one generation. Only its pages fill up.

    `told` is what the record was asked once for all of them (`record.interval`).
    """

    generation: int
    start: Microseconds
    end: Microseconds
    pages: Pages = field(compare=False)
    queries: Pages = field(compare=False)
    told: dict[Any, Any] = field(compare=False, default_factory=dict)

    @classmethod
    def opened(
        cls, *, generation: int, start: Microseconds, end: Microseconds, room: int
    ) -> Snapshot:
        """One without pages."""
        return cls(
            generation=generation,
            start=start,
            end=end,
            pages=Pages(room),
            queries=Pages(room // QUERIES_PART),
        )

    def holds(self, at: Microseconds) -> bool:
        """Whether the site looks like this at the moment."""
        return self.start <= at < self.end

    def carried(self, *, generation: int, end: Microseconds) -> Snapshot:
        """The same pages in another generation, for a longer or shorter time."""
        return replace(self, generation=generation, end=end)

    def find(self, key: str) -> Page | None:
        """The finished page at this address."""
        return self.pages.get(key) or self.queries.get(key)

    def keep(self, key: str, page: Page) -> None:
        """Keep the page at this address, where its kind belongs."""
        (self.queries if "?" in key else self.pages).keep(key, page)
