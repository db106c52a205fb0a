"""Renders, before an instant, what the site will look like from then on.

The bytes stay in this process's memory until the clock reaches their interval. The work
is done on a fixed beat whether or not anything is due, so that nothing outside can feel
that something is.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator

from django.db import DatabaseError, InterfaceError, connections

from releases.pagecache.cache import BEAT, MISSING, PageCache, Unavailable
from releases.pagecache.clock import SECOND, Microseconds, moment, wall
from releases.pagecache.routes import (
    Route,
    fixed_paths,
    named,
    path_of_text,
    route_of,
    text_of,
)
from releases.pagecache.snapshot import Snapshot
from releases.pagecache.snapshot_store import Schedule
from releases.record.publication_refs import changing_at

logger = logging.getLogger(__name__)

# The beat stands between the round seconds at which sites change.
BETWEEN: Microseconds = 3 * SECOND
# Pages are begun this long before their instant, and done ten seconds before it.
WINDOW: Microseconds = 60 * SECOND
# What is nearer than this is not left to the next beat.
NEAR: Microseconds = 20 * SECOND
# So many instants are made ready at once, and so many pages for each.
INSTANTS = 4
PAGES = 200
HOT = 32
# Rested after a page, in times of what it took, so that requests hardly notice.
REST = 4


class Superseded(Exception):
    """The record is different from what pages were being made for."""


def until_beat(now: Microseconds) -> Microseconds:
    """How long it is to the next beat by the wall clock."""
    return BEAT - (now - BETWEEN) % BEAT


class Prerenderer(threading.Thread):
    """One cycle a beat, and one as soon as the record is different."""

    def __init__(
        self,
        room: PageCache,
        *,
        wake: threading.Event,
        also: Callable[[], None],
        rest: float = REST,
    ) -> None:
        super().__init__(name="press-ahead", daemon=True)
        self.room = room
        self._rest = rest
        self._wake = wake
        self._also = also
        self._end = False
        self._hot: dict[str, float] = {}

    def run(self) -> None:
        """Work on the beat until told to stop."""
        while not self._end:
            on_beat = not self._wake.wait(until_beat(wall()) / SECOND)
            self._wake.clear()
            try:
                self._turn(on_beat=on_beat)
            except (DatabaseError, InterfaceError, Unavailable) as error:
                logger.warning("The press could not render ahead: %s", error)
            except Exception:
                # Whatever it was: the thread must be there at the next beat.
                logger.exception("The press could not render ahead.")
            finally:
                connections.close_all()

    def _turn(self, *, on_beat: bool) -> None:
        try:
            self.cycle(on_beat=on_beat)
        finally:
            self._also()

    def stop(self) -> None:
        """End after the page under way."""
        self._end = True
        self._wake.set()
        self.join(timeout=5)

    def cycle(self, *, on_beat: bool) -> None:
        """Make ready what is due; on the beat, rehearse as much as was not to be made.

        So a beat is the same work whether or not an instant is near.
        """
        outlook = self.room.shelf.outlook
        if outlook is None:
            return
        at = self.room.clock.now()
        if on_beat:
            self._remember()
        due = self.due(outlook, at, within=WINDOW if on_beat else NEAR)
        try:
            made = sum(self._prepare(outlook, instant) for instant in due)
        except Superseded:
            self._wake.set()  # begin again
            return
        if on_beat:
            self._render_decoys(outlook, at, less=made)

    def due(
        self, outlook: Schedule, at: Microseconds, *, within: Microseconds
    ) -> list[Microseconds]:
        """The instants that are near enough to be made ready for."""
        ahead = [instant for instant in outlook.instants if instant > at]
        return [instant for instant in ahead[:INSTANTS] if instant <= at + within]

    def is_ready(self, instant: Microseconds) -> bool:
        """Whether everything for the instant is made, as the record stands."""
        snapshot = self.room.shelf.ahead(instant)
        return snapshot is not None and snapshot.pages.complete

    def warm(self) -> None:
        """Make what everybody asks for, before the first of them does."""
        snapshot = self.room.shelf.at(self.room.clock.now())
        outlook = self.room.shelf.outlook
        if snapshot is not None and outlook is not None:
            with contextlib.suppress(Superseded):
                self._fill(outlook, snapshot, [MISSING, *fixed_paths()], rest=False)

    def _prepare(self, outlook: Schedule, instant: Microseconds) -> int:
        """Make ready for the instant; how many pages were not there."""
        snapshot = self.room.shelf.ahead(instant)
        if snapshot is None:
            raise Superseded
        return self._fill(outlook, snapshot, self._keys(instant))

    def _fill(
        self,
        outlook: Schedule,
        snapshot: Snapshot,
        keys: list[str],
        *,
        rest: bool = True,
    ) -> int:
        """Make the pages that are not there; how many that were.

        One that cannot be made keeps none of the others from being there. Raises
        Superseded where the record changed meanwhile.
        """
        missing = [key for key in keys if snapshot.find(key) is None]
        failed = 0
        for place, key in enumerate(missing):
            if self._end or self.room.shelf.outlook is not outlook:
                raise Superseded
            began = time.monotonic()
            try:
                self._make(snapshot, key)
            except Unavailable:
                if self.room.lost:
                    raise
                failed += 1
            if rest:
                left = snapshot.start - self.room.clock.now()
                share = left / SECOND / 2 / (len(missing) - place)
                pause = self._rest * (time.monotonic() - began)
                time.sleep(max(min(pause, share) if left > 0 else pause, 0))
        if failed:
            logger.warning("%s pages could not be made ahead.", failed)
        snapshot.pages.complete = not failed
        return len(missing)

    def _make(self, snapshot: Snapshot, key: str) -> None:
        path, _, query = key.partition("?")
        route = route_of(text_of(path))
        ranges = isinstance(route, Route) and route.face.accepts_ranges
        self.room.make(snapshot, key, path, query, ranges=ranges)

    def _keys(self, instant: Microseconds) -> list[str]:
        """What changes at the instant, then what is always asked for."""
        changed = (
            path_of_text(path)
            for ref in changing_at(moment(instant))
            for path in named(ref)
        )
        return list(dict.fromkeys([MISSING, *changed, *self._always()]))[:PAGES]

    def _always(self) -> Iterator[str]:
        yield from fixed_paths()
        yield from self._hot

    def _render_decoys(self, outlook: Schedule, at: Microseconds, *, less: int) -> None:
        """The same work for nobody, `less` pages that were made in earnest."""
        current = self.room.shelf.at(at)
        if current is None:
            return
        nobody = Snapshot.opened(
            generation=current.generation,
            start=current.start,
            end=current.end,
            room=self.room.shelf.room,
        )
        keys = [MISSING, *self._always()]
        with contextlib.suppress(Superseded):
            self._fill(outlook, nobody, keys[less:])

    def _remember(self) -> None:
        """What has been asked for most, of late the most."""
        current = self.room.shelf.current
        faded = {key: score / 2 for key, score in self._hot.items()}
        for pages in (current.pages, current.queries) if current else ():
            for key, hits in pages.hits():
                faded[key] = faded.get(key, 0) + hits
        hottest = sorted(faded, key=lambda key: -faded[key])[:HOT]
        self._hot = {key: faded[key] for key in hottest if faded[key] >= 1}
