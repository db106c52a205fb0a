"""The pressroom of one worker: what it knows of the record, and the pages it has."""

from __future__ import annotations

import threading

from releases.pagecache.backend import NOWHERE, Django
from releases.pagecache.clock import (
    NEVER,
    SECOND,
    Clock,
    Microseconds,
    microseconds,
    moment,
)
from releases.pagecache.connection_pool import ConnectionPool
from releases.pagecache.known_paths import KnownPaths
from releases.pagecache.limits import ConcurrencyLimiter
from releases.pagecache.page import Page
from releases.pagecache.routes import named
from releases.pagecache.single_flight import Late, SingleFlight
from releases.pagecache.snapshot import Snapshot
from releases.pagecache.snapshot_store import Schedule, SnapshotStore
from releases.record.horizon import (
    BEGINNING,
    Horizon,
    affects_from,
    generation,
    read_horizon,
)

# A request that finds the record unconfirmed for so long waits for the next look.
FRESH: Microseconds = 50_000
# A door commits at least this long before its instant (record.clock.COMMIT), so what
# was true at a look is true for as long after it. Beyond, nothing kept is served.
GRACE: Microseconds = 250_000
# Where the record is away for so long, nobody is let in to wait for it.
LOST: Microseconds = SECOND
# All workers take in at the same moments what is felt so much later than the next one:
# a beat of who renders ahead still fits between, and is done ten seconds before.
BEAT: Microseconds = 10 * SECOND
LATER: Microseconds = 3 * BEAT
# How long whoever asks for a page that is being made waits for it, in seconds, and how
# many may: all who ask for a page of the site; of those who ask with a query, so many
# that their waiting takes no thread from the rest.
PATIENCE = 5.0
EVERYBODY = 1000
FEW = 4
# The key of the one 404 of a snapshot: no path begins like this.
MISSING = "404"


class Unavailable(Exception):
    """The page cannot be had just now: 503."""


