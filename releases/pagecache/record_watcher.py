"""The thread that keeps a worker true to the record: it looks, also when nobody asks."""

from __future__ import annotations

import logging
import threading
from typing import Self

from django.db import DatabaseError, InterfaceError, connection

from releases.pagecache.cache import PageCache
from releases.pagecache.change_detection import (
    CLOCK_EVERY,
    ChangeDetector,
    Replaced,
    change_detector,
)
from releases.pagecache.clock import Microseconds

logger = logging.getLogger(__name__)

# Pages of an old snapshot that are let go of at a tick.
SLICE = 20
AGAIN_AFTER = 0.05
AFTER_A_FAULT = 1.0


class Watcher(threading.Thread):
    """Notices each change of the record, and confirms at each tick that there is none."""

    def __init__(self, room: PageCache, *, wake: threading.Event) -> None:
        super().__init__(name="press-watcher", daemon=True)
        self.room = room
        self._wake = wake
        self._end = threading.Event()
        self._clock_at: Microseconds = 0

    def run(self) -> None:
        """Watch until told to stop; begin again where the database was lost."""
        lost = False
        while not self._end.is_set():
            try:
                notice = self.begin()
                if lost:
                    logger.warning("The press reaches the database again.")
                lost = False
                while not self._end.is_set():
                    self.tick(notice)
            except Replaced:
                logger.warning("The database's file was replaced: starting afresh.")
                self.room.forget()
            except (DatabaseError, InterfaceError, OSError) as error:
                if not lost:
                    logger.error("The press has lost the database: %s", error)
                lost = True
                self._end.wait(AGAIN_AFTER)
            except Exception:
                # Whatever it was: without a watcher the worker could answer nothing.
                logger.exception("The press could not take in the record.")
                self._end.wait(AFTER_A_FAULT)
        connection.close()

    def begin(self) -> ChangeDetector:
        """Open the way that changes are noticed, and look for the first time."""
        notice = change_detector(self.room.clock)
        notice.open()
        self.agree(notice)
        self.look()
        return notice

    def tick(self, notice: ChangeDetector) -> None:
        """One look, at the record or at least at whether it needs one."""
        asked = self.room.clock.boot()
        outlook = self.room.shelf.outlook
        now = self.room.clock.now()
        beyond = outlook is None or now >= min(outlook.known_until, self.room.beat)
        if notice.wait() or beyond:
            self.look()
        else:
            self.room.confirm(asked)
        self.agree(notice)
        self.room.clock.share()
        # An idle worker goes over to the next snapshot as well.
        self.room.shelf.at(self.room.clock.now())
        self.room.shelf.sweep(SLICE)

    def look(self) -> None:
        """Look, and wake who renders ahead where something will soon be different."""
        if self.room.look():
            self._wake.set()

    def agree(self, notice: ChangeDetector) -> None:
        """Compare clocks once a second."""
        now = self.room.clock.boot()
        if now - self._clock_at >= CLOCK_EVERY:
            notice.agree()
            self._clock_at = now

    def stop(self) -> None:
        """End."""
        self._end.set()
        self.join(timeout=5)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *told: object) -> None:
        self.stop()
