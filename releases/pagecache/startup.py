"""Starting the page cache in a web worker: the WSGI application and its threads."""

from __future__ import annotations

import atexit
import gc
import logging
import resource
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, connections

from releases.pagecache import worker_status
from releases.pagecache.access_log import AccessLog, AccessLogWriter
from releases.pagecache.backend import DjangoBackend
from releases.pagecache.cache import PageCache, Unavailable
from releases.pagecache.client_connections import ConnectionWatcher
from releases.pagecache.clock import Clock, HighWaterMark
from releases.pagecache.connection_pool import ConnectionPool
from releases.pagecache.early_requests import EarlyRequestRecorder
from releases.pagecache.existing_database import refuse_to_create_database
from releases.pagecache.host_problems import HostProblemLog
from releases.pagecache.leader_followers import LeaderFollowers
from releases.pagecache.limits import ConcurrencyLimiter, Resource, Slots
from releases.pagecache.prerender import Prerenderer
from releases.pagecache.record_watcher import RecordWatcher
from releases.pagecache.request_body import (
    BodyLimits,
    BodyReader,
    BodyReaders,
    TransferList,
)
from releases.pagecache.search_indexing import index_when_quiet
from releases.pagecache.sessions import SessionLookup
from releases.pagecache.wsgi import PageCacheApplication

logger = logging.getLogger(__name__)

# How long a request waits for a slot, in seconds.
SLOT_TIMEOUT = 5.0
# Slots, and how many requests wait for one.
PAGE_SLOTS, PAGE_QUEUE = 4, 8
SEARCH_SLOTS, SEARCH_QUEUE = 1, 4
DESK_SLOTS, DESK_QUEUE = 3, 12
VISITOR_SLOTS, VISITOR_QUEUE = 2, 12
# What the page that compares files accepts: one of 2 MB, and the form around it.
MAX_VERIFIED_BYTES = 2 * 1024 * 1024 + 16 * 1024
# The slots of what strangers can request endlessly are idle for a part of the time.
SEARCH_COOLDOWN = 1.0
VISITOR_COOLDOWN = 0.5
# How long a worker waits for its first poll before it starts without one, in seconds.
FIRST_POLL_TIMEOUT = 10.0
# How long a thread may hold Python's lock, in seconds. A fifth of the default: rendering
# must not delay the watcher.
SWITCH_INTERVAL = 0.001


class WorkerPageCache:
    """The page cache of one worker. `start` returns once its first pages are rendered."""

    def __init__(self, handler: WSGIHandler) -> None:
        connection_pool = ConnectionPool()
        self.leaders = LeaderFollowers()
        self.cache = PageCache(
            DjangoBackend(
                handler,
                base_url=settings.IRSITE_URL,
                while_working=self.leaders.work,
            ),
            clock=Clock(shared_mark=HighWaterMark(settings.VAR / "high-water")),
            connection_pool=connection_pool,
            slots=make_slots(connection_pool.connection),
            max_bytes=settings.IRSITE_CACHE_MEGABYTES * 1024 * 1024,
            while_waiting=self.leaders.aside,
        )
        log = AccessLog(file=open_access_log(settings.IRSITE_ACCESS_LOG))
        transfers = TransferList()
        self.application = PageCacheApplication(
            self.cache,
            log=log,
            sessions=SessionLookup(connection_pool.connection),
            bodies=body_readers(transfers, while_waiting=self.leaders.aside),
        )
        self._host_problems = HostProblemLog()
        wake = threading.Event()
        self.watcher = RecordWatcher(self.cache, wake_prerenderer=wake)
        self.prerenderer = Prerenderer(self.cache, wake=wake, report=self._end_cycle)
        self.connection_watcher = ConnectionWatcher(transfers)
        self.log_writer = AccessLogWriter(
            log, on_not_found=EarlyRequestRecorder(self.cache).record
        )

    def start(self) -> PageCacheApplication:
        """Start watching the record, warm up, then start prerendering."""
        sys.setswitchinterval(SWITCH_INTERVAL)
        allow_open_files()
        threading.excepthook = log_uncaught
        refuse_to_create_database()
        self.watcher.start()
        self.log_writer.start()
        self.connection_watcher.start()
        deadline = time.monotonic() + FIRST_POLL_TIMEOUT
        while not self._has_polled() and time.monotonic() < deadline:
            time.sleep(0.01)
        try:
            self.prerenderer.warm_up()
        except Unavailable as error:
            logger.warning("The page cache starts without its first pages. %s", error)
        connections.close_all()
        freeze_garbage_collector()
        if settings.IRSITE_CACHE_PRERENDER:
            self.prerenderer.start()
        atexit.register(self.stop)
        return self.application

    def _has_polled(self) -> bool:
        cache = self.cache
        return cache.snapshots.current is not None and cache.known_paths.is_complete

    def stop(self) -> None:
        """End the threads, the access log's last."""
        for thread in (
            self.prerenderer,
            self.watcher,
            self.connection_watcher,
            self.log_writer,
        ):
            if thread.is_alive():
                thread.stop()
        self.cache.connection_pool.clear()

    def _end_cycle(self) -> None:
        self._report_status()
        index_when_quiet(self.cache)

    def _report_status(self) -> None:
        self._host_problems.write()
        try:
            worker_status.report(self.cache, self.prerenderer)
        except DatabaseError:
            logger.exception("Cannot save the status of this worker.")


