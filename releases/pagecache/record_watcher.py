"""The thread that keeps a worker's page cache up to date with the record."""

from __future__ import annotations

import logging
import threading
import time
from typing import Self

from django.db import Error as AnyDatabaseError
from django.db import connection

from releases.pagecache.cache import PageCache
from releases.pagecache.change_detection import (
    SYNCHRONIZE_EVERY,
    ChangeDetector,
    DatabaseReplaced,
    change_detector,
)
from releases.pagecache.clock import SECOND, Microseconds

logger = logging.getLogger(__name__)

# How long the watcher waits for a change before it looks, in seconds: with readers, and while
# nobody has requested a page for a second. A request that would be answered too late wakes it.
# A transition commits 0.25 s before its instant, and a worker without readers sees it in time.
INTERVAL, IDLE_INTERVAL = 0.02, 0.16
# How many discarded pages are freed at each step.
FREED_PER_STEP = 20
RECONNECT_AFTER = 0.05
RESTART_AFTER = 1.0
LOG_AGAIN_AFTER = 60.0


class RecordWatcher(threading.Thread):
    """Polls the record whenever it may have changed, and confirms the rest of the time.

    `wake_prerenderer` is set if a change is urgent.
    """

    def __init__(self, cache: PageCache, *, wake_prerenderer: threading.Event) -> None:
        super().__init__(name="record-watcher", daemon=True)
        self.cache = cache
        self._wake_prerenderer = wake_prerenderer
        self._stopping = threading.Event()
        self._synchronized_at: Microseconds = 0
        self._identity: tuple[object, ...] | None = None
        # By the monotonic clock; None while the database can be reached.
        self._lost_logged_at: float | None = None

    def run(self) -> None:
        """Watch until stopped; reconnect after the database was lost."""
        while not self._stopping.is_set():
            try:
                detector = self.open_detector()
                if self._lost_logged_at is not None:
                    logger.warning("The page cache has reached the database again.")
                self._lost_logged_at = None
                while not self._stopping.is_set():
                    self.step(detector)
            except DatabaseReplaced:
                logger.warning("The database was replaced. Emptying the cache.")
                self.cache.clear()
            except (AnyDatabaseError, OSError) as error:
                self.cache.note_unreachable()
                self._log_loss(error)
                self._stopping.wait(RECONNECT_AFTER)
            except Exception:
                # Without this thread the worker could not answer any request.
                logger.exception("The page cache could not read the record.")
                self._stopping.wait(RESTART_AFTER)
        connection.close()

    def _log_loss(self, error: Exception) -> None:
        """Log why the database cannot be reached, at once and then once a minute."""
        now = time.monotonic()
        logged_at = self._lost_logged_at
        if logged_at is None or now - logged_at >= LOG_AGAIN_AFTER:
            self._lost_logged_at = now
            logger.error("The page cache cannot reach the database: %s", error)

    def open_detector(self) -> ChangeDetector:
        """Connect to the database, synchronize the clock and poll for the first time.

        Raises DatabaseReplaced if it is not the database of the last connection.
        """
        detector = change_detector(self.cache.clock)
        detector.open()
        identity = detector.identity()
        known, self._identity = self._identity, identity
        if known not in {None, identity}:
            raise DatabaseReplaced
        self.synchronize_clock(detector)
        self.poll()
        return detector

    def step(self, detector: ChangeDetector) -> None:
        """Wait for a change, then poll, or confirm that there was none."""
        cache = self.cache
        cache.wake_pipe.wait(self._wait_time(), also=detector.notices)
        looked_at = cache.clock.boot_time()
        if detector.detect_change() or cache.is_due():
            self.poll()
        else:
            cache.confirm(looked_at)
        self.synchronize_clock(detector)
        cache.clock.share()
        # An idle worker changes to the next snapshot as well.
        cache.snapshots.snapshot_at(cache.clock.now())
        cache.snapshots.free(FREED_PER_STEP)

    def _wait_time(self) -> float:
        """Return for how many seconds to wait for a change: not past the next instant."""
        cache = self.cache
        interval = IDLE_INTERVAL if cache.is_idle else INTERVAL
        current = cache.snapshots.current
        left = (current.end - cache.clock.now()) / SECOND if current else interval
        return left if 0 < left < interval else interval

    def poll(self) -> None:
        """Poll the record; wake the prerenderer if a change is urgent."""
        if self.cache.poll():
            self._wake_prerenderer.set()

    def synchronize_clock(self, detector: ChangeDetector) -> None:
        """Synchronize the clock once a second."""
        now = self.cache.clock.boot_time()
        if now - self._synchronized_at >= SYNCHRONIZE_EVERY:
            detector.synchronize_clock()
            self._synchronized_at = now

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self.join(timeout=5)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()
