"""No response reveals an embargo; if any one of the checks failed, this test would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest import mock

from django.db import transaction
from django.db.models import Q
from django.test import TestCase

import pytest

from releases.models.record.old_path import OldPathQuerySet
from releases.models.record.publication import PublicationQuerySet
from releases.pagecache.backend import DjangoBackend, DjangoResponse
from releases.pagecache.clock import NEVER, SECOND, Microseconds
from releases.pagecache.known_paths import KnownPaths
from releases.pagecache.snapshots import Schedule, Snapshot, SnapshotStore
from tests.embargo.leaks import World, leaks
from tests.examples import PROFILE
from tests.representations.forms import served


@pytest.mark.slow
class UnderEmbargo(TestCase):
    """Every address, method and condition, just before the instant."""

    def setUp(self) -> None:
        self.enterContext(served())
        self.world = World()
        self.before = self.world.public_answers()

    def test_no_response_reveals_it(self) -> None:
        self.world.approve()
        assert list(leaks(self.world, self.before)) == []

    @pytest.mark.skipif(PROFILE == "commit", reason="takes half a minute: every night")
    def test_each_check_is_needed(self) -> None:
        for name, (owner, method), mutant in MUTANTS:
            mark = transaction.savepoint()
            with self.subTest(name), mock.patch.object(owner, method, mutant):
                self.world.record()
                assert next(leaks(self.world, self.before), None)
            transaction.savepoint_rollback(mark)
            self.world.start_afresh()


# Each is what its method would do without its check.


def live(self: PublicationQuerySet, *, at: object) -> PublicationQuerySet:
    """Return what stands, even before it is live."""
    return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=at))


def disclosed(self: PublicationQuerySet, *, at: object) -> PublicationQuerySet:
    """Return every version, even before it is live."""
    return self.not_called_off()


def to_live_releases(
    self: OldPathQuerySet, paths: list[str], *, at: object
) -> OldPathQuerySet:
    """Return every redirect, even before its release is public."""
    return self.filter(path__in=paths)


def is_public(self: KnownPaths, path: str, at: Microseconds) -> bool:
    """Return whether the path is public at any time."""
    return path in self._settled or path in self._unsettled


IS_PUBLIC = KnownPaths.is_public


def suffix_is_public(self: KnownPaths, path: str, at: Microseconds) -> bool:
    """Return whether the path is public; a page with a suffix is so at any time."""
    page = self._page_of(path)
    return IS_PUBLIC(self, path, at if page == path else NEVER - 1)


def prefix_is_public(self: KnownPaths, path: str, at: Microseconds) -> bool:
    """Return whether the path is public; a page behind a prefix is so at any time."""
    return IS_PUBLIC(self, path, NEVER - 1 if path.startswith(self._prefixes) else at)


def interval(self: Schedule, at: Microseconds) -> tuple[Microseconds, Microseconds]:
    """Return the last interval."""
    return (self.instants or (self.start,))[-1], NEVER


def snapshot_at(self: SnapshotStore, at: Microseconds) -> Snapshot | None:
    """Return the last snapshot that was prepared."""
    return max(
        self._upcoming.values(),
        key=lambda snapshot: snapshot.start,
        default=self.current,
    )


RENDER = DjangoBackend.render


def render(
    self: DjangoBackend,
    path: str,
    query: str,
    at: Microseconds,
    interval_results: Any = None,
) -> DjangoResponse:
    """Render as of a day later."""
    return RENDER(self, path, query, at + 86_400 * SECOND, interval_results)


def apply(self: SnapshotStore, schedule: Schedule) -> None:
    """Discard everything, even if the change affects the site only later."""
    self.clear()
    self.schedule = schedule


MUTANTS: tuple[tuple[str, tuple[type, str], Callable[..., Any]], ...] = (
    ("what is live", (PublicationQuerySet, "live"), live),
    ("what is disclosed", (PublicationQuerySet, "disclosed"), disclosed),
    (
        "which old addresses lead on",
        (OldPathQuerySet, "to_live_releases"),
        to_live_releases,
    ),
    ("which paths are public", (KnownPaths, "is_public"), is_public),
    ("which suffixes are public", (KnownPaths, "is_public"), suffix_is_public),
    ("which prefixed paths are public", (KnownPaths, "is_public"), prefix_is_public),
    ("which interval it is", (Schedule, "interval"), interval),
    ("which snapshot it is", (SnapshotStore, "snapshot_at"), snapshot_at),
    ("as of when a page is rendered", (DjangoBackend, "render"), render),
    ("which snapshots an approval keeps", (SnapshotStore, "apply"), apply),
)
