"""From when each path is public, in memory, so that made-up paths never reach Django.

Paths under embargo and paths that do not exist take the same lookup and get the same
bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from releases.pagecache.clock import NEVER, Microseconds, from_datetime, to_datetime
from releases.record.horizon import BEGINNING
from releases.record.old_paths import MAX_LENGTH, path_of
from releases.record.public_view import PublicationRef
from releases.record.publication_refs import old_paths, publication_refs
from releases.text.public_paths import release_path

# Publications that opened less than this before a refresh are read again by the next:
# only what is ahead can change, and a transaction that is still open is younger than this.
SETTLED_AFTER = dt.timedelta(hours=1)


class KnownPaths:
    """The paths of all publications; `affected_paths` returns those of one.

    Takes about 200 bytes for each path.
    """

    def __init__(
        self, affected_paths: Callable[[PublicationRef], Iterable[str]]
    ) -> None:
        self._affected_paths = affected_paths
        self._settled: dict[str, Microseconds] = {}
        self._unsettled: dict[str, Microseconds] = {}
        self._old_addresses: dict[str, str] = {}
        self._unsettled_since = BEGINNING

    def clear(self) -> None:
        """Forget everything: the database may be another one."""
        self._settled, self._unsettled, self._old_addresses = {}, {}, {}
        self._unsettled_since = BEGINNING

    def refresh(self, *, at: Microseconds, old_addresses_changed: bool) -> None:
        """Read the unsettled publications again, and the old addresses if they changed."""
        settled_until = to_datetime(at) - SETTLED_AFTER
        settled = self._settled
        unsettled: dict[str, Microseconds] = {}
        for live_from, ref in publication_refs(since=self._unsettled_since):
            known = settled if live_from < settled_until else unsettled
            for path in self._affected_paths(ref):
                known.setdefault(path, from_datetime(live_from))
        self._unsettled = unsettled
        self._unsettled_since = max(self._unsettled_since, settled_until)
        if old_addresses_changed:
            self._old_addresses = dict(old_paths())

    def is_public(self, path: str, at: Microseconds) -> bool:
        """Return whether a publication of this path was public by `at`."""
        public_from = self._settled.get(path, NEVER)
        return at >= public_from or at >= self._unsettled.get(path, NEVER)

    def is_scheduled(self, path: str, at: Microseconds) -> bool:
        """Return whether the path will be public and is not yet. For staff only."""
        return path in self._unsettled and not self.is_public(path, at)

    def old_address(self, url: str, at: Microseconds) -> str | None:
        """Return the stored form of a URL of an earlier site.

        None unless it leads to a release that is public by `at`.
        """
        if not self._old_addresses or len(url) > MAX_LENGTH or "\x00" in url:
            return None
        path = path_of(url)
        for stored in (path, path.partition("?")[0]):
            address = self._old_addresses.get(stored)
            if address is not None and self.is_public(release_path(address), at):
                return stored
        return None

    def __len__(self) -> int:
        return len(self._settled) + len(self._unsettled)
