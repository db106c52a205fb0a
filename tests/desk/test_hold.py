"""Held: an exchange asks for a delay two minutes before."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import TestCase

import pytest

from releases.desk import transitions
from releases.models import Contact, Publication, Release, State
from tests.builders import (
    SEVEN,
    author,
    counsel,
    full_digest_of,
    live_headlines,
    make_contact,
    make_event,
    publication_of,
    publish,
    schedule,
    submit,
)
from tests.clock import SECOND, travel
from tests.desk.test_approvals import finance, require

HOUR = dt.timedelta(hours=1)
JUST_BEFORE = SEVEN - 90 * SECOND


def held(**fields: Any) -> Release:
    """Scheduled for SEVEN, stopped ninety seconds before."""
    release = schedule(live_from=SEVEN, **fields)
    with travel(JUST_BEFORE):
        transitions.hold(release, by=finance(), at=JUST_BEFORE, reason="Nasdaq asks.")
    return release


class AHold(TestCase):
    """One approver stops it; nothing of it shows; its approvals stand."""

    def test_nothing_goes_public(self) -> None:
        release = held(events=(make_event(),))
        assert release.state == State.HELD
        assert not Publication.objects.live(at=SEVEN + HOUR).exists()

    def test_one_approver_lets_it_go_on_at_a_later_instant(self) -> None:
        release = held(events=(make_event(title="Call"),))
        with travel(SEVEN):
            transitions.resume(
                release, by=finance(), at=SEVEN, opens=SEVEN + HOUR, seen=None
            )
        assert live_headlines(SEVEN + HOUR - SECOND) == []
        assert live_headlines(SEVEN + HOUR) == [
            "Larkmoor Reports First Quarter Results"
        ]
        assert Publication.objects.events().live(at=SEVEN + HOUR).exists()

    def test_or_now_once_its_instant_has_passed(self) -> None:
        release = held()
        with travel(SEVEN):
            transitions.resume(release, by=counsel(), at=SEVEN, opens="now")
        assert publication_of(release).live_from == SEVEN + SECOND

    def test_never_earlier_than_was_approved(self) -> None:
        release = held()
        for opens in (SEVEN - SECOND, transitions.NOW):
            with (
                travel(SEVEN - 60 * SECOND),
                pytest.raises(
                    transitions.NotAllowed, match="can't be moved to an earlier"
                ),
            ):
                transitions.resume(release, by=counsel(), at=SEVEN, opens=opens)

    def test_what_changed_meanwhile_must_be_approved_again(self) -> None:
        release = held(contacts=(make_contact(),))
        seen = full_digest_of(release)
        Contact.objects.update(phones="+1 617 555 0199")
        for known in (seen, None):
            with (
                travel(SEVEN),
                pytest.raises(
                    transitions.NotAllowed, match=r"again|changed after its approval"
                ),
            ):
                transitions.resume(
                    release, by=counsel(), at=SEVEN, opens=SEVEN + HOUR, seen=known
                )
        transitions.send_back(release, by=counsel(), at=SEVEN, reason="A new number.")
        assert release.state == State.DRAFT

    def test_all_of_a_policys_approvals_stand(self) -> None:
        require("Counsel", "Finance")
        release = submit(go_live_at=SEVEN)
        with travel(SEVEN - HOUR):
            transitions.approve(release, by=counsel(), at=SEVEN)
            transitions.approve(release, by=finance(), at=SEVEN)
        with travel(JUST_BEFORE):
            transitions.hold(release, by=counsel(), at=SEVEN)
        with travel(SEVEN):
            transitions.resume(release, by=counsel(), at=SEVEN, opens=SEVEN + HOUR)
        assert release.state == State.APPROVED

    def test_only_an_approver_holds_and_lets_go(self) -> None:
        release = schedule(live_from=SEVEN)
        with (
            travel(JUST_BEFORE),
            pytest.raises(transitions.NotAllowed, match="Only approvers can"),
        ):
            transitions.hold(release, by=author(), at=SEVEN)
        release = held(headline="Another")
        with pytest.raises(transitions.NotAllowed, match="Only approvers can"):
            transitions.resume(release, by=author(), at=SEVEN, opens=SEVEN + HOUR)

    def test_what_is_public_or_a_draft_is_not_held(self) -> None:
        release = publish()
        with (
            travel(SEVEN + SECOND),
            pytest.raises(transitions.NotAllowed, match="isn't scheduled"),
        ):
            transitions.hold(release, by=counsel(), at=SEVEN)

    def test_a_held_release_is_called_off_for_good(self) -> None:
        release = held()
        with travel(SEVEN):
            transitions.call_off(release, by=author(), at=SEVEN)
        assert release.state == State.DRAFT
        assert not release.approvals.filter(ended_at=None).exists()

    def test_a_held_correction_leaves_what_readers_see(self) -> None:
        release = publish(at=SEVEN - 3 * HOUR)
        with travel(SEVEN - 2 * HOUR):
            transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")
        schedule(release, live_from=SEVEN)
        with travel(JUST_BEFORE):
            transitions.hold(release, by=counsel(), at=SEVEN)
        assert release.address
        assert live_headlines(SEVEN) == ["Larkmoor Reports First Quarter Results"]
        with travel(SEVEN):
            transitions.resume(release, by=counsel(), at=SEVEN, opens=SEVEN + HOUR)
        assert publication_of(release).number == 2


class AfterTheWire(TestCase):
    """A release that opens when the newswire has crossed, and not before its instant."""

    def cleared(self) -> Release:
        release = submit(go_live_at=SEVEN, after_wire=True)
        with travel(SEVEN - HOUR):
            assert transitions.approve(release, by=counsel(), at=SEVEN) is None
        return release

    def test_approved_it_waits(self) -> None:
        assert self.cleared().state == State.CLEARED
        assert not Publication.objects.exists()

    def test_a_wire_that_crosses_early_leaves_it_its_instant(self) -> None:
        release = self.cleared()
        early = SEVEN - 60 * SECOND
        with travel(early):
            transitions.record_wire_crossing(
                release, by=author(), at=early, crossed_at=early, order="BW-20260303"
            )
        assert publication_of(release).live_from == SEVEN
        assert release.wire_order == "BW-20260303"

    def test_a_wire_that_crosses_late_opens_it_at_once(self) -> None:
        release = self.cleared()
        late = SEVEN + 60 * SECOND
        with travel(late):
            transitions.record_wire_crossing(
                release, by=author(), at=late, crossed_at=late
            )
        assert publication_of(release).live_from == late + SECOND

    def test_what_changed_meanwhile_does_not_open(self) -> None:
        release = self.cleared()
        Release.objects.filter(pk=release.pk).update(body="<p>Revenue fell.</p>")
        with travel(SEVEN):
            result = transitions.record_wire_crossing(
                release, by=author(), at=SEVEN, crossed_at=SEVEN
            )
        assert result is None
        assert not Publication.objects.exists()
        assert release.wire_crossed_at == SEVEN

    def test_it_can_be_held_and_goes_on_waiting(self) -> None:
        release = self.cleared()
        with travel(SEVEN - 60 * SECOND):
            transitions.hold(release, by=counsel(), at=SEVEN)
            transitions.resume(release, by=counsel(), at=SEVEN, opens=SEVEN + HOUR)
        assert release.state == State.CLEARED
        with travel(SEVEN):
            transitions.record_wire_crossing(
                release, by=author(), at=SEVEN, crossed_at=SEVEN
            )
        assert publication_of(release).live_from == SEVEN + HOUR

    def test_a_crossing_to_come_is_not_recorded(self) -> None:
        with pytest.raises(transitions.NotAllowed, match="the wire hasn't crossed yet"):
            transitions.record_wire_crossing(
                self.cleared(), by=author(), at=SEVEN, crossed_at=SEVEN + SECOND
            )

    def test_of_a_public_release_it_is_only_recorded(self) -> None:
        release = publish()
        assert not transitions.record_wire_crossing(
            release, by=author(), at=SEVEN + HOUR, crossed_at=SEVEN
        )
