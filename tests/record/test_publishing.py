"""Several people publish at the same moment."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

from django.db import IntegrityError, connection, connections, transaction
from django.db.models.signals import pre_save
from django.test import TestCase

import pytest

from releases.models import JournalEntry, Publication
from releases.record import journal, publishing
from releases.record.clock import COMMIT, read_clock
from tests.builders import SEVEN
from tests.clock import MICROSECOND, SECOND, travel
from tests.live import CommittingTestCase
from tests.record.rows import by_update, contents, insert, page, unsaved
from tests.record.slow_publishing import signals_of_insertion, taking_until

PEOPLE = 8


@contextlib.contextmanager
def a_database_that_threads_share() -> Iterator[None]:
    """PostgreSQL is one; SQLite's tests run in memory, so a file takes their place."""
    with tempfile.TemporaryDirectory() as folder:
        options: Any = connections.settings["default"]
        place = {"postgresql": options["NAME"], "sqlite": f"{folder}/db.sqlite3"}
        with mock.patch.dict(options, NAME=place[connection.vendor]):
            copy_to(Path(folder) / "db.sqlite3")
            yield


def copy_to(file: Path) -> None:
    """Put what an SQLite connection holds into the file."""
    with contextlib.closing(sqlite3.connect(file)) as copy:
        backup = getattr(connection.connection, "backup", lambda _: None)
        backup(copy)


class Racing(CommittingTestCase):
    """Every one of them in a thread and a transaction of their own."""

    def setUp(self) -> None:
        connection.ensure_connection()
        self.enterContext(a_database_that_threads_share())
        self.people = ThreadPoolExecutor(PEOPLE)
        self.addCleanup(self.people.shutdown)

    def at_once(self, act: Callable[[int], Any], *, people: int = PEOPLE) -> list[Any]:
        """Return the result of each person's act, or its error."""
        gate = threading.Barrier(people)

        def act_as(n: int) -> Any:
            gate.wait()
            return self.outcome(lambda: act(n))

        return list(self.people.map(act_as, range(people)))

    def alone(self, act: Callable[[], Any]) -> Any:
        """Return the future of one person's act, in a thread of its own."""
        return self.people.submit(self.outcome, act).result()

    def outcome(self, act: Callable[[], Any]) -> Any:
        """Return the result of an act, on a connection that is closed afterwards."""
        try:
            return act()
        except (publishing.TooLate, IntegrityError) as error:
            return error
        finally:
            connections.close_all()

    def standing(self) -> list[tuple[int, dt.datetime, dt.datetime | None]]:
        """Return the versions that were not called off."""
        rows = Publication.objects.not_called_off().at_address("2026/results")
        return self.alone(  # type: ignore[no-any-return]
            lambda: list(
                rows.order_by("number").values_list("number", "live_from", "live_until")
            )
        )

    def sealed(self) -> list[str]:
        """Return the journal's actions; its seals must be intact."""
        entries = self.alone(lambda: list(JournalEntry.objects.order_by("seq")))
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert all(journal.seal_of(entry) == entry.seal for entry in entries)
        return [entry.action for entry in entries]


class TwoPublishers(Racing):
    """One winner a number, and no error but a refusal."""

    def test_of_those_who_put_at_one_instant_the_last_stands(self) -> None:
        at = self.alone(read_clock) + 30 * SECOND
        outcomes = self.at_once(
            lambda n: publishing.publish(
                [page(headline=str(n))], at=at, by=str(n), zone="UTC"
            )
        )
        assert all(
            isinstance(outcome, publishing.PublishResult) for outcome in outcomes
        )
        assert self.standing() == [(1, at, None)]
        assert Counter(self.sealed()) == {"put on record": 8, "call off version": 7}

    def test_of_those_who_put_now_each_stands_or_was_called_off(self) -> None:
        outcomes = self.at_once(
            lambda n: publishing.publish([page()], at=None, by=str(n), zone="UTC")
        )
        allowed = (publishing.PublishResult, publishing.TooLate)
        assert all(isinstance(outcome, allowed) for outcome in outcomes)
        rows = self.standing()
        assert [number for number, _, _ in rows] == list(range(1, len(rows) + 1))
        begins = [live_from for _, live_from, _ in rows]
        assert [end for _, _, end in rows] == [*begins[1:], None]

    def test_those_who_put_for_different_instants_leave_no_gap(self) -> None:
        start = self.alone(read_clock) + 30 * SECOND
        self.at_once(
            lambda n: publishing.publish(
                [page()], at=start + n * SECOND, by=str(n), zone="UTC"
            )
        )
        rows = self.standing()
        assert [number for number, _, _ in rows] == list(range(1, len(rows) + 1))
        begins = [live_from for _, live_from, _ in rows]
        assert [end for _, _, end in rows] == [*begins[1:], None]
        self.sealed()

    def test_of_those_who_call_off_one_does(self) -> None:
        put = self.alone(
            lambda: publishing.publish(
                [page()], at=read_clock() + 30 * SECOND, by="ada", zone="UTC"
            )
        )
        bundle = put.publications[0].bundle
        outcomes = self.at_once(lambda n: len(publishing.call_off(bundle, by=str(n))))
        assert Counter(outcomes) == {0: 7, 1: 1}
        assert self.standing() == []


