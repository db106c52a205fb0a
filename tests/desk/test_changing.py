"""What becomes of a release once it is on the record."""

from __future__ import annotations

import datetime as dt

from django.test import TestCase

import pytest

from releases.desk import transitions
from releases.models import Publication, State
from releases.record.published import published_release
from tests.builders import (
    SEVEN,
    approve,
    author,
    counsel,
    live_headlines,
    make_event,
    make_release,
    publication_of,
    publish,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel

HOUR = dt.timedelta(hours=1)


class ACalledOffRelease(TestCase):
    """What is scheduled can be stopped, until it is out."""

    def test_it_never_goes_public(self) -> None:
        release = schedule(live_from=SEVEN, events=(make_event(),))
        with travel(SEVEN - HOUR):
            transitions.call_off(release, by=author(), at=SEVEN - HOUR)
        assert not Publication.objects.live(at=SEVEN).exists()
        assert not Publication.objects.disclosed(at=SEVEN + HOUR).exists()
        assert release.state == State.DRAFT

    def test_its_address_is_free_again(self) -> None:
        release = schedule(live_from=SEVEN)
        with travel(SEVEN - HOUR):
            transitions.call_off(release, by=author(), at=SEVEN - HOUR)
        other = publish(make_release())
        assert publication_of(other).number == 1

    def test_it_is_too_late_once_it_is_out(self) -> None:
        release = publish()
        with (
            travel(SEVEN),
            pytest.raises(transitions.NotAllowed, match="isn't scheduled"),
        ):
            transitions.call_off(release, by=author(), at=SEVEN)

    def test_it_is_too_late_within_the_last_second(self) -> None:
        release = schedule(live_from=SEVEN)
        with (
            travel(SEVEN - MICROSECOND),
            pytest.raises(transitions.NotAllowed, match="too late"),
        ):
            transitions.call_off(release, by=author(), at=SEVEN)

    def test_an_event_that_another_scheduled_release_names_goes_out_with_that(
        self,
    ) -> None:
        event = make_event()
        first = schedule(live_from=SEVEN, events=(event,))
        schedule(
            live_from=SEVEN + HOUR,
            approved_at=SEVEN - HOUR,
            headline="Another",
            events=(event,),
        )
        with travel(SEVEN - 30 * SECOND):
            transitions.call_off(first, by=author(), at=SEVEN)
        events = Publication.objects.events().at_address(event.slug)
        assert not events.live(at=SEVEN + HOUR - MICROSECOND).exists()
        assert events.live(at=SEVEN + HOUR).exists()


class ACorrection(TestCase):
    """A published release changes only by a new number."""

    def test_it_supersedes_at_its_own_instant_and_keeps_its_place(self) -> None:
        release = publish()
        with travel(SEVEN + HOUR):
            transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")
            release.headline = "Larkmoor Reports Results"
            release.save()
            approve(release, at=SEVEN + HOUR)
        second = publication_of(release)
        assert (second.number, second.dated) == (2, SEVEN)
        assert live_headlines(second.live_from - MICROSECOND) == [
            "Larkmoor Reports First Quarter Results"
        ]
        assert live_headlines(second.live_from) == ["Larkmoor Reports Results"]

    def test_calling_it_off_leaves_what_was_public(self) -> None:
        release = publish()
        with travel(SEVEN + HOUR):
            transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")
            schedule(release, live_from=SEVEN + 3 * HOUR)
            transitions.call_off(release, by=author(), at=SEVEN)
        assert release.notice == "A figure."
        assert live_headlines(SEVEN + 3 * HOUR) == [
            "Larkmoor Reports First Quarter Results"
        ]
        assert Publication.objects.live(at=SEVEN + 3 * HOUR).get().live_until is None

    def test_it_may_replace_the_version_before_it(self) -> None:
        release = publish()
        with travel(SEVEN + HOUR):
            transitions.correct(
                release, by=author(), at=SEVEN, notice="Table 2.", kind="replacement"
            )
            approve(release, at=SEVEN + HOUR)
        change = published_release(publication_of(release)).document.change
        assert change is not None
        assert change.kind == "replacement"

    def test_one_that_is_scheduled_is_called_off_only_where_that_is_said(self) -> None:
        release = publish()
        with travel(SEVEN + HOUR):
            transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")
            schedule(release, live_from=SEVEN + 3 * HOUR, approved_at=SEVEN + HOUR)
            transitions.correct(release, by=author(), at=SEVEN, notice="Two figures.")
            with pytest.raises(transitions.NotAllowed, match="would never go public"):
                schedule(release, live_from=SEVEN + 2 * HOUR, approved_at=SEVEN + HOUR)
            approve(release, at=SEVEN + HOUR, calls_off=True)
        assert publication_of(release).live_from == SEVEN + 2 * HOUR

    def test_it_needs_a_notice_for_the_public(self) -> None:
        release = publish()
        with pytest.raises(transitions.NotAllowed, match="what is corrected"):
            transitions.correct(release, by=author(), at=SEVEN, notice=" ")

    def test_only_what_is_public_is_corrected(self) -> None:
        release = schedule(live_from=SEVEN)
        with (
            travel(SEVEN - HOUR),
            pytest.raises(transitions.NotAllowed, match="call it off"),
        ):
            transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")


class AWithdrawal(TestCase):
    """A notice takes the release's place."""

    def test_its_notice_stands_where_the_release_stood(self) -> None:
        release = publish()
        with travel(SEVEN + HOUR):
            transitions.withdraw(release, by=counsel(), at=SEVEN, reason="A hoax.")
        withdrawn = publication_of(release)
        assert (withdrawn.number, withdrawn.notice) == (2, "withdrawal")
        assert "Revenue grew" not in withdrawn.document

    def test_it_calls_off_a_correction_to_come(self) -> None:
        release = publish()
        with travel(SEVEN + HOUR):
            transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")
            schedule(release, live_from=SEVEN + 3 * HOUR)
            with pytest.raises(
                transitions.NotAllowed, match="Choose whether it is called off"
            ):
                transitions.withdraw(release, by=counsel(), at=SEVEN, reason="A hoax.")
            transitions.withdraw(
                release, by=counsel(), at=SEVEN, reason="A hoax.", later="call off"
            )
        assert (
            Publication.objects.live(at=SEVEN + 3 * HOUR).get().notice == "withdrawal"
        )

    def test_it_leaves_a_correction_to_come_where_that_is_said(self) -> None:
        release = publish()
        with travel(SEVEN + HOUR):
            transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")
            release.headline = "Larkmoor Reports Results"
            release.save()
            schedule(
                release,
                live_from=SEVEN + 3 * HOUR,
                approved_at=SEVEN + HOUR,
                events=(make_event(title="Call"),),
            )
            transitions.withdraw(
                release, by=counsel(), at=SEVEN, reason="A hoax.", later="keep"
            )
        noticed = Publication.objects.releases().live(at=SEVEN + 2 * HOUR).get()
        assert (noticed.number, noticed.notice) == (2, "withdrawal")
        assert live_headlines(SEVEN + 3 * HOUR) == ["Larkmoor Reports Results"]
        assert release.state == State.APPROVED

    def test_calling_off_what_was_kept_leaves_it_withdrawn(self) -> None:
        release = publish()
        with travel(SEVEN + HOUR):
            transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")
            schedule(release, live_from=SEVEN + 3 * HOUR, approved_at=SEVEN + HOUR)
            transitions.withdraw(
                release, by=counsel(), at=SEVEN, reason="A hoax.", later="keep"
            )
        with travel(SEVEN + 2 * HOUR):
            transitions.call_off(release, by=author(), at=SEVEN + 2 * HOUR)
        assert (release.state, release.notice) == (State.WITHDRAWN, "A hoax.")
        assert Publication.objects.live(at=SEVEN + 4 * HOUR).get().notice == (
            "withdrawal"
        )

    def test_it_is_not_withdrawn_twice_while_something_is_to_come(self) -> None:
        release = publish()
        with travel(SEVEN + HOUR):
            transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")
            schedule(release, live_from=SEVEN + 3 * HOUR, approved_at=SEVEN + HOUR)
            transitions.withdraw(
                release, by=counsel(), at=SEVEN, reason="A hoax.", later="keep"
            )
        with (
            travel(SEVEN + 2 * HOUR),
            pytest.raises(transitions.NotAllowed, match="already withdrawn"),
        ):
            transitions.withdraw(
                release, by=counsel(), at=SEVEN, reason="Again.", later="keep"
            )

    def test_it_may_ask_to_disregard_and_seal_what_stood(self) -> None:
        release = publish()
        with travel(SEVEN + HOUR):
            transitions.withdraw(
                release,
                by=counsel(),
                at=SEVEN,
                reason="It is not ours.",
                kind="disregard",
                sealed=True,
                headline="Notice to Disregard",
            )
        document = published_release(publication_of(release)).document
        assert document.headline == "Notice to Disregard"
        change = document.change
        assert change is not None
        assert (change.kind, change.sealed) == ("disregard", True)

    def test_only_counsel_withdraws(self) -> None:
        release = publish()
        with (
            travel(SEVEN + HOUR),
            pytest.raises(transitions.NotAllowed, match="Only counsel"),
        ):
            transitions.withdraw(release, by=author(), at=SEVEN, reason="Why.")

    def test_what_is_not_public_is_not_withdrawn(self) -> None:
        with pytest.raises(transitions.NotAllowed, match="call it off instead"):
            transitions.withdraw(make_release(), by=counsel(), at=SEVEN, reason="Why.")

    def test_it_needs_a_reason_for_the_public(self) -> None:
        release = publish()
        with pytest.raises(transitions.NotAllowed, match="why it is withdrawn"):
            transitions.withdraw(release, by=counsel(), at=SEVEN, reason="")


class AnImport(TestCase):
    """History that was published elsewhere."""

    def test_it_counts_from_then_and_is_public_here_from_now(self) -> None:
        then = dt.datetime(2019, 5, 7, 12, 0, tzinfo=dt.UTC)
        release = make_release()
        with travel(SEVEN - SECOND):
            transitions.import_past(release, by="intake", at=SEVEN, dated=then)
        row = publication_of(release)
        assert (row.dated, row.year, row.live_from) == (then, 2019, SEVEN)
        assert row.imported

    def test_the_future_is_not_history(self) -> None:
        with pytest.raises(transitions.NotAllowed, match="isn't from the past"):
            transitions.import_past(make_release(), by="intake", at=SEVEN, dated=SEVEN)
