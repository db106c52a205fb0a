"""The one clock of the public site, in whole microseconds since 1970.

It is never ahead of the wall clock, nor of the time that has passed since the
database's clock last agreed, so nothing is early; and it never runs backwards, so
nothing that was public vanishes.
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
# A mark further ahead of the database than this is no step of a clock but a fault of
# one, and embargoes come first: the mark gives way.
FAULT = 300 * SECOND
# How far two sound clocks drift apart, in parts of a million.
DRIFT = 200


def microseconds(moment: dt.datetime) -> Microseconds:
    """The moment as a whole number."""
    return (moment - EPOCH) // dt.timedelta(microseconds=1)


def moment(at: Microseconds) -> dt.datetime:
    """The number as a moment, in UTC."""
    return EPOCH + dt.timedelta(microseconds=at)


def wall() -> Microseconds:
    """What the machine says the time is; it may be stepped either way."""
    return time.time_ns() // 1000


def boot() -> Microseconds:
    """The time since the machine started, sleep included: it only goes forward."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000


class HighWater:
    """The latest moment any worker has used, in eight bytes that they share."""

    def __init__(self, path: Path | None = None) -> None:
        self._bytes: mmap.mmap | bytearray = bytearray(8)
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if os.fstat(file).st_size != 8:
                    os.ftruncate(file, 8)
                self._bytes = mmap.mmap(file, 8)
            finally:
                os.close(file)

    def read(self) -> Microseconds:
        """The mark."""
        (mark,) = struct.unpack("<q", self._bytes[:8])
        assert isinstance(mark, int)
        return mark

    def write(self, mark: Microseconds) -> None:
        """Set the mark; two who raise it at once differ by less than a tick."""
        self._bytes[:8] = struct.pack("<q", mark)


class Clock:
    """`at` = max(high water, min(wall clock, anchor + time since boot))."""

    def __init__(
        self,
        *,
        wall: Callable[[], Microseconds] = wall,
        boot: Callable[[], Microseconds] = boot,
        shared: HighWater | None = None,
    ) -> None:
        self.wall = wall
        self.boot = boot
        self.shared = shared or HighWater()
        self.offset: Microseconds | None = None
        self._mark: Microseconds = 0
        # What the database's clock shows at boot() == 0, at least and at most.
        self._least = -NEVER
        self._most = NEVER
        self._agreed_at: Microseconds = 0

    def now(self) -> Microseconds:
        """The moment of a request; nought until the database has agreed."""
        at = self.wall()
        bound = self._least + self.boot()
        at = min(at, bound)
        if at <= self._mark:
            return self._mark
        self._mark = at
        return at

    def agree(
        self, told: Microseconds, *, asked: Microseconds, heard: Microseconds
    ) -> None:
        """Take in what the database's clock told between two readings of boot().

        Readings narrow what is known of its clock; one that cannot be squared with
        them means that the clock was stepped, and begins anew.
        """
        drift = (heard - self._agreed_at) * DRIFT // SECOND + 1
        least, most = told - heard, told - asked
        narrowed = max(least, self._least - drift), min(most, self._most + drift)
        self._least, self._most = (
            narrowed if narrowed[0] <= narrowed[1] else (least, most)
        )
        self._agreed_at = heard
        self.offset = self.wall() - (self._least + self.boot())
        self._mark = self._sound(self._mark)

    def share(self) -> None:
        """Exchange the high water with the other workers."""
        if self.offset is None:
            return
        shared = self.shared.read()
        self._mark = max(self.now(), self._sound(shared))
        if self._mark != shared:
            self.shared.write(self._mark)

    def _sound(self, mark: Microseconds) -> Microseconds:
        """The mark; none where it is further ahead of the database than clocks step.

        Each worker judges for itself, so that one which has not compared its clock
        yet cannot hand its fault back to those that have.
        """
        return mark if mark <= self._least + self.boot() + FAULT else 0
