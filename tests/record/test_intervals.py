"""Whatever is put, called off and put again: the record says what an oracle says."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from collections.abc import Iterator

from django.db import transaction
from django.test import TestCase

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from releases.models import Publication, RecordState
from releases.record import publishing
from releases.record.clock import COMMIT, MARGIN
from tests.builders import SEVEN
from tests.clock import MICROSECOND, SECOND, travel
from tests.examples import REPEATABLE, examples
from tests.record.oracle import Oracle, Shown, TooLate, Version
from tests.record.rows import HOUR, by_sql, insert, page, refused, unsaved

SLUGS = ["results", "call", "dividend"]
ADDRESSES = [f"2026/{slug}" for slug in SLUGS]
AHEAD = [
    COMMIT - MICROSECOND,
    COMMIT,
    MARGIN - MICROSECOND,
    MARGIN,
    2 * SECOND,
    3 * SECOND,
    10 * SECOND,
    HOUR,
]
STEPS = [MICROSECOND, SECOND / 3, SECOND, 3 * SECOND, 10 * SECOND, HOUR]


class TheRecord(RuleBasedStateMachine):
    """People at the desk, a clock that nobody can trust, and an oracle."""

    def __init__(self) -> None:
        super().__init__()
        self.headlines = map(str, itertools.count(1))
        self.seen: dict[dt.datetime, tuple[Shown, Shown]] = {}
        self.oracle = Oracle(wall=SEVEN, last_use=RecordState.objects.get().clock)
        self.called_off: set[str] = set()
        self.example = transaction.atomic()
        self.example.__enter__()

    @initialize(slugs=st.lists(st.sampled_from(SLUGS), min_size=1, unique=True))
    def the_newsroom_has_a_past(self, slugs: list[str]) -> None:
        """Publish the first versions of some releases."""
        self.put(slugs, None)
        self.oracle.wall += 3 * SECOND

    @rule(
        slugs=st.lists(st.sampled_from(SLUGS), min_size=1, max_size=3, unique=True),
        ahead=st.none() | st.sampled_from(AHEAD),
    )
    def put_for_now_or_later(
        self, slugs: list[str], ahead: dt.timedelta | None
    ) -> None:
        """Publish a release, a correction or a withdrawal: the record treats them alike."""
        self.put(slugs, None if ahead is None else self.oracle.now + ahead)

    @rule(
        slugs=st.lists(st.sampled_from(SLUGS), min_size=1, max_size=3, unique=True),
        beside=st.sampled_from([-MICROSECOND, 0 * SECOND, MICROSECOND]),
        data=st.data(),
    )
    @precondition(lambda self: self.oracle.standing)
    def put_beside_another(
        self, slugs: list[str], beside: dt.timedelta, data: st.DataObject
    ) -> None:
        """Publish at the very instant of another version, or a microsecond from it."""
        other = data.draw(st.sampled_from(self.oracle.standing))
        self.put(slugs, other.live_from + beside)

    @rule(data=st.data())
    @precondition(lambda self: self.oracle.standing)
    def call_off(self, data: st.DataObject) -> None:
        """Call off a bundle, with everything that goes with it."""
        bundle = data.draw(st.sampled_from(self.oracle.standing)).bundle
        with self.as_the_oracle_says() as verdict:
            held = [each for each in self.oracle.standing if each.bundle == bundle]
            gone = self.oracle.call_off(held)
            verdict.append("goes through")
        with self.at_the_desk(verdict):
            outcome = publishing.call_off(bundle, by="ada")
            self.strike(gone, outcome)

    @rule(step=st.sampled_from(STEPS))
    def time_passes(self, step: dt.timedelta) -> None:
        """Let a moment pass, or an hour."""
        self.oracle.wall += step

    @rule(step=st.sampled_from(STEPS))
    def the_clock_is_set_back(self, step: dt.timedelta) -> None:
        """Set the machine's clock back: time that no transition has used may come again."""
        self.oracle.wall -= step
        now = self.oracle.now
        self.seen = {at: read for at, read in self.seen.items() if at <= now}

    @rule(data=st.data(), back=st.sampled_from([0 * SECOND, *STEPS]))
    @precondition(lambda self: self.oracle.standing)
    def somebody_tampers(self, data: st.DataObject, back: dt.timedelta) -> None:
        """Try by SQL to end a version before its beginning, and to insert one in the past."""
        rows = list(Publication.objects.not_called_off().order_by("pk"))
        row = data.draw(st.sampled_from(rows))
        with travel(self.oracle.wall):
            with refused():
                by_sql(row, "live_until", row.live_from - MICROSECOND)
            with refused():
                insert(unsaved(live_from=self.oracle.now - back))

    def put(self, slugs: list[str], at: dt.datetime | None) -> None:
        """Publish; the oracle says whether it is possible, and what is called off."""
        addresses = [f"2026/{slug}" for slug in slugs]
        headline = next(self.headlines)
        with self.as_the_oracle_says() as verdict:
            instant, gone = self.oracle.put(addresses, at)
            verdict.append("goes through")
        with self.at_the_desk(verdict):
            outcome = publishing.publish(
                [page(slug, headline) for slug in slugs], at=at, by="ada", zone="UTC"
            )
            self.strike(gone, outcome.called_off)
            self.oracle.standing += [
                Version(
                    address=publication.address,
                    live_from=instant,
                    bundle=publication.bundle,
                    headline=headline,
                )
                for publication in outcome.publications
            ]
            assert outcome.live_from == instant

    @contextlib.contextmanager
    def as_the_oracle_says(self) -> Iterator[list[str]]:
        """Yield a list that stays empty if the oracle refuses."""
        verdict: list[str] = []
        with contextlib.suppress(TooLate):
            yield verdict

    @contextlib.contextmanager
    def at_the_desk(self, verdict: list[str]) -> Iterator[None]:
        """At the machine's time, expecting what the oracle said."""
        with travel(self.oracle.wall):
            if not verdict:
                with pytest.raises(publishing.TooLate):
                    yield
            else:
                yield
                self.oracle.last_use = self.oracle.now

    def strike(self, gone: set[Version], outcome: tuple[Publication, ...]) -> None:
        """Assert that what the oracle expected was called off, and nothing else."""
        expected = {(version.address, version.headline) for version in gone}
        assert {(each.address, each.headline) for each in outcome} == expected
        assert len(outcome) == len(gone)
        self.oracle.standing = [
            version for version in self.oracle.standing if version not in gone
        ]

    @invariant()
    def the_rows_meet_and_are_numbered_without_a_gap(self) -> None:
        """Each ends where the next begins, and the last is open."""
        rows = Publication.objects.not_called_off().filter(address__in=ADDRESSES)
        assert self.oracle.rows() == list(
            rows.order_by("address", "number").values_list(
                "address", "number", "live_from", "live_until", "headline"
            )
        )

    @invariant()
    def what_is_read_now_is_what_should_be(self) -> None:
        """Remembered, because it may never change again."""
        now = self.oracle.now
        self.seen.setdefault(now, self.read(now))
        assert self.seen[now] == (self.oracle.live(now), self.oracle.disclosed(now))

    def read(self, at: dt.datetime) -> tuple[Shown, Shown]:
        """Return what the public may read, and what it may look up."""
        live = Publication.objects.live(at=at).values_list("address", "headline")
        disclosed = Publication.objects.disclosed(at=at)
        return set(live), set(disclosed.values_list("address", "headline"))

    def teardown(self) -> None:
        """Every instant that ever meant anything, and a microsecond about it."""
        try:
            for at, then in self.seen.items():
                assert self.read(at) == then, f"the past changed at {at}"
            bounds = {row.live_from for row in Publication.objects.all()}
            for bound, aside in itertools.product(bounds, (-1, 0, 1)):
                at = bound + aside * MICROSECOND
                expected = (self.oracle.live(at), self.oracle.disclosed(at))
                assert self.read(at) == expected, f"the record is wrong at {at}"
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)


@pytest.mark.slow
class Intervals(TestCase):
    """Newsrooms of twenty-five steps each."""

    def test_the_record_says_what_the_oracle_says(self) -> None:
        run_state_machine_as_test(
            TheRecord,
            settings=settings(
                max_examples=examples(10),
                stateful_step_count=25,
                deadline=None,
                database=None,
                phases=[Phase.generate],  # making a failure smaller takes minutes
                derandomize=REPEATABLE,
                suppress_health_check=list(HealthCheck),
            ),
        )
