"""The page cache of one worker: its snapshots, kept up to date with the record."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from releases.pagecache.backend import DjangoBackend, DjangoResponse
from releases.pagecache.clock import (
    NEVER,
    SECOND,
    Clock,
    Microseconds,
    from_datetime,
    to_datetime,
)
from releases.pagecache.connection_pool import ConnectionPool
from releases.pagecache.known_paths import KnownPaths
from releases.pagecache.limits import ConcurrencyLimiter, Slots
from releases.pagecache.metrics import WorkerMetrics
from releases.pagecache.page import Page
from releases.pagecache.routes import affected_pages, page_prefixes, suffixes
from releases.pagecache.single_flight import FlightFailed, SingleFlight
from releases.pagecache.snapshots import Schedule, Snapshot, SnapshotStore
from releases.pagecache.targets import NOT_FOUND, Target
from releases.pagecache.wake_pipe import WakePipe
from releases.record.horizon import (
    BEGINNING,
    Horizon,
    affects_from,
    generation,
    read_horizon,
)

# A request waits for the next poll if the last one is older than this.
FRESH: Microseconds = 50_000
# A transition commits at least this long before its instant (record.clock.COMMIT), so
# what a poll has read stays true for as long. Nothing stored is served after that.
GRACE: Microseconds = 250_000
# A request waits for the next poll until the last one is as old as this: under load a poll
# may be late, and Django would answer for few of those who wait.
MAX_WAIT: Microseconds = 900_000
# A worker that has had no request for so long is idle.
IDLE_AFTER: Microseconds = SECOND
# If no poll has succeeded for so long, no request waits for the database any more.
DATABASE_LOST_AFTER: Microseconds = SECOND
# All workers refresh at the same moments, whether or not anything has changed.
REFRESH_INTERVAL: Microseconds = 10 * SECOND
# A change that affects the site later than this after the next refresh waits for it: the
# prerenderer still has a cycle in between, and begins it ten seconds before the instant.
LATER: Microseconds = 5 * REFRESH_INTERVAL
# How long a request waits for a page that another one renders, in seconds, and how many
# requests may: for any page, and for a search, so that these leave most threads to the
# others.
RENDER_TIMEOUT = 5.0
MAX_WAITERS = 1000
MAX_SEARCH_WAITERS = 4


class Unavailable(Exception):
    """The page cannot be rendered or confirmed now: answer 503.

    `response` is what the view says of it, if that is more than that it failed.
    """

    def __init__(self, response: DjangoResponse | None = None) -> None:
        super().__init__()
        self.response = response


class PageCache:
    """Polls the record, and returns the pages of a moment, each rendered at most once.

    `slots` limit what Django does at once; `max_bytes` is the memory for each snapshot. A
    thread that waits for a poll is in the context `while_waiting`.
    """

    def __init__(
        self,
        backend: DjangoBackend,
        *,
        clock: Clock,
        connection_pool: ConnectionPool,
        slots: Slots,
        max_bytes: int,
        while_waiting: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self.backend = backend
        self._while_waiting = while_waiting
        self.clock = clock
        self.connection_pool = connection_pool
        self.slots = slots
        self.metrics = WorkerMetrics()
        self.snapshots = SnapshotStore(
            max_bytes=max_bytes, on_instant=self._count_instant
        )
        self.known_paths = KnownPaths(
            affected_pages, suffixes=suffixes(), prefixes=page_prefixes()
        )
        self._flight: SingleFlight[Page | None] = SingleFlight(
            timeout=RENDER_TIMEOUT, max_waiters=MAX_WAITERS
        )
        self._search_flight: SingleFlight[Page | None] = SingleFlight(
            timeout=RENDER_TIMEOUT, max_waiters=MAX_SEARCH_WAITERS
        )
        # By the time since boot; the next refresh by the clock.
        self.confirmed_at: Microseconds = -NEVER
        self.next_refresh: Microseconds = -NEVER
        # When a snapshot was last requested, by the time since boot.
        self._requested_at: Microseconds = -NEVER
        # Whether the watcher cannot reach the database at all.
        self.is_unreachable = False
        # The last generation that was checked, and from when its changes affect the site.
        self._checked_generation = 0
        self._affects_from: Microseconds = NEVER
        self._confirmation = threading.Condition()
        # Ends the wait of the thread that polls.
        self.wake_pipe = WakePipe()

    # Keeping up with the record

    def poll(self) -> bool:
        """Read what has changed on the record; return whether it is urgent.

        A change that affects the site only later waits for the next refresh, which does
        the same work with or without one. So nobody can notice that something was
        scheduled.
        """
        polled_at = self.clock.boot_time()
        at = self.clock.now()
        is_urgent = self._is_urgent(at)
        if is_urgent or at >= self.next_refresh:
            self._refresh(at)
        elif not self.known_paths.is_complete:
            self.known_paths.read(at=at)
        self.confirm(polled_at)
        return is_urgent

    def _is_urgent(self, at: Microseconds) -> bool:
        schedule = self.snapshots.schedule
        if schedule is None or at >= schedule.known_until:
            return True
        current = generation()
        if current != self._checked_generation:
            moment = affects_from(since=schedule.generation, until=current)
            self._affects_from = from_datetime(moment) if moment else NEVER
            self._checked_generation = current
        return self._affects_from < self.next_refresh + LATER

    def _refresh(self, at: Microseconds) -> None:
        previous = self.snapshots.schedule
        horizon = read_horizon(
            at=to_datetime(at), since=previous.generation if previous else None
        )
        if horizon.affects_from == BEGINNING:
            self.known_paths.clear()
        # After the horizon: they are never behind it, or else say that they are incomplete.
        self.known_paths.read(at=at)
        schedule = schedule_of(horizon)
        if previous is None or not previous.is_equivalent_to(schedule):
            self.snapshots.apply(schedule)
        self._checked_generation, self._affects_from = schedule.generation, NEVER
        self.next_refresh = (at // REFRESH_INTERVAL + 1) * REFRESH_INTERVAL

    def is_due(self) -> bool:
        """Return whether a poll is due even though nothing has changed."""
        schedule = self.snapshots.schedule
        now = self.clock.now()
        return (
            schedule is None
            or now >= min(schedule.known_until, self.next_refresh)
            or not self.known_paths.is_complete
        )

    def confirm(self, polled_at: Microseconds) -> None:
        """Take down that nothing else had changed at this time since boot."""
        with self._confirmation:
            self.confirmed_at = polled_at
            self.is_unreachable = False
            self._confirmation.notify_all()

    def clear(self) -> None:
        """Forget everything: the database may be another one."""
        self.confirmed_at = self.next_refresh = -NEVER
        self.snapshots.clear()
        self.known_paths.clear()
        self.connection_pool.clear()

    def note_unreachable(self) -> None:
        """Take down that the database cannot be reached, until the next poll."""
        with self._confirmation:
            self.is_unreachable = True
            self._confirmation.notify_all()

    @property
    def database_lost(self) -> bool:
        """Whether no request may wait for the database.

        The watcher cannot reach it, no poll has succeeded for a second, or the clock
        was never synchronized.
        """
        if self.is_unreachable:
            return True
        never = self.clock.offset is None
        latest = self.clock.boot_time() - DATABASE_LOST_AFTER
        return never or -NEVER < self.confirmed_at <= latest

    @property
    def record_age(self) -> Microseconds:
        """The time since the record was last confirmed, or since the machine booted."""
        return self.clock.boot_time() - max(self.confirmed_at, 0)

    @property
    def is_idle(self) -> bool:
        """Whether nobody has requested a page for a while."""
        return self.clock.boot_time() - self._requested_at >= IDLE_AFTER

    def _count_instant(self, snapshot: Snapshot) -> None:
        late = self.clock.wall_time() - snapshot.start
        self.metrics.count_instant(late, is_prepared=snapshot.pages.prerendered)

    # Looking up and rendering

    def snapshot(self, at: Microseconds) -> Snapshot | None:
        """Return the snapshot of the moment, or None if it cannot be confirmed.

        Waits for the next poll if the last one is too old.
        """
        current = self.snapshots.current
        self._requested_at = now = self.clock.boot_time()
        age = now - self.confirmed_at
        if age >= FRESH:
            age = self._wait_for_poll(age)
        if current is not None and current.covers(at) and age < GRACE:
            is_current = current is self.snapshots.current
            return current if is_current else self.snapshots.snapshot_at(at)
        return self.snapshots.snapshot_at(at) if age < FRESH else None

    def _wait_for_poll(self, age: Microseconds) -> Microseconds:
        """Wait for a poll, of which an idle worker must be asked; return its age."""
        timeout = (MAX_WAIT - age) / SECOND
        self.wake_pipe.wake()
        with self._while_waiting(), self._confirmation:
            self._confirmation.wait_for(self._ends_wait, timeout=timeout)
        return self.clock.boot_time() - self.confirmed_at

    def _ends_wait(self) -> bool:
        age = self.clock.boot_time() - self.confirmed_at
        return self.is_unreachable or age < FRESH

    def render_once(
        self, snapshot: Snapshot, target: Target, *, source: str
    ) -> Page | None:
        """Render a page that the snapshot lacks; None if it may not be stored.

        Concurrent requests for one page share its rendering. Raises Unavailable or
        Overloaded.
        """
        single_flight = self._search_flight if target.is_search else self._flight
        try:
            return single_flight.do(
                (id(snapshot.pages), target.key),
                lambda: self._render_limited(snapshot, target, source),
            )
        except FlightFailed:
            raise Unavailable from None

    def not_found_page(self, snapshot: Snapshot, *, source: str) -> Page:
        """Return the snapshot's one 404 page. Raises Unavailable or Overloaded."""
        page = snapshot.get(NOT_FOUND.key)
        if page is None:
            page = self.render_once(snapshot, NOT_FOUND, source=source)
        if page is None:
            raise Unavailable
        return page

    def limiter_for(self, target: Target) -> ConcurrencyLimiter:
        """Return the limiter under which the target is rendered."""
        return self.slots.search if target.is_search else self.slots.pages

    def _render_limited(
        self, snapshot: Snapshot, target: Target, source: str
    ) -> Page | None:
        with self.limiter_for(target).slot(source):
            return self.render(snapshot, target)

    def render(self, snapshot: Snapshot, target: Target) -> Page | None:
        """Have Django render the page as of the snapshot's start, and store it.

        Every moment of the interval gives the same page. All workers choose the start,
        so that their bytes agree even if the horizon should lack an instant. Returns None
        if the page may not be stored; raises Unavailable.
        """
        response = self.backend.render(
            target.path, target.query, snapshot.start, snapshot.interval_results
        )
        if response.database_lost or response.status_code >= 500:
            raise Unavailable(response if response.says_when_to_ask_again else None)
        page = response.page(accepts_ranges=target.accepts_ranges)
        if response.streaming:
            response.close()
        if page is not None:
            snapshot.store(target.key, page)
        return page


def schedule_of(horizon: Horizon) -> Schedule:
    """Return the horizon as a schedule in microseconds."""
    affects_from, known_until = horizon.affects_from, horizon.known_until
    return Schedule(
        generation=horizon.generation,
        start=from_datetime(horizon.start),
        instants=tuple(map(from_datetime, horizon.instants)),
        known_until=NEVER if known_until is None else from_datetime(known_until),
        affects_from=NEVER if affects_from is None else from_datetime(affects_from),
    )
