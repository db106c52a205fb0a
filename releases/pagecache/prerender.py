"""Rendering pages in advance: what the site will look like from the next instants on.

The bytes stay in the worker's memory until the clock reaches their interval. A regular
cycle does the same work whether or not anything is due, so that nobody outside can notice
that something is. It is most of what an idle worker does, so it comes every 40 seconds.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator

from django.db import Error as AnyDatabaseError
from django.db import close_old_connections

from releases.pagecache.cache import REFRESH_INTERVAL, PageCache, Unavailable
from releases.pagecache.clock import SECOND, Microseconds, to_datetime, wall_time
from releases.pagecache.routes import (
    PublicRoute,
    decode_path,
    encode_path,
    fixed_paths,
    prerendered_paths,
    resolve_route,
)
from releases.pagecache.snapshots import Schedule, Snapshot
from releases.pagecache.targets import NOT_FOUND, Target
from releases.record.interval_cache import sharing_subjects
from releases.record.publication_refs import refs_changing_at

logger = logging.getLogger(__name__)

# Workers report their status between the round seconds at which sites change, and begin
# a regular cycle at every fourth report.
REPORT_INTERVAL: Microseconds = REFRESH_INTERVAL
REPORT_OFFSET: Microseconds = 3 * SECOND
CYCLE_INTERVAL: Microseconds = 4 * REPORT_INTERVAL
# After a change, instants nearer than this do not wait for the next regular cycle.
URGENT_WINDOW: Microseconds = 45 * SECOND
# How far a regular cycle looks ahead: so an instant is at least 45 seconds away when its
# cycle begins.
WINDOW: Microseconds = URGENT_WINDOW + CYCLE_INTERVAL
MAX_INSTANTS = 8
MAX_PAGES = 400
MAX_POPULAR = 32
# Pause after each page, in multiples of its rendering time, so as not to slow requests.
PAUSE_FACTOR = 4


class ScheduleChanged(Exception):
    """The record has changed since the schedule that pages are being rendered for."""


def time_until_report(now: Microseconds) -> Microseconds:
    """Return the time from `now` by the wall clock to the next report of the status."""
    return REPORT_INTERVAL - (now - REPORT_OFFSET) % REPORT_INTERVAL


def cycle_number(now: Microseconds) -> int:
    """Return the number of the latest regular cycle that was to begin by `now`."""
    return (now - REPORT_OFFSET) // CYCLE_INTERVAL


class Prerenderer(threading.Thread):
    """Runs a regular cycle every 40 seconds, and one at once after an urgent change.

    `wake` is set by the watcher; `report` is called every ten seconds, after the cycle if
    there was one.
    """

    def __init__(
        self,
        cache: PageCache,
        *,
        wake: threading.Event,
        report: Callable[[], None],
        pause_factor: float = PAUSE_FACTOR,
    ) -> None:
        super().__init__(name="prerenderer", daemon=True)
        self.cache = cache
        self._pause_factor = pause_factor
        self._wake = wake
        self._report = report
        self._stopping = False
        self._number = cycle_number(wall_time())
        self._popular: dict[str, float] = {}

    def run(self) -> None:
        """Run cycles until stopped."""
        while not self._stopping:
            is_urgent = self._wake.wait(time_until_report(wall_time()) / SECOND)
            self._wake.clear()
            try:
                with self._connection():
                    self.step(is_urgent=is_urgent)
            except (AnyDatabaseError, Unavailable) as error:
                logger.warning("Could not render pages in advance: %s", error)
            except Exception:
                # The thread must survive until the next cycle.
                logger.exception("Could not render pages in advance.")

    @contextlib.contextmanager
    def _connection(self) -> Iterator[None]:
        """Borrow a connection to the database for the block; close one that is broken.

        As Django does at the beginning and the end of each request, it checks first whether
        the connection was lost since its last use.
        """
        with self.cache.connection_pool.connection():
            close_old_connections()
            try:
                yield
            finally:
                close_old_connections()

    def step(self, *, is_urgent: bool) -> None:
        """Run the cycle that is due, if any, and report the status.

        A regular cycle whose time passed during another one is made up for.
        """
        number = cycle_number(wall_time())
        regular, self._number = number != self._number, number
        try:
            if regular or is_urgent:
                self.cycle(regular=regular)
        finally:
            self._report()

    def stop(self) -> None:
        """End the thread after the page that it renders."""
        self._stopping = True
        self._wake.set()
        self.join(timeout=5)

    def cycle(self, *, regular: bool) -> None:
        """Render the pages that are due.

        A regular cycle then renders decoys in place of those that were not due, so that
        it is the same work whether or not an instant is near.
        """
        schedule = self.cache.snapshots.schedule
        if schedule is None:
            return
        at = self.cache.clock.now()
        if regular:
            self._update_popular()
        window = WINDOW if regular else URGENT_WINDOW
        try:
            rendered = sum(
                self._prepare(schedule, instant)
                for instant in due_instants(schedule, at, within=window)
            )
        except ScheduleChanged:
            self._wake.set()  # begin again
            return
        if regular:
            self._render_decoys(schedule, at, fewer=rendered)

    def is_ready(self, instant: Microseconds) -> bool:
        """Return whether all pages for the instant are rendered, as of this generation."""
        snapshot = self.cache.snapshots.upcoming_snapshot(instant)
        return snapshot is not None and snapshot.pages.prerendered

    def warm_up(self) -> None:
        """Render the fixed paths of the current snapshot, before the first request."""
        cache = self.cache
        snapshot = cache.snapshots.snapshot_at(cache.clock.now())
        schedule = cache.snapshots.schedule
        if snapshot is not None and schedule is not None:
            keys = [NOT_FOUND.key, *fixed_paths()]
            with contextlib.suppress(ScheduleChanged):
                self._render_missing(schedule, snapshot, keys, pauses=False)

    def _prepare(self, schedule: Schedule, instant: Microseconds) -> int:
        """Render the missing pages for the instant; return their number."""
        snapshot = self.cache.snapshots.upcoming_snapshot(instant)
        if snapshot is None:
            raise ScheduleChanged
        keys = self._keys_for(instant)
        snapshot.pages.skipped = max(0, len(keys) - MAX_PAGES)
        return self._render_missing(schedule, snapshot, keys[:MAX_PAGES])

    def _render_missing(
        self,
        schedule: Schedule,
        snapshot: Snapshot,
        keys: list[str],
        *,
        pauses: bool = True,
    ) -> int:
        """Render the pages that the snapshot lacks; return their number.

        A page that fails does not keep the others from being rendered. Raises
        ScheduleChanged if the record changes, Unavailable if the database is
        lost.
        """
        missing = [key for key in keys if snapshot.get(key) is None]
        failed = 0
        with sharing_subjects(snapshot.interval_results):
            for index, key in enumerate(missing):
                if self._stopping or self.cache.snapshots.schedule is not schedule:
                    raise ScheduleChanged
                began = time.monotonic()
                try:
                    self.cache.render(snapshot, target_of(key))
                except Unavailable:
                    if self.cache.database_lost:
                        raise
                    failed += 1
                if pauses:
                    took = time.monotonic() - began
                    self._pause(snapshot, took, pages_left=len(missing) - index)
        if failed:
            logger.warning("Could not render %s pages in advance.", failed)
        snapshot.pages.prerendered = not failed
        return len(missing)

    def _pause(self, snapshot: Snapshot, took: float, *, pages_left: int) -> None:
        """Pause for a multiple of `took`, but spend only half of the time that is left."""
        pause = self._pause_factor * took
        time_left = snapshot.start - self.cache.clock.now()
        if time_left > 0:
            pause = min(pause, time_left / SECOND / 2 / pages_left)
        time.sleep(max(pause, 0))

    def _keys_for(self, instant: Microseconds) -> list[str]:
        """Return the keys of what changes at the instant, by weight, then the popular ones.

        Beyond MAX_PAGES there may be more.
        """
        paths = prerendered_paths(refs_changing_at(to_datetime(instant)))
        keys = [NOT_FOUND.key, *map(encode_path, paths)]
        return list(dict.fromkeys([*keys, *self._popular]))

    def skipped_pages(self, instant: Microseconds) -> int:
        """Return how many pages for the instant are too many to be rendered in advance."""
        snapshot = self.cache.snapshots.upcoming_snapshot(instant)
        return snapshot.pages.skipped if snapshot else 0

    def _render_decoys(
        self, schedule: Schedule, at: Microseconds, *, fewer: int
    ) -> None:
        """Do the work of a busy cycle without using it, `fewer` pages less."""
        current = self.cache.snapshots.snapshot_at(at)
        if current is None:
            return
        decoy = Snapshot.empty(
            generation=current.generation,
            start=current.start,
            end=current.end,
            max_bytes=self.cache.snapshots.max_bytes,
        )
        keys = list(dict.fromkeys([NOT_FOUND.key, *fixed_paths(), *self._popular]))
        with contextlib.suppress(ScheduleChanged):
            self._render_missing(schedule, decoy, keys[fewer:])

    def _update_popular(self) -> None:
        """Take down the most requested pages; earlier requests count less and less."""
        current = self.cache.snapshots.current
        scores = {key: score / 2 for key, score in self._popular.items()}
        for pages in (current.pages, current.query_pages) if current else ():
            for key, hits in pages.hits():
                scores[key] = scores.get(key, 0) + hits
        most = sorted(scores, key=lambda key: -scores[key])[:MAX_POPULAR]
        self._popular = {key: scores[key] for key in most if scores[key] >= 1}


def due_instants(
    schedule: Schedule, at: Microseconds, *, within: Microseconds
) -> list[Microseconds]:
    """Return the instants that are near enough to render pages for."""
    upcoming = [instant for instant in schedule.instants if instant > at]
    return [instant for instant in upcoming[:MAX_INSTANTS] if instant <= at + within]


def target_of(key: str) -> Target:
    """Return the target of a snapshot's key."""
    path, _, query = key.partition("?")
    route = resolve_route(decode_path(path))
    if isinstance(route, PublicRoute):
        return Target(path, query, route.view.accepts_ranges)
    return Target(path, query)
