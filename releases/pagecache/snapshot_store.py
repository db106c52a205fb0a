"""The snapshots a worker has: the one for now, and those made ready for later."""

from __future__ import annotations

import bisect
import threading
from dataclasses import dataclass

from releases.pagecache.clock import NEVER, Microseconds
from releases.pagecache.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The record's horizon in microseconds.

    `start` and `instants` are where intervals begin; from `known_until` on nothing is
    known. `affects_from` is from when what was kept before may be wrong.
    """

    generation: int
    start: Microseconds
    instants: tuple[Microseconds, ...]
    known_until: Microseconds = NEVER
    affects_from: Microseconds = NEVER

    def interval(self, at: Microseconds) -> tuple[Microseconds, Microseconds] | None:
        """The `[start, end)` that the moment falls in, where that is known."""
        if not self.start <= at < self.known_until:
            return None
        place = bisect.bisect_right(self.instants, at)
        start = self.instants[place - 1] if place else self.start
        ends = self.instants[place] if place < len(self.instants) else NEVER
        return start, ends

    def says_the_same(self, other: Schedule) -> bool:
        """Whether no page need be made anew, nor kept for another time."""
        return (self.generation, self.known_until) == (
            other.generation,
            other.known_until,
        )


class SnapshotStore:
    """Finds the snapshot for a moment, and takes in what the record says anew."""

    def __init__(self, *, room: int) -> None:
        self.room = room
        self.outlook: Schedule | None = None
        self.current: Snapshot | None = None
        self.old: list[Snapshot] = []
        self._later: dict[Microseconds, Snapshot] = {}
        self._lock = threading.Lock()

    def turn(self, outlook: Schedule) -> None:
        """Go over to another generation.

        A snapshot that begins before the change is seen keeps its pages, and ends
        where the horizon now says.
        """
        with self._lock:
            kept = [self.current] if self.current else []
            kept += self._later.values()
            self.outlook = outlook
            self.current = None
            self._later = {}
            for snapshot in kept:
                interval = outlook.interval(snapshot.start)
                right = snapshot.start < outlook.affects_from
                if right and interval and interval[0] == snapshot.start:
                    self._later[snapshot.start] = snapshot.carried(
                        generation=outlook.generation, end=interval[1]
                    )
                else:
                    self.old.append(snapshot)

    def forget(self) -> None:
        """Know nothing: the record may be another one altogether."""
        with self._lock:
            self.old += [self.current] if self.current else []
            self.old += self._later.values()
            self.outlook = self.current = None
            self._later = {}

    def at(self, at: Microseconds) -> Snapshot | None:
        """The snapshot in which the moment falls; None beyond what is known.

        It becomes the current one, and what ended before it is let go.
        """
        with self._lock:
            if self.current is not None and self.current.holds(at):
                return self.current
            found = self._open(at)
            if found is not None and (
                self.current is None or self.current.start < found.start
            ):
                self.old += [self.current] if self.current else []
                self._later.pop(found.start, None)
                self.current = found
                for start in [start for start in self._later if start < found.start]:
                    self.old.append(self._later.pop(start))
            return found

    def ahead(self, at: Microseconds) -> Snapshot | None:
        """The snapshot of a moment to come, to be filled before it."""
        with self._lock:
            if self.current is not None and self.current.holds(at):
                return self.current
            found = self._open(at)
            if found is not None:
                self._later[found.start] = found
            return found

    def _open(self, at: Microseconds) -> Snapshot | None:
        interval = self.outlook.interval(at) if self.outlook else None
        if interval is None or self.outlook is None:
            return None
        start, end = interval
        return self._later.get(start) or Snapshot.opened(
            generation=self.outlook.generation, start=start, end=end, room=self.room
        )

    def sweep(self, count: int) -> None:
        """Let go of some old pages: all at once would be felt."""
        with self._lock:
            carried = {id(self.current.pages)} if self.current else set()
            carried |= {id(snapshot.pages) for snapshot in self._later.values()}
            self.old = [one for one in self.old if id(one.pages) not in carried]
            for snapshot in self.old[:1]:
                drained = snapshot.queries.drain(count), snapshot.pages.drain(count)
                if all(drained):
                    self.old.remove(snapshot)