class PageCache:
    """Looks at the record, and finds or makes the page for a moment."""

    def __init__(
        self,
        django: Django,
        *,
        clock: Clock,
        lending: ConnectionPool,
        slots: ConcurrencyLimiter,
        paced: ConcurrencyLimiter,
        room: int,
    ) -> None:
        self.django = django
        self.clock = clock
        self.lending = lending
        self.slots = slots
        # For what anybody can ask Django for without end: made-up queries and sessions.
        self.paced = paced
        self.shelf = SnapshotStore(room=room)
        self.addresses = KnownPaths(named)
        self.flights: SingleFlight[Page | None] = SingleFlight(
            patience=PATIENCE, company=EVERYBODY
        )
        self.inquiries: SingleFlight[Page | None] = SingleFlight(
            patience=PATIENCE, company=FEW
        )
        self.confirmed: Microseconds = -NEVER
        self.beat: Microseconds = -NEVER
        # The generation that was last weighed, and from when what is new in it is felt.
        self._weighed = 0
        self._felt_from: Microseconds = NEVER
        self._told = threading.Condition()

    # What is known

    def look(self) -> bool:
        """Ask the record what is different, and go over to it; whether that was urgent.

        What will only be felt later is taken in on the next beat, when the same is done
        whether or not anything is different: so nobody can feel that something was
        scheduled.
        """
        asked = self.clock.boot()
        at = self.clock.now()
        urgent = self._is_urgent(at)
        if urgent or at >= self.beat:
            self._turn(at)
        self.confirm(asked)
        return urgent

    def _is_urgent(self, at: Microseconds) -> bool:
        outlook = self.shelf.outlook
        if outlook is None or at >= outlook.known_until:
            return True
        now = generation()
        if now != self._weighed:
            felt_from = affects_from(since=outlook.generation, until=now)
            self._felt_from = microseconds(felt_from) if felt_from else NEVER
            self._weighed = now
        return self._felt_from < self.beat + LATER

    def _turn(self, at: Microseconds) -> None:
        before = self.shelf.outlook
        horizon = read_horizon(
            at=moment(at), since=before.generation if before else None
        )
        self.addresses.read(at=at, moved=horizon.affects_from == BEGINNING)
        outlook = schedule_of(horizon)
        if before is None or not before.says_the_same(outlook):
            self.shelf.turn(outlook)
        self._weighed, self._felt_from = outlook.generation, NEVER
        self.beat = (at // BEAT + 1) * BEAT

    def confirm(self, asked: Microseconds) -> None:
        """What is known was still so at this reading of boot()."""
        with self._told:
            self.confirmed = asked
            self._told.notify_all()

    def forget(self) -> None:
        """The database may be another one: know nothing, and hold on to nothing."""
        self.confirmed = self.beat = -NEVER
        self.shelf.forget()
        self.addresses.forget()
        self.lending.forget()

    # What is served

    def snapshot(self, at: Microseconds) -> Snapshot | None:
        """The site at the moment, as confirmed; None where it cannot be vouched for."""
        current = self.shelf.current
        age = self.clock.boot() - self.confirmed
        if age >= FRESH:
            age = self._wait(age)
        if current is not None and current.holds(at) and age < GRACE:
            return current if current is self.shelf.current else self.shelf.at(at)
        return self.shelf.at(at) if age < FRESH else None

    def _wait(self, age: Microseconds) -> Microseconds:
        """Wait for a look where one may come in time; how old the last one is."""
        with self._told:
            self._told.wait_for(self._is_fresh, timeout=(GRACE - age) / SECOND)
        return self.clock.boot() - self.confirmed

    @property
    def lost(self) -> bool:
        """Whether the record has not been there for a second, or never yet."""
        never = self.clock.offset is None
        return never or -NEVER < self.confirmed <= self.clock.boot() - LOST

    def _is_fresh(self) -> bool:
        return self.clock.boot() - self.confirmed < FRESH

    def page(
        self, snapshot: Snapshot, path: str, query: str, *, ranges: bool
    ) -> Page | None:
        """The page at this address, made once; None where it is not for keeping."""
        key = f"{path}?{query}" if query else path
        found = snapshot.find(key)
        if found is not None:
            return found
        flights = self.inquiries if query else self.flights
        try:
            return flights.share(
                (id(snapshot.pages), key),
                lambda: self._made(snapshot, key, path, query, ranges=ranges),
            )
        except Late:
            raise Unavailable from None

    def missing(self, snapshot: Snapshot) -> Page:
        """The one 404 of the snapshot."""
        found = self.page(snapshot, MISSING, "", ranges=False)
        if found is None:
            raise Unavailable
        return found

    def slot(self, query: str) -> ConcurrencyLimiter:
        """What must have room before Django is asked for a page with this query."""
        return self.paced if query else self.slots

    def _made(
        self, snapshot: Snapshot, key: str, path: str, query: str, *, ranges: bool
    ) -> Page | None:
        with self.slot(query).one():
            return self.make(snapshot, key, path, query, ranges=ranges)

    def make(
        self, snapshot: Snapshot, key: str, path: str, query: str, *, ranges: bool
    ) -> Page | None:
        """Have Django write the page as of the snapshot's beginning, and keep it.

        Any moment of the interval gives the same page; one that all workers choose
        gives the same bytes even where somebody forgot an instant.
        """
        where = NOWHERE if path == MISSING else path
        written = self.django.write(where, query, snapshot.start, snapshot.told)
        if written.lost or written.status >= 500:
            raise Unavailable
        page = written.page(ranges=ranges)
        if written.streaming:
            written.close()
        if page is not None:
            snapshot.keep(key, page)
        return page


def schedule_of(horizon: Horizon) -> Schedule:
    """The horizon in microseconds."""
    affects_from, known_until = horizon.affects_from, horizon.known_until
    return Schedule(
        generation=horizon.generation,
        start=microseconds(horizon.start),
        instants=tuple(map(microseconds, horizon.instants)),
        known_until=NEVER if known_until is None else microseconds(known_until),
        affects_from=NEVER if affects_from is None else microseconds(affects_from),
    )