class TwoWithoutALock(Racing):
    """Raw statements that cross: the second sees what the first did."""

    first: Publication

    def setUp(self) -> None:
        super().setUp()
        self.first = self.alone(self.put_the_first)

    def put_the_first(self) -> Publication:
        """Return a release for half a minute from now."""
        outcome = publishing.publish(
            [page()], at=read_clock() + 30 * SECOND, by="ada", zone="UTC"
        )
        return outcome.publications[0]

    def follow(self) -> None:
        """Put a second number by raw SQL."""
        first = self.first
        insert(
            unsaved(
                address=first.address,
                number=2,
                dated=first.dated,
                live_from=first.live_from + SECOND,
                recorded_at=read_clock(),
            )
        )

    def call_off(self) -> None:
        """Call the first one off by raw SQL."""
        by_update(self.first, "live_until", self.first.live_from)

    def cross(self, one: Callable[[], None], other: Callable[[], None]) -> list[Any]:
        """One does it and waits before the commit; the other comes meanwhile."""
        begun = threading.Event()

        def holding() -> None:
            with transaction.atomic():
                one()
                begun.set()
                threading.Event().wait(0.4)

        def crossing() -> None:
            begun.wait(10)
            with transaction.atomic():
                other()

        return self.at_once(lambda n: (holding, crossing)[n](), people=2)

    def test_what_was_followed_is_not_called_off(self) -> None:
        outcomes = self.cross(self.follow, self.call_off)
        assert outcomes[0] is None
        assert isinstance(outcomes[1], IntegrityError)
        assert [number for number, _, _ in self.standing()] == [1, 2]

    def test_what_was_called_off_is_not_followed(self) -> None:
        outcomes = self.cross(self.call_off, self.follow)
        assert outcomes[0] is None
        assert isinstance(outcomes[1], IntegrityError)
        assert self.standing() == []


class TheEdgeOfACommit(TestCase):
    """Publishing that could not commit before its instant changes nothing."""

    def test_an_instant_nearer_than_a_commit_is_refused(self) -> None:
        with travel(SEVEN):
            for near in (COMMIT - MICROSECOND, MICROSECOND, 0 * SECOND, -SECOND):
                with self.subTest(near=near), pytest.raises(publishing.TooLate):
                    publishing.publish([page()], at=SEVEN + near, by="ada", zone="UTC")
            assert contents() == []
            publishing.publish([page()], at=SEVEN + COMMIT, by="ada", zone="UTC")

    def test_publishing_that_took_too_long_changes_nothing(self) -> None:
        for signal in signals_of_insertion():
            with (
                self.subTest(before=signal is pre_save),
                travel(SEVEN) as clock,
                taking_until(SEVEN + 60 * SECOND, clock, signal=signal),
                pytest.raises(publishing.TooLate),
            ):
                publishing.publish(
                    [page()], at=SEVEN + 9 * SECOND, by="ada", zone="UTC"
                )
            assert contents() == []

    def test_publishing_now_that_took_too_long_is_done_a_little_later(self) -> None:
        for signal in signals_of_insertion():
            mark = transaction.savepoint()
            with (
                self.subTest(before=signal is pre_save),
                travel(SEVEN) as clock,
                taking_until(SEVEN + 4 * SECOND, clock, signal=signal),
            ):
                result = publishing.publish([page()], at=None, by="ada", zone="UTC")
                (publication,) = Publication.objects.all()
                assert publication == result.publications[0]
                assert SEVEN + 4 * SECOND < publication.live_from <= SEVEN + 9 * SECOND
                assert publication.recorded_at < publication.live_from
            transaction.savepoint_rollback(mark)

    def test_publishing_now_that_always_takes_too_long_changes_nothing(self) -> None:
        def stall(**kwargs: Any) -> None:
            clock.move_to(read_clock() + 60 * SECOND)

        for signal in signals_of_insertion():
            with self.subTest(before=signal is pre_save), travel(SEVEN) as clock:
                signal.connect(stall, sender=Publication)
                self.addCleanup(signal.disconnect, stall, sender=Publication)
                with pytest.raises(publishing.TooLate):
                    publishing.publish([page()], at=None, by="ada", zone="UTC")
                signal.disconnect(stall, sender=Publication)
            assert contents() == []

    def test_calling_off_that_took_too_long_changes_nothing(self) -> None:
        instant = SEVEN + 9 * SECOND
        with travel(SEVEN) as clock:
            result = publishing.publish([page()], at=instant, by="ada", zone="UTC")
            before = contents()
            with (
                taking_until(instant - COMMIT / 2, clock),
                pytest.raises(publishing.TooLate),
            ):
                publishing.call_off(result.publications[0].bundle, by="ada")
        assert contents() == before
