"""The clock of the public site, in whole microseconds since 1970, UTC.

It is never ahead of the wall clock, nor of the database's clock as last measured, so
nothing is published early. It never runs backwards, so nothing public disappears.
"""

from __future__ import annotations

import datetime as dt
import mmap
import os
import struct
import time
from collections.abc import Callable
from pathlib import Path

Microseconds = int

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
SECOND: Microseconds = 1_000_000
NEVER: Microseconds = 1 << 62
# A high-water mark further ahead of the database's clock than this comes from a faulty
# clock rather than a correction of one. It is dropped, because embargoes come first.
MAX_MARK_AHEAD = 300 * SECOND
# How far two working clocks may drift apart, in parts per million.
MAX_DRIFT_PPM = 200


def from_datetime(moment: dt.datetime) -> Microseconds:
    """Return the moment in microseconds since 1970."""
    return (moment - EPOCH) // dt.timedelta(microseconds=1)


def to_datetime(at: Microseconds) -> dt.datetime:
    """Return the moment as a datetime in UTC."""
    return EPOCH + dt.timedelta(microseconds=at)


def wall_time() -> Microseconds:
    """Return the machine's time, which may be set either way."""
    return time.time_ns() // 1000


def boot_time() -> Microseconds:
    """Return the time since the machine booted, which only increases, in sleep too."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000


class HighWaterMark:
    """The latest moment that any worker has used, in eight bytes of shared memory."""

    def __init__(self, path: Path | None = None) -> None:
        self._bytes: mmap.mmap | bytearray = bytearray(8)
        if path is not None:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if os.fstat(file).st_size != 8:
                    os.ftruncate(file, 8)
                self._bytes = mmap.mmap(file, 8)
            finally:
                os.close(file)

    def read(self) -> Microseconds:
        """Return the mark."""
        (mark,) = struct.unpack("<q", self._bytes[:8])
        assert isinstance(mark, int)
        return mark

    def write(self, mark: Microseconds) -> None:
        """Set the mark. If two workers do so at once, their marks differ by milliseconds."""
        self._bytes[:8] = struct.pack("<q", mark)


class Clock:
    """`at` = max(high-water mark, min(wall clock, database's clock by the time since boot))."""

    def __init__(
        self,
        *,
        wall_time: Callable[[], Microseconds] = wall_time,
        boot_time: Callable[[], Microseconds] = boot_time,
        shared_mark: HighWaterMark | None = None,
    ) -> None:
        self.wall_time = wall_time
        self.boot_time = boot_time
        self.shared_mark = shared_mark or HighWaterMark()
        # The wall clock against the database's; None before the first synchronization.
        self.offset: Microseconds | None = None
        self._mark: Microseconds = 0
        # The bounds of what the database's clock showed when the machine booted.
        self._earliest = -NEVER
        self._latest = NEVER
        self._synchronized_at: Microseconds = 0

    def now(self) -> Microseconds:
        """Return the moment of a request; 0 before the first synchronization."""
        at = self.wall_time()
        database_time = self._earliest + self.boot_time()
        if database_time < at:  # noqa: PLR1730 - quicker than min()
            at = database_time
        if at <= self._mark:
            return self._mark
        self._mark = at
        return at

    def synchronize(
        self,
        database_time: Microseconds,
        *,
        before: Microseconds,
        after: Microseconds,
    ) -> None:
        """Take in a reading of the database's clock, between two boot times.

        Each reading narrows the bounds. One that contradicts them means that the
        database's clock was set, and replaces them.
        """
        drift = (after - self._synchronized_at) * MAX_DRIFT_PPM // SECOND + 1
        earliest, latest = database_time - after, database_time - before
        narrowed = (
            max(earliest, self._earliest - drift),
            min(latest, self._latest + drift),
        )
        self._earliest, self._latest = (
            narrowed if narrowed[0] <= narrowed[1] else (earliest, latest)
        )
        self._synchronized_at = after
        self.offset = self.wall_time() - (self._earliest + self.boot_time())
        self._mark = self._plausible(self._mark)

    def share(self) -> None:
        """Exchange the high-water mark with the other workers."""
        if self.offset is None:
            return
        shared = self.shared_mark.read()
        if shared > self.now():
            self._mark = max(self._mark, self._plausible(shared))
        if self._mark != shared:
            self.shared_mark.write(self._mark)

    def _plausible(self, mark: Microseconds) -> Microseconds:
        """Return the mark, or 0 if it is too far ahead of the database's clock.

        Each worker decides for itself, so that one which has not synchronized yet
        cannot pass a wrong mark on to the others.
        """
        database_time = self._earliest + self.boot_time()
        return mark if mark <= database_time + MAX_MARK_AHEAD else 0