def log_uncaught(failure: threading.ExceptHookArgs) -> None:
    """Log what ended a thread: Python itself would print the error with its values."""
    error = failure.exc_value
    if error is not None:
        logger.error("A thread ended.", exc_info=error)


def make_slots(connection: Resource) -> Slots:
    """Return the slots of a worker, for work that needs a database connection."""

    def limiter(slots: int, queue: int, cooldown: float = 0.0) -> ConcurrencyLimiter:
        return ConcurrencyLimiter(
            slots=slots,
            queue=queue,
            timeout=SLOT_TIMEOUT,
            resource=connection,
            cooldown=cooldown,
        )

    return Slots(
        pages=limiter(PAGE_SLOTS, PAGE_QUEUE),
        search=limiter(SEARCH_SLOTS, SEARCH_QUEUE, SEARCH_COOLDOWN),
        desk=limiter(DESK_SLOTS, DESK_QUEUE),
        visitors=limiter(VISITOR_SLOTS, VISITOR_QUEUE, VISITOR_COOLDOWN),
    )


def body_readers(
    transfers: TransferList,
    *,
    while_waiting: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> BodyReaders:
    """Return the readers of bodies, whose transfers are listed there.

    Bodies are received on the web server's threads (`serving.supervisor`), of which these
    leave some to stored pages. A form that is carried through the sign-in holds texts
    and no files; the desk sends attachments too.
    """
    visitors = BodyLimits(max_bytes=64 * 1024, max_bodies=8, max_bodies_per_source=4)
    verification = BodyLimits(
        max_bytes=MAX_VERIFIED_BYTES, max_bodies=2, max_bodies_per_source=1
    )
    carried_forms = BodyLimits(
        max_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0,
        max_bodies=2,
        max_bodies_per_source=2,
    )
    desk = BodyLimits(
        max_bytes=settings.IRSITE_UPLOAD_MEGABYTES * 1024 * 1024,
        max_bodies=6,
        max_bodies_per_source=4,
        may_use_disk=True,
    )

    def reader(limits: BodyLimits) -> BodyReader:
        return BodyReader(limits, transfers, while_waiting=while_waiting)

    return BodyReaders(
        visitors=reader(visitors),
        verification=reader(verification),
        carried_forms=reader(carried_forms),
        desk=reader(desk),
    )


def allow_open_files() -> None:
    """Let the worker have as many files and connections open as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def freeze_garbage_collector() -> None:
    """Exclude the objects that live as long as the process from garbage collection.

    A full collection over all of Django takes hundredths of a second, during which no
    request is answered.
    """
    gc.collect()
    gc.freeze()


def open_access_log(path: str) -> IO[str] | None:
    """Open the access log: `-` is standard output, an empty path means none."""
    if not path:
        return None
    return sys.stdout if path == "-" else Path(path).open("a", encoding="utf-8")
