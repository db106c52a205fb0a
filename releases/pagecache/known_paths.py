"""From when each path is public, in memory, so that made-up paths never reach Django.

Paths under embargo and paths that do not exist take the same lookup and get the same
bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from releases.pagecache.clock import NEVER, Microseconds, from_datetime, to_datetime
from releases.record import publication_refs
from releases.record.old_paths import MAX_LENGTH, path_of
from releases.record.public_view import PublicationRef
from releases.record.publication_refs import PublicationRow
from releases.text.public_paths import PART_NUMBER, release_path

# How many publications are read at once: a hundredth of a second, in which the watcher
# cannot confirm any page. Before the first request there is none to confirm.
BATCH = 100
FIRST_BATCH = 5000
# Stands for the number of a part in a suffix.
ANY_PART = "*"
_PART_NUMBER = re.compile(PART_NUMBER)


class Scheduled(NamedTuple):
    """A publication whose instant is ahead: it may still be called off."""

    live_from: Microseconds
    paths: tuple[str, ...]


class KnownPaths:
    """The paths of all publications; `affected_paths` returns those of one.

    A path whose last segment is one of the `suffixes` is public where its page is, and so
    is one that begins with one of the `prefixes` and lacks the page's last slash: they
    take no memory, and a made-up one takes the same lookup. ANY_PART in a suffix stands
    for any number; which parts there are, the page decides.

    Each publication is read once, in the order of ids, which is that of commits. What is
    ahead of its instant can be called off until then, so which of it still stands is
    asked at each `read`. Takes about 200 bytes for each path.
    """

    def __init__(
        self,
        affected_paths: Callable[[PublicationRef], Iterable[str]],
        *,
        suffixes: frozenset[str] = frozenset(),
        prefixes: tuple[str, ...] = (),
    ) -> None:
        self._affected_paths = affected_paths
        self._batch = FIRST_BATCH
        self._suffixes = suffixes
        self._prefixes = prefixes
        self.clear()

    def clear(self) -> None:
        """Forget everything: the database may be another one."""
        # Whether everything that was on the record at the latest `read` has been read.
        self.is_complete = False
        self._settled: dict[str, Microseconds] = {}
        self._unsettled: dict[str, Microseconds] = {}
        self._old_addresses: dict[str, str] = {}
        self._scheduled: dict[int, Scheduled] = {}
        # By when all that was scheduled has settled or was called off.
        self._settled_until: Microseconds = NEVER
        self._last_id = 0
        self._last_old_path_id = 0

    def read(self, *, at: Microseconds) -> None:
        """Read what is new on the record, at most a batch; `is_complete` says if it is all."""
        ids = publication_refs.ids_after(self._last_id, limit=self._batch)
        if ids:
            for row in publication_refs.rows_between(ids[0], ids[-1]):
                self._add(row, at)
            self._last_id = ids[-1]
        self._settle(at)
        old_paths = publication_refs.old_paths_after(
            self._last_old_path_id, limit=self._batch
        )
        for id_, path, address in old_paths:
            self._old_addresses[path] = address
            self._last_old_path_id = id_
        self.is_complete = max(len(ids), len(old_paths)) < self._batch
        if self.is_complete:
            self._batch = BATCH

    def _add(self, row: PublicationRow, at: Microseconds) -> None:
        live_from = from_datetime(row.live_from)
        scheduled = Scheduled(live_from, tuple(self._affected_paths(row.ref)))
        if live_from <= at:
            _add_paths(self._settled, scheduled)
        else:
            self._scheduled[row.id] = scheduled

    def _settle(self, at: Microseconds) -> None:
        """Forget what was called off, and settle what has gone live by `at`."""
        since = to_datetime(min(at, self._settled_until))
        standing = publication_refs.scheduled_ids(since=since, last=self._last_id)
        ahead = {}
        unsettled: dict[str, Microseconds] = {}
        for id_, scheduled in self._scheduled.items():
            if id_ not in standing:
                continue
            if scheduled.live_from <= at:
                _add_paths(self._settled, scheduled)
            else:
                ahead[id_] = scheduled
                _add_paths(unsettled, scheduled)
        self._scheduled = ahead
        self._settled_until = at
        # Only now: `is_public` looks here first, so it finds each path in one of the two.
        self._unsettled = unsettled

    def is_public(self, path: str, at: Microseconds) -> bool:
        """Return whether a publication of this path was public by `at`."""
        page = self._page_of(path)
        if at >= self._unsettled.get(page, NEVER):
            return True
        return at >= self._settled.get(page, NEVER)

    def is_scheduled(self, path: str, at: Microseconds) -> bool:
        """Return whether the path will be public and is not yet. For staff only."""
        is_known = self._page_of(path) in self._unsettled
        return is_known and not self.is_public(path, at)

    def _page_of(self, path: str) -> str:
        """Return the path of the page that this one extends, or else the path itself.

        A file may have the name of a suffix: it is known as it is.
        """
        for prefix in self._prefixes:
            if path.startswith(prefix):
                return f"{path.removeprefix(prefix)}/"
        page, slash, suffix = path.rpartition("/")
        numbered = _PART_NUMBER.sub(ANY_PART, suffix, count=1)
        if suffix not in self._suffixes and numbered not in self._suffixes:
            return path
        is_known = path in self._unsettled or path in self._settled
        return path if is_known else page + slash

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


def _add_paths(paths: dict[str, Microseconds], scheduled: Scheduled) -> None:
    """Add the paths of a publication, which may have been public earlier."""
    for path in scheduled.paths:
        paths[path] = min(scheduled.live_from, paths.get(path, NEVER))
