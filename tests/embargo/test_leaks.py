"""Nothing outside tells an embargo from nothing; with any gate open, this test fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest import mock

from django.db import transaction
from django.db.models import Q
from django.test import TestCase

import pytest

from releases.models.record.old_path import OldAddressQuerySet
from releases.models.record.queries import PublicationQuerySet
from releases.pagecache.backend import Django, Response
from releases.pagecache.clock import NEVER, SECOND, Microseconds
from releases.pagecache.known_paths import KnownPaths
from releases.pagecache.snapshot import Snapshot
from releases.pagecache.snapshot_store import Schedule, SnapshotStore
from tests.embargo.leaks import World, leaks


@pytest.mark.slow
class UnderEmbargo(TestCase):
    """Every address, method and condition, just before the instant."""

    def setUp(self) -> None:
        self.world = World()
        self.before = self.world.public_answers()

    def test_nothing_tells(self) -> None:
        self.world.approve()
        assert list(leaks(self.world, self.before)) == []

    def test_each_gate_is_needed(self) -> None:
        for name, (owner, gate), mutant in GATES:
            mark = transaction.savepoint()
            with self.subTest(name), mock.patch.object(owner, gate, mutant):
                self.world.approve()
                assert next(leaks(self.world, self.before), None)
            transaction.savepoint_rollback(mark)
            self.world.start_afresh()


# Each is what its gate does when it stands open.


def live(self: PublicationQuerySet, *, at: object) -> PublicationQuerySet:
    """What stands, whenever it begins."""
    return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=at))


def disclosed(self: PublicationQuerySet, *, at: object) -> PublicationQuerySet:
    """Every version there is, and the files of each."""
    return self.standing()


def leading(
    self: OldAddressQuerySet, paths: list[str], *, at: object
) -> OldAddressQuerySet:
    """Any way that there is."""
    return self.filter(path__in=paths)


def exists(self: KnownPaths, path: str, at: Microseconds) -> bool:
    """At some time or other."""
    return path in self._settled or path in self._open


def interval(self: Schedule, at: Microseconds) -> tuple[Microseconds, Microseconds]:
    """The last."""
    return (self.instants or (self.start,))[-1], NEVER


def snapshot(self: SnapshotStore, at: Microseconds) -> Snapshot | None:
    """The last that was made ready."""
    return max(self._later.values(), key=lambda one: one.start, default=self.current)


WRITE = Django.write


def write(
    self: Django, path: str, query: str, at: Microseconds, told: Any = None
) -> Response:
    """As of a day later."""
    return WRITE(self, path, query, at + 86_400 * SECOND, told)


def turn(self: SnapshotStore, outlook: Schedule) -> None:
    """Everything is forgotten, whenever the change is seen."""
    self.forget()
    self.outlook = outlook


GATES: tuple[tuple[str, tuple[type, str], Callable[..., Any]], ...] = (
    ("the record's own question", (PublicationQuerySet, "live"), live),
    ("the record's other question", (PublicationQuerySet, "disclosed"), disclosed),
    ("the way from old addresses", (OldAddressQuerySet, "leading"), leading),
    ("which addresses exist", (KnownPaths, "live"), exists),
    ("which interval it is", (Schedule, "interval"), interval),
    ("which snapshot it is", (SnapshotStore, "at"), snapshot),
    ("as of when a page is made", (Django, "write"), write),
    ("what an approval leaves alone", (SnapshotStore, "turn"), turn),
)
