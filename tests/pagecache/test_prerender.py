"""Made ahead: at the instant every page that changes is there already."""

from __future__ import annotations

import datetime as dt
from unittest import mock

from django.urls import resolve

import pytest

from releases.desk import transitions
from releases.models import PressWorker
from releases.pagecache.prerender import Superseded, until_beat
from releases.pagecache.routes import fixed_paths, named, patterns
from releases.record.public_view import PublicationRef
from tests.builders import (
    SEVEN,
    author,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.pagecache.requests import Told, agree, the_connection_is_the_tests
from tests.pagecache.scheduled import AheadTestCase

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class MadeAhead(AheadTestCase):
    """By who declares it, in time, and never seen before."""

    def test_at_the_instant_django_is_not_entered(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        entered = self.entered
        answers = [self.ask(page, look=False) for page in self.changed()]
        assert {told.status for told in answers} == {200}
        assert self.ask("/releases/2026/no-such/", look=False).status == 404
        assert self.entered == entered

    def test_it_is_what_would_have_been_made_then(self) -> None:
        then = [self.ask(page) for page in self.changed()]
        self.setUp()
        self.cycle(at=SEVEN - 30 * SECOND)
        assert [self.ask(page, look=False) for page in self.changed()] == then

    def test_until_then_nobody_can_tell(self) -> None:
        def answers() -> list[Told]:
            before = SEVEN - MICROSECOND
            return [self.ask(page, at=before, look=False) for page in self.changed()]

        self.ask("/", at=SEVEN - HOUR)
        before = answers()
        self.cycle(at=SEVEN - 30 * SECOND)
        assert answers() == before

    def test_what_is_called_off_meanwhile_is_never_shown(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        with travel(SEVEN - 20 * SECOND):
            transitions.call_off(self.release, by=author(), at=SEVEN)
        assert self.ask("/releases/2026/results/").status == 404
        assert b"Kestrel" not in self.ask("/").body

    def test_what_is_approved_meanwhile_is_made_too(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        schedule(slug="second", live_from=SEVEN, approved_at=SEVEN - 15 * SECOND)
        self.cycle(at=SEVEN - 14 * SECOND, on_beat=False)
        entered = self.entered
        assert self.ask("/releases/2026/second/", look=False).status == 200
        assert self.entered == entered

    def test_what_is_far_off_waits_for_its_beat(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND, on_beat=False)
        entered = self.entered
        self.ask("/", look=False)
        assert self.entered > entered

    def test_what_many_ask_for_is_made_too(self) -> None:
        page = "/releases/?words=kestrel"
        for _ in range(3):
            self.ask(page, at=SEVEN - HOUR)
        self.cycle(at=SEVEN - 30 * SECOND)
        entered = self.entered
        assert b"Kestrel" in self.ask(page, look=False).body
        assert self.entered == entered

    def test_an_instant_within_an_event_is_made_ready_for(self) -> None:
        ends = SEVEN + 7 * DAY + HOUR
        self.cycle(at=ends - 30 * SECOND)
        entered = self.entered
        assert b"Past" in self.ask("/events/call/", at=ends, look=False).body
        assert self.entered == entered

    def test_where_nothing_is_due_the_same_work_is_done_for_nobody(self) -> None:
        with travel(SEVEN - HOUR), the_connection_is_the_tests():
            agree(self.press)
            self.press.room.look()
            self.ahead.warm()
        entered = self.entered
        for beat in range(3):
            self.cycle(at=SEVEN - HOUR + beat * 10 * SECOND)
        worked = (self.entered - entered) / 3
        assert worked == len(fixed_paths()) + 1

    def test_a_beat_is_the_same_work_before_an_instant(self) -> None:
        worked = []
        for beat in range(7, 1, -1):
            entered = self.entered
            self.cycle(at=SEVEN - beat * 10 * SECOND)
            worked.append(self.entered - entered)
        quiet, earnest, *after = worked
        assert earnest >= quiet
        assert set(after) == {quiet}

    def test_the_beat_stands_between_round_seconds(self) -> None:
        assert until_beat(1_000_000_000_000_000) == 3_000_000
        assert until_beat(1_000_000_003_000_000) == 10_000_000
        assert until_beat(1_000_000_009_500_000) == 3_500_000

    def test_a_page_that_cannot_be_made_keeps_none_of_the_others_back(self) -> None:
        with (
            mock.patch("releases.public.files.FileGate.get", side_effect=OSError),
            self.assertLogs("releases.pagecache.prerender"),
        ):
            self.cycle(at=SEVEN - 30 * SECOND)
        entered = self.entered
        for page in ("/", "/releases/2026/results/", "/releases/rss.xml"):
            assert self.ask(page, look=False).status == 200
        assert self.entered == entered
        assert not PressWorker.objects.get().ready

    def test_before_the_first_look_there_is_nothing_to_do(self) -> None:
        self.ahead.cycle(on_beat=True)
        self.ahead.warm()
        assert self.entered == 0

    def test_a_change_under_way_stops_it(self) -> None:
        with travel(SEVEN - 30 * SECOND):
            agree(self.press)
            self.press.room.look()
            outlook = self.press.room.shelf.outlook
            snapshot = self.press.room.shelf.ahead(
                self.press.room.clock.now() + 30_000_000
            )
            self.press.room.forget()
        assert outlook
        assert snapshot
        with pytest.raises(Superseded):
            self.ahead._fill(outlook, snapshot, ["/"])  # noqa: SLF001 - the race itself

    def test_what_was_stopped_is_begun_again(self) -> None:
        with mock.patch.object(self.ahead, "_fill", side_effect=Superseded):
            self.cycle(at=SEVEN - 30 * SECOND)
        assert self.woken.is_set()

    def test_every_face_of_the_site_says_what_changes_it(self) -> None:
        release = PublicationRef(
            kind="release",
            address="2026/results",
            number=2,
            year=2026,
            category="news",
            files=(("token", "results.pdf"),),
        )
        event = PublicationRef(kind="event", address="call", year=2026)
        paths = {*fixed_paths(), *named(release), *named(event)}
        seen = {resolve(path).func.view_class for path in paths}  # type: ignore[attr-defined]  # a class-based view
        assert seen == {face for _, face in patterns()}
