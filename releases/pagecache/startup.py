"""A press at work: the layer in front of Django, and the threads behind it."""

from __future__ import annotations

import atexit
import gc
import logging
import sys
import threading
import time
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from releases.pagecache import worker_status
from releases.pagecache.access_log import AccessLogWriter, Log
from releases.pagecache.backend import Django
from releases.pagecache.cache import PageCache, Unavailable
from releases.pagecache.clock import Clock, HighWater
from releases.pagecache.connection_pool import ConnectionPool
from releases.pagecache.early_requests import EarlyRequestRecorder
from releases.pagecache.limits import ConcurrencyLimiter
from releases.pagecache.prerender import Prerenderer
from releases.pagecache.record_watcher import Watcher
from releases.pagecache.wsgi import Press

logger = logging.getLogger(__name__)

SLOTS = 4
QUEUE = 12
PATIENCE = 5.0
# Of what anybody can ask for without end one is made at a time, and then as long as
# that took none.
PACED_WAITING = 4
PACED_REST = 1.0
# How long the first look may take before the worker answers without it.
FIRST_LOOK = 10.0
# Threads wait for one another in turns of this length: a fifth of Python's own, since
# the watcher must not be kept waiting by pages being written.
TURN = 0.001


class WorkerPageCache:
    """One worker's press. `start` returns when its first pages are there."""

    def __init__(self, handler: WSGIHandler) -> None:
        clock = Clock(shared=HighWater(settings.VAR / "high-water"))
        lending = ConnectionPool()
        slots = ConcurrencyLimiter(
            count=SLOTS, queue=QUEUE, patience=PATIENCE, within=lending.one
        )
        paced = ConcurrencyLimiter(
            count=1,
            queue=PACED_WAITING,
            patience=PATIENCE,
            within=lending.one,
            rest=PACED_REST,
        )
        self.room = PageCache(
            Django(handler, origin=settings.IRSITE_URL),
            clock=clock,
            lending=lending,
            slots=slots,
            paced=paced,
            room=settings.IRSITE_CACHE_MEGABYTES * 1024 * 1024,
        )
        log = Log(file=opened(settings.IRSITE_ACCESS_LOG))
        self.press = Press(self.room, log=log)
        wake = threading.Event()
        self.watcher = Watcher(self.room, wake=wake)
        self.ahead = Prerenderer(self.room, wake=wake, also=self._tell)
        self.clerk = AccessLogWriter(log, also=EarlyRequestRecorder(self.room).see)

    def start(self) -> Press:
        """Watch, warm, and only then begin to render ahead."""
        sys.setswitchinterval(TURN)
        self.watcher.start()
        self.clerk.start()
        end = time.monotonic() + FIRST_LOOK
        while self.room.shelf.current is None and time.monotonic() < end:
            time.sleep(0.01)
        try:
            self.ahead.warm()
        except Unavailable as error:
            logger.warning("The press begins without its first pages. %s", error)
        connections.close_all()
        settle()
        if settings.IRSITE_CACHE_PRERENDER:
            self.ahead.start()
        atexit.register(self.stop)
        return self.press

    def stop(self) -> None:
        """End the threads, the log last."""
        for thread in (self.ahead, self.watcher, self.clerk):
            if thread.is_alive():
                thread.stop()
        self.room.lending.forget()

    def _tell(self) -> None:
        worker_status.tell(self.room, self.ahead)


def settle() -> None:
    """Take what lasts as long as the process out of the garbage collector's rounds.

    A full round over all of Django takes some hundredths of a second, in which no
    request is answered; over what requests leave behind it is not felt.
    """
    gc.collect()
    gc.freeze()


def opened(where: str) -> IO[str] | None:
    """The access log: a file's path, `-` for standard output, nothing for none."""
    if not where:
        return None
    return sys.stdout if where == "-" else Path(where).open("a", encoding="utf-8")
