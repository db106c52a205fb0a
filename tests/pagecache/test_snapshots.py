"""Snapshots: a stored page is right for its whole interval, and memory is bounded."""

from __future__ import annotations

from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.pagecache.clock import NEVER
from releases.pagecache.page import Page
from releases.pagecache.snapshots import (
    PageStorage,
    Schedule,
    Snapshot,
    SnapshotStore,
)

MAX_BYTES = 1_000_000


def page(size: int = 100) -> Page:
    """Return a page of so many bytes, which no coding makes shorter."""
    headers = [("Content-Type", "image/png")]
    return Page(200, headers, bytes(size), accepts_ranges=False)


def schedule(
    *instants: int,
    generation: int = 1,
    start: int = 0,
    affects_from: int = NEVER,
    known_until: int = NEVER,
) -> Schedule:
    """Return a schedule with these instants."""
    return Schedule(
        generation=generation,
        start=start,
        instants=instants,
        known_until=known_until,
        affects_from=affects_from,
    )


class Storage(TestCase):
    """Bounded in bytes, whatever is requested."""

    def test_it_never_exceeds_its_bytes(self) -> None:
        pages = PageStorage(MAX_BYTES)
        for n in range(500):
            pages.store(f"/{n}", page(10_000))
            assert pages.size <= MAX_BYTES
        assert 0 < len(pages) < 100

    def test_a_page_that_is_requested_stays(self) -> None:
        pages = PageStorage(MAX_BYTES)
        pages.store("/", page(10_000))
        for n in range(500):
            requested = pages.get("/")
            assert requested is not None
            requested.hits += 1
            pages.store(f"/{n}", page(10_000))

    def test_a_page_is_stored_even_if_all_others_are_requested(self) -> None:
        pages = PageStorage(MAX_BYTES)
        for n in range(200):
            requested = page(10_000)
            requested.hits = 1
            pages.store(f"/{n}", requested)
            assert pages.size <= MAX_BYTES
        assert pages.get("/199")

    def test_a_page_that_is_too_large_is_not_stored(self) -> None:
        pages = PageStorage(MAX_BYTES)
        pages.store("/large", page(MAX_BYTES // 2))
        assert len(pages) == 0

    def test_a_page_is_stored_once(self) -> None:
        pages = PageStorage(MAX_BYTES)
        first = page()
        pages.store("/", first)
        pages.store("/", page())
        assert pages.get("/") is first

    def test_it_drains_in_slices_and_stores_nothing_after(self) -> None:
        pages = PageStorage(MAX_BYTES)
        for n in range(50):
            pages.store(f"/{n}", page())
        assert not pages.drain(20)
        assert len(pages) == 30
        assert not pages.drain(20)
        assert pages.drain(20)
        pages.store("/late", page())
        assert (len(pages), pages.size) == (0, 0)

    def test_pages_with_a_query_fill_a_part_of_their_own(self) -> None:
        snapshot = Snapshot.empty(generation=1, start=0, end=10, max_bytes=MAX_BYTES)
        snapshot.store("/", page())
        for n in range(1000):
            snapshot.store(f"/?words={n}", page(10_000))
        assert snapshot.get("/")
        assert snapshot.query_pages.size <= MAX_BYTES // 8
        assert snapshot.get("/?words=999")


class TheStore(TestCase):
    """Which snapshot belongs to a moment."""

    def setUp(self) -> None:
        self.store = SnapshotStore(max_bytes=MAX_BYTES)

    def at(self, moment: int) -> Snapshot:
        """Return the snapshot of the moment."""
        snapshot = self.store.snapshot_at(moment)
        assert snapshot is not None
        assert snapshot.covers(moment)
        return snapshot

    def test_it_changes_at_the_instant_and_not_before(self) -> None:
        self.store.apply(schedule(100, 200))
        first = self.at(50)
        assert self.at(99) is first
        second = self.at(100)
        assert second is not first
        assert (second.start, second.end) == (100, 200)

    def test_nothing_is_known_before_the_first_poll_or_after_the_last_instant(
        self,
    ) -> None:
        assert self.store.snapshot_at(50) is None
        assert self.store.upcoming_snapshot(50) is None
        self.store.apply(schedule(100, 200, known_until=200))
        assert self.store.snapshot_at(200) is None

    def test_a_prerendered_page_is_there_at_the_instant(self) -> None:
        self.store.apply(schedule(100))
        self.at(50)
        upcoming = self.store.upcoming_snapshot(100)
        assert upcoming is not None
        upcoming.store("/", page())
        assert self.store.current is not upcoming
        assert self.at(100).get("/") is upcoming.get("/")

    def test_a_scheduled_change_shortens_the_snapshot_and_keeps_its_pages(self) -> None:
        self.store.apply(schedule())
        self.at(50).store("/", page())
        self.store.apply(schedule(100, generation=2, affects_from=100))
        now = self.at(50)
        assert now.get("/")
        assert (now.end, now.generation) == (100, 2)
        assert self.at(100).get("/") is None

    def test_calling_it_off_lengthens_the_snapshot_and_keeps_its_pages(self) -> None:
        self.store.apply(schedule(100))
        self.at(50).store("/", page())
        self.store.apply(schedule(generation=2, affects_from=100))
        assert self.at(100).get("/")

    def test_pages_for_the_instant_of_a_change_are_discarded(self) -> None:
        self.store.apply(schedule(100))
        upcoming = self.store.upcoming_snapshot(100)
        assert upcoming is not None
        upcoming.store("/", page())
        self.store.apply(schedule(100, generation=2, affects_from=100))
        assert self.at(100).get("/") is None

    def test_pages_for_an_earlier_instant_are_kept(self) -> None:
        self.store.apply(schedule(100))
        upcoming = self.store.upcoming_snapshot(100)
        assert upcoming is not None
        upcoming.store("/", page())
        self.store.apply(schedule(100, 200, generation=2, affects_from=200))
        assert self.at(100).get("/")
        assert self.at(100).end == 200

    def test_a_change_that_holds_at_once_discards_all_pages(self) -> None:
        self.store.apply(schedule())
        self.at(50).store("/", page())
        self.store.apply(schedule(generation=2, affects_from=-NEVER))
        assert self.at(50).get("/") is None

    def test_a_change_noticed_after_its_instant_discards_the_pages_after_it(
        self,
    ) -> None:
        self.store.apply(schedule())
        old = self.at(50)
        old.store("/", page())
        self.store.apply(schedule(start=60, generation=2, affects_from=60))
        assert self.at(70).get("/") is None

    def test_a_page_that_comes_late_is_stored_in_its_own_snapshot(self) -> None:
        self.store.apply(schedule(100))
        old = self.at(50)
        new = self.at(100)
        old.store("/", page())
        assert new.get("/") is None

    def test_a_slow_earlier_request_does_not_change_the_current_snapshot(self) -> None:
        self.store.apply(schedule(100))
        self.at(50)
        new = self.at(100)
        assert self.at(99).end == 100
        assert self.store.current is new

    def test_discarded_pages_are_freed_in_slices_and_kept_ones_stay(self) -> None:
        self.store.apply(schedule(100))
        for n in range(30):
            self.at(50).store(f"/{n}", page())
        self.store.apply(schedule(100, 200, generation=2, affects_from=200))
        self.store.free(20)
        assert len(self.at(50).pages) == 30
        old = self.at(50)
        self.at(100)
        self.store.free(20)
        assert len(old.pages) == 10
        self.store.free(20)
        self.store.free(20)
        assert not self.store.discarded

    def test_clearing_leaves_nothing(self) -> None:
        self.store.apply(schedule(100))
        self.at(50)
        self.store.clear()
        assert self.store.snapshot_at(50) is None

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["schedule", "call off", "pass"]), st.integers(1, 50)
            )
        )
    )
    def test_after_any_changes_a_stored_page_is_the_page_of_its_moment(
        self, changes: list[tuple[str, int]]
    ) -> None:
        """A model: the site at `now` shows the instants that have passed."""
        self.store = SnapshotStore(max_bytes=MAX_BYTES)
        past: list[int] = []
        upcoming: set[int] = set()
        now, generation = 0, 1
        rendered: dict[int, tuple[int, ...]] = {}
        self.store.apply(schedule())
        for change, by in changes:
            affected = None
            if change == "schedule" and now + by not in upcoming:
                affected = now + by
                upcoming.add(affected)
            elif change == "call off" and upcoming:
                affected = min(upcoming)
                upcoming.remove(affected)
            elif change == "pass":
                now += by
                past += sorted(instant for instant in upcoming if instant <= now)
                upcoming = {instant for instant in upcoming if instant > now}
            if affected is not None:
                generation += 1
                self.store.apply(
                    schedule(
                        *sorted(upcoming),
                        start=past[-1] if past else 0,
                        generation=generation,
                        affects_from=affected,
                    )
                )
            for moment in (now, *sorted(upcoming)[:1]):
                shown = (*past, *(i for i in sorted(upcoming) if i <= moment))
                snapshot = self.store.snapshot_at(now) if moment == now else None
                snapshot = snapshot or self.store.upcoming_snapshot(moment)
                assert snapshot is not None
                stored = snapshot.get("/")
                if stored is None:
                    stored = page()
                    rendered[id(stored)] = shown
                    snapshot.store("/", stored)
                    # Keeps the ids apart.
                    self.pages = [*getattr(self, "pages", []), stored]
                assert rendered[id(stored)] == shown
