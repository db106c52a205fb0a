"""What the record should say, in plain Python and without a database."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from releases.record.clock import COMMIT, MARGIN, next_second

Shown = set[tuple[str, str]]


class TooLate(Exception):
    """Publishing should be refused."""


@dataclass(eq=False, slots=True, kw_only=True)
class Version:
    """One thing that was put: on which chain, for when, in what words."""

    address: str
    live_from: dt.datetime
    bundle: uuid.UUID
    headline: str


@dataclass(slots=True)
class Oracle:
    """Every version that was put and not called off, and the record's time."""

    wall: dt.datetime
    last_use: dt.datetime
    standing: list[Version] = field(default_factory=list)

    @property
    def now(self) -> dt.datetime:
        """The later of the machine's clock and of the latest use."""
        return max(self.wall, self.last_use)

    def chain(self, address: str) -> list[Version]:
        """Return the entries at the address that were not called off, by their instants."""
        found = [version for version in self.standing if version.address == address]
        return sorted(found, key=lambda version: version.live_from)

    def live(self, at: dt.datetime) -> Shown:
        """Return what the public reads: of each chain, the latest that has begun."""
        begun = [version for version in self.standing if version.live_from <= at]
        latest = {
            version.address: version
            for version in sorted(begun, key=lambda version: version.live_from)
        }
        return {(version.address, version.headline) for version in latest.values()}

    def disclosed(self, at: dt.datetime) -> Shown:
        """Return everything that has been public by then."""
        return {
            (version.address, version.headline)
            for version in self.standing
            if version.live_from <= at
        }

    def put(
        self, addresses: Iterable[str], at: dt.datetime | None
    ) -> tuple[dt.datetime, set[Version]]:
        """Return the instant at which it would be live, and what would be called off first."""
        instant = at or next_second(self.now)
        if instant - self.now < COMMIT:
            raise TooLate
        first = {
            version
            for address in addresses
            for version in self.chain(address)
            if version.live_from >= instant
        }
        return instant, self.call_off(first)

    def call_off(self, first: Iterable[Version]) -> set[Version]:
        """Return what is called off with these: their successors, and their bundles."""
        gone: set[Version] = set()
        more = set(first)
        while more > gone or more - gone:
            gone |= more
            bundles = {version.bundle for version in gone}
            more = {
                version
                for version in self.standing
                if version.bundle in bundles
                or any(
                    version.address == other.address
                    and version.live_from > other.live_from
                    for other in gone
                )
            }
        if any(version.live_from - self.now < MARGIN for version in gone):
            raise TooLate
        return gone

    def rows(self) -> list[tuple[str, int, dt.datetime, dt.datetime | None, str]]:
        """Return the rows there should be: numbers without a gap, ends that meet beginnings."""
        found = []
        for address in sorted({version.address for version in self.standing}):
            chain = self.chain(address)
            ends = [version.live_from for version in chain[1:]]
            for number, (version, end) in enumerate(
                zip(chain, [*ends, None], strict=True), 1
            ):
                found.append(
                    (address, number, version.live_from, end, version.headline)
                )
        return found
