"""Snapshots: what is kept of a page is right for its whole interval, and bounded."""

from __future__ import annotations

from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.pagecache.clock import NEVER
from releases.pagecache.page import Page
from releases.pagecache.snapshot import Pages, Snapshot
from releases.pagecache.snapshot_store import Schedule, SnapshotStore

ROOM = 1_000_000
HTML = [("Content-Type", "text/html")]


def page(size: int = 100) -> Page:
    """A page of so many bytes, which no coding makes shorter."""
    return Page(200, [("Content-Type", "image/png")], bytes(size), ranges=False)


def outlook(
    *instants: int,
    generation: int = 1,
    start: int = 0,
    affects_from: int = NEVER,
    known_until: int = NEVER,
) -> Schedule:
    """What one look tells."""
    return Schedule(
        generation=generation,
        start=start,
        instants=instants,
        known_until=known_until,
        affects_from=affects_from,
    )


class TheRoom(TestCase):
    """Bounded in bytes, whatever is asked for."""

    def test_it_never_holds_more_than_its_bytes(self) -> None:
        pages = Pages(ROOM)
        for n in range(500):
            pages.keep(f"/{n}", page(10_000))
            assert pages.size <= ROOM
        assert 0 < len(pages) < 100

    def test_what_is_asked_for_stays(self) -> None:
        pages = Pages(ROOM)
        pages.keep("/", page(10_000))
        for n in range(500):
            found = pages.get("/")
            assert found is not None
            found.hits += 1
            pages.keep(f"/{n}", page(10_000))

    def test_even_where_all_is_asked_for_there_is_room_for_more(self) -> None:
        pages = Pages(ROOM)
        for n in range(200):
            one = page(10_000)
            one.hits = 1
            pages.keep(f"/{n}", one)
            assert pages.size <= ROOM
        assert pages.get("/199")

    def test_what_would_fill_it_alone_is_not_kept(self) -> None:
        pages = Pages(ROOM)
        pages.keep("/large", page(ROOM // 2))
        assert len(pages) == 0

    def test_a_page_is_kept_once(self) -> None:
        pages = Pages(ROOM)
        first = page()
        pages.keep("/", first)
        pages.keep("/", page())
        assert pages.get("/") is first

    def test_it_empties_in_slices_and_takes_nothing_after(self) -> None:
        pages = Pages(ROOM)
        for n in range(50):
            pages.keep(f"/{n}", page())
        assert not pages.drain(20)
        assert len(pages) == 30
        assert not pages.drain(20)
        assert pages.drain(20)
        pages.keep("/late", page())
        assert (len(pages), pages.size) == (0, 0)

    def test_made_up_queries_fill_a_part_of_their_own(self) -> None:
        snapshot = Snapshot.opened(generation=1, start=0, end=10, room=ROOM)
        snapshot.keep("/", page())
        for n in range(1000):
            snapshot.keep(f"/?words={n}", page(10_000))
        assert snapshot.find("/")
        assert snapshot.queries.size <= ROOM // 8
        assert snapshot.find("/?words=999")


class TheShelf(TestCase):
    """Which snapshot a moment falls in."""

    def setUp(self) -> None:
        self.shelf = SnapshotStore(room=ROOM)

    def at(self, moment: int) -> Snapshot:
        """The snapshot there."""
        found = self.shelf.at(moment)
        assert found is not None
        assert found.holds(moment)
        return found

    def test_it_changes_at_the_instant_and_not_before(self) -> None:
        self.shelf.turn(outlook(100, 200))
        first = self.at(50)
        assert self.at(99) is first
        second = self.at(100)
        assert second is not first
        assert (second.start, second.end) == (100, 200)

    def test_nothing_is_known_before_the_first_look_or_beyond_the_last_instant(
        self,
    ) -> None:
        assert self.shelf.at(50) is None
        assert self.shelf.ahead(50) is None
        self.shelf.turn(outlook(100, 200, known_until=200))
        assert self.shelf.at(200) is None

    def test_what_was_made_ahead_is_there_at_the_instant(self) -> None:
        self.shelf.turn(outlook(100))
        self.at(50)
        ahead = self.shelf.ahead(100)
        assert ahead is not None
        ahead.keep("/", page())
        assert self.shelf.current is not ahead
        assert self.at(100).find("/") is ahead.find("/")

    def test_a_change_to_come_shortens_and_empties_nothing(self) -> None:
        self.shelf.turn(outlook())
        self.at(50).keep("/", page())
        self.shelf.turn(outlook(100, generation=2, affects_from=100))
        now = self.at(50)
        assert now.find("/")
        assert (now.end, now.generation) == (100, 2)
        assert self.at(100).find("/") is None

    def test_calling_it_off_lengthens_and_empties_nothing(self) -> None:
        self.shelf.turn(outlook(100))
        self.at(50).keep("/", page())
        self.shelf.turn(outlook(generation=2, affects_from=100))
        assert self.at(100).find("/")

    def test_what_was_made_for_that_instant_is_made_anew(self) -> None:
        self.shelf.turn(outlook(100))
        for_then = self.shelf.ahead(100)
        assert for_then is not None
        for_then.keep("/", page())
        self.shelf.turn(outlook(100, generation=2, affects_from=100))
        assert self.at(100).find("/") is None

    def test_what_was_made_for_an_earlier_instant_is_kept(self) -> None:
        self.shelf.turn(outlook(100))
        for_then = self.shelf.ahead(100)
        assert for_then is not None
        for_then.keep("/", page())
        self.shelf.turn(outlook(100, 200, generation=2, affects_from=200))
        assert self.at(100).find("/")
        assert self.at(100).end == 200

    def test_a_change_that_holds_at_once_empties_everything(self) -> None:
        self.shelf.turn(outlook())
        self.at(50).keep("/", page())
        self.shelf.turn(outlook(generation=2, affects_from=-NEVER))
        assert self.at(50).find("/") is None

    def test_a_change_noticed_after_its_instant_keeps_what_was_before(self) -> None:
        self.shelf.turn(outlook())
        old = self.at(50)
        old.keep("/", page())
        self.shelf.turn(outlook(start=60, generation=2, affects_from=60))
        assert self.at(70).find("/") is None

    def test_a_page_that_comes_late_lands_where_it_belongs(self) -> None:
        self.shelf.turn(outlook(100))
        old = self.at(50)
        new = self.at(100)
        old.keep("/", page())
        assert new.find("/") is None

    def test_a_slow_request_from_before_does_not_turn_the_time_back(self) -> None:
        self.shelf.turn(outlook(100))
        self.at(50)
        new = self.at(100)
        assert self.at(99).end == 100
        assert self.shelf.current is new

    def test_old_pages_are_let_go_in_slices_and_carried_ones_stay(self) -> None:
        self.shelf.turn(outlook(100))
        for n in range(30):
            self.at(50).keep(f"/{n}", page())
        self.shelf.turn(outlook(100, 200, generation=2, affects_from=200))
        self.shelf.sweep(20)
        assert len(self.at(50).pages) == 30
        old = self.at(50)
        self.at(100)
        self.shelf.sweep(20)
        assert len(old.pages) == 10
        self.shelf.sweep(20)
        self.shelf.sweep(20)
        assert not self.shelf.old

    def test_forgetting_leaves_nothing(self) -> None:
        self.shelf.turn(outlook(100))
        self.at(50)
        self.shelf.forget()
        assert self.shelf.at(50) is None

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["schedule", "call off", "pass"]), st.integers(1, 50)
            )
        )
    )
    def test_whatever_happens_a_page_found_is_the_page_of_its_moment(
        self, happenings: list[tuple[str, int]]
    ) -> None:
        """A model: the site at `now` shows the instants that have passed."""
        self.shelf = SnapshotStore(room=ROOM)
        past: list[int] = []
        ahead: set[int] = set()
        now, generation = 0, 1
        made: dict[int, tuple[int, ...]] = {}
        self.shelf.turn(outlook())
        for what, by in happenings:
            affected = None
            if what == "schedule" and now + by not in ahead:
                affected = now + by
                ahead.add(affected)
            elif what == "call off" and ahead:
                affected = min(ahead)
                ahead.remove(affected)
            elif what == "pass":
                now += by
                past += sorted(instant for instant in ahead if instant <= now)
                ahead = {instant for instant in ahead if instant > now}
            if affected is not None:
                generation += 1
                self.shelf.turn(
                    outlook(
                        *sorted(ahead),
                        start=past[-1] if past else 0,
                        generation=generation,
                        affects_from=affected,
                    )
                )
            for moment in (now, *sorted(ahead)[:1]):
                shown = (*past, *(i for i in sorted(ahead) if i <= moment))
                snapshot = self.shelf.at(now) if moment == now else None
                snapshot = snapshot or self.shelf.ahead(moment)
                assert snapshot is not None
                found = snapshot.find("/")
                if found is None:
                    found = page()
                    made[id(found)] = shown
                    snapshot.keep("/", found)
                    self.kept = [*getattr(self, "kept", []), found]
                assert made[id(found)] == shown
