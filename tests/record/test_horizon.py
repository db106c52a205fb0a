"""When the public sees something else, and from when each change is seen."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.test import TestCase

from releases.desk import transitions
from releases.models import Publication, RecordChange, RecordState, Release
from releases.record import old_paths
from releases.record.horizon import BEGINNING, Horizon, generation, read_horizon
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_event,
    make_release,
    publish,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.live import CommittingTestCase
from tests.record.rows import DAY, HOUR, on_postgresql, sql

# When what was first disclosed at SEVEN is no longer news to search engines.
NEWS_ENDS = SEVEN + 2 * DAY


def at(moment: dt.datetime, *, since: int | None = None) -> Horizon:
    """One look."""
    return read_horizon(at=moment, since=since)


class TheHorizon(TestCase):
    """Every instant at which the site is different by itself, and no other."""

    def test_an_empty_record_never_changes(self) -> None:
        seen = at(SEVEN)
        assert (seen.start, seen.instants, seen.known_until) == (BEGINNING, (), None)

    def test_a_scheduled_release_is_ahead_until_its_instant(self) -> None:
        schedule(live_from=SEVEN)
        assert at(SEVEN - MICROSECOND).instants == (SEVEN, NEWS_ENDS)
        assert at(SEVEN).instants == (NEWS_ENDS,)
        assert at(SEVEN).start == SEVEN

    def test_a_release_is_news_for_48_hours_whatever_replaces_it(self) -> None:
        release = publish(at=SEVEN)
        with travel(SEVEN + HOUR):
            transitions.withdraw(release, by=counsel(), at=SEVEN, reason="Error.")
        assert at(NEWS_ENDS - MICROSECOND).instants == (NEWS_ENDS,)
        assert at(NEWS_ENDS).start == NEWS_ENDS
        assert at(NEWS_ENDS).instants == ()

    def test_what_was_called_off_is_no_instant(self) -> None:
        release = schedule(live_from=SEVEN)
        with travel(SEVEN - HOUR / 2):
            transitions.call_off(release, by=author(), at=SEVEN)
        assert at(SEVEN - SECOND).instants == ()
        assert at(SEVEN + HOUR).start == BEGINNING

    def test_an_events_instants_count_while_it_stands(self) -> None:
        with travel(SEVEN - DAY):
            event = make_event()
        publish(make_release(events=(event,)), at=SEVEN)
        assert at(SEVEN).instants == (NEWS_ENDS, event.starts, event.ends)
        assert at(event.starts).start == event.starts

    def test_a_correction_and_a_withdrawal_are_instants(self) -> None:
        release = publish()
        with travel(SEVEN + HOUR):
            transitions.withdraw(release, by=counsel(), at=SEVEN, reason="Error.")
        assert at(SEVEN + HOUR).instants == (SEVEN + HOUR + SECOND, NEWS_ENDS)


class AChange(TestCase):
    """It raises the generation, and tells from when it shows."""

    release: Release
    before: int

    @classmethod
    def setUpTestData(cls) -> None:
        cls.release = publish(at=SEVEN - DAY)
        cls.before = generation()

    def affects_from(self) -> dt.datetime | None:
        """When what was known before this test's change stops being right."""
        assert generation() > self.before
        return at(SEVEN - HOUR, since=self.before).affects_from

    def test_nothing_since_affects_nothing(self) -> None:
        assert at(SEVEN, since=self.before).affects_from is None

    def test_an_approval_shows_from_its_instant(self) -> None:
        schedule(live_from=SEVEN, slug="other")
        assert self.affects_from() == SEVEN

    def test_a_call_off_shows_from_what_would_have_been_its_instant(self) -> None:
        other = schedule(live_from=SEVEN, slug="other")
        self.before = generation()
        with travel(SEVEN - HOUR / 2):
            transitions.call_off(other, by=author(), at=SEVEN)
        assert self.affects_from() == SEVEN

    def test_a_correction_called_off_shows_from_its_instant(self) -> None:
        with travel(SEVEN - 2 * HOUR):
            transitions.correct(self.release, by=author(), at=SEVEN, notice="A slip.")
        schedule(self.release, live_from=SEVEN)
        assert self.affects_from() == SEVEN
        self.before = generation()
        with travel(SEVEN - HOUR / 2):
            transitions.call_off(self.release, by=author(), at=SEVEN)
        assert self.affects_from() == SEVEN

    def test_an_update_that_changes_nothing_shows_never(self) -> None:
        sql("UPDATE releases_publication SET live_until = live_until")
        assert self.affects_from() is None

    def test_an_old_address_holds_at_once_and_once(self) -> None:
        address = Publication.objects.get().address
        with travel(SEVEN):
            assert old_paths.register("https://old.example.com/p?id=7", address=address)
        assert self.affects_from() == SEVEN
        raised = generation()
        assert old_paths.register("https://old.example.com/p?id=7", address=address)
        assert generation() == raised

    def test_an_old_address_that_leads_elsewhere_may_mean_anything(self) -> None:
        assert old_paths.register("/p", address="2026/one")
        assert old_paths.register("/p", address="2026/other")
        assert self.affects_from() == BEGINNING

    def test_a_generation_without_an_impression_may_mean_anything(self) -> None:
        RecordState.objects.update(generation=self.before + 1)
        assert self.affects_from() == BEGINNING

    def test_a_generation_from_the_future_may_mean_anything(self) -> None:
        assert at(SEVEN, since=self.before + 7).affects_from == BEGINNING

    def test_a_draft_raises_nothing(self) -> None:
        make_release()
        assert generation() == self.before

    def test_only_the_latest_thousand_are_remembered(self) -> None:
        assert RecordChange.objects.exists()
        for raised in range(1000):
            RecordState.objects.update(generation=self.before + raised + 1)
        schedule(live_from=SEVEN, slug="other")
        assert RecordChange.objects.count() == 1


class OneLook(CommittingTestCase):
    """Outside any other transaction."""

    def test_it_keeps_nobody_from_writing(self) -> None:
        assert at(SEVEN).generation == 0
        with transaction.atomic():
            publish()
        assert at(SEVEN).start == SEVEN

    @on_postgresql
    def test_postgresql_tells_whoever_listens(self) -> None:
        sql("LISTEN releases_recordstate")
        publish()
        connection.connection.poll()
        generations = [int(notice.payload) for notice in connection.connection.notifies]
        sql("UNLISTEN releases_recordstate")
        assert generations[-1] == generation()
