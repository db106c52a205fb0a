"""Which addresses exist: asked in front of Django, so that a scan costs nearly nothing.

What is under embargo is asked for in the same way as what is not there, and both are
answered with the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from releases.pagecache.clock import NEVER, Microseconds, microseconds, moment
from releases.record.horizon import BEGINNING
from releases.record.old_addresses import LONGEST, path_of
from releases.record.public_view import PublicationRef
from releases.record.publication_refs import old_addresses, publication_refs
from releases.text.public_paths import release_path

# What was recorded this long before a look may be recorded differently by the next:
# only what is ahead can change, and an open transaction is older than its commit.
UNSETTLED = dt.timedelta(hours=1)

Named = Callable[[PublicationRef], Iterable[str]]


class KnownPaths:
    """From when each path is public. `named` tells the paths of one ref."""

    def __init__(self, named: Named) -> None:
        self._named = named
        self._settled: dict[str, Microseconds] = {}
        self._open: dict[str, Microseconds] = {}
        self._moved: dict[str, str] = {}
        self._from = BEGINNING

    def forget(self) -> None:
        """Know nothing: the record may be another one altogether."""
        self._settled, self._open, self._moved = {}, {}, {}
        self._from = BEGINNING

    def read(self, *, at: Microseconds, moved: bool) -> None:
        """Take in what the record holds now; `moved` reads the old addresses too."""
        settles = moment(at) - UNSETTLED
        settled = self._settled
        unsettled: dict[str, Microseconds] = {}
        for live_from, ref in publication_refs(since=self._from):
            into = settled if live_from < settles else unsettled
            for path in self._named(ref):
                into.setdefault(path, microseconds(live_from))
        self._open = unsettled
        self._from = max(self._from, settles)
        if moved:
            self._moved = dict(old_addresses())

    def live(self, path: str, at: Microseconds) -> bool:
        """Whether a publication that the public may read has named the path."""
        since = self._settled.get(path, NEVER)
        return at >= since or at >= self._open.get(path, NEVER)

    def scheduled(self, path: str, at: Microseconds) -> bool:
        """Whether the path will be public, and is not yet. For the desk alone."""
        return path in self._open and not self.live(path, at)

    def moved(self, url: str, at: Microseconds) -> str | None:
        """The address of an earlier site that this is another way of writing.

        None where there is none that leads to a release which is public.
        """
        if not self._moved or len(url) > LONGEST or "\x00" in url:
            return None
        path = path_of(url)
        for known in (path, path.partition("?")[0]):
            address = self._moved.get(known)
            if address is not None and self.live(release_path(address), at):
                return known
        return None

    def __len__(self) -> int:
        return len(self._settled) + len(self._open)
