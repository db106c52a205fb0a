"""Out now, approved after."""

from __future__ import annotations

import datetime as dt

from django.test import TestCase

import pytest

from releases.desk import transitions
from releases.desk.context import load_context
from releases.models import JournalEntry, Release
from tests.builders import (
    SEVEN,
    author,
    counsel,
    live_headlines,
    make_release,
    make_user,
)
from tests.clock import SECOND, travel
from tests.desk.test_approvals import finance, require

HOUR = dt.timedelta(hours=1)


def published_in_emergency(release: Release | None = None) -> Release:
    release = release or make_release(go_live_at=SEVEN + HOUR)
    with travel(SEVEN - SECOND):
        transitions.publish_in_emergency(
            release, by=counsel(), at=SEVEN, reason="It is on a message board."
        )
    return release


class AnEmergency(TestCase):
    """One person's word, in the next second, with a second to follow."""

    def setUp(self) -> None:
        require("Counsel", "Finance")

    def test_it_is_public_in_the_next_second_whatever_its_instant_was(self) -> None:
        published_in_emergency()
        assert live_headlines(SEVEN) == ["Larkmoor Reports First Quarter Results"]

    def test_it_shouts_in_the_journal_and_gives_a_deadline(self) -> None:
        release = published_in_emergency()
        entry = JournalEntry.objects.get(action="publish in emergency")
        assert "message board" in entry.detail
        assert release.ratify_by == SEVEN + dt.timedelta(hours=24)

    def test_a_second_person_approves_what_was_published(self) -> None:
        release = published_in_emergency()
        first = load_context(release, at=SEVEN).emergency_approval
        assert first is not None
        transitions.ratify(
            release, by=finance(), at=SEVEN + HOUR, seen=first.full_digest
        )
        assert load_context(release, at=SEVEN).emergency_approval is None
        with pytest.raises(
            transitions.NotAllowed, match="nothing to approve after the fact"
        ):
            transitions.ratify(release, by=finance(), at=SEVEN, seen=first.full_digest)

    def test_after_the_deadline_the_journal_says_so(self) -> None:
        release = published_in_emergency()
        first = load_context(release, at=SEVEN).emergency_approval
        assert first is not None
        late = SEVEN + dt.timedelta(hours=25)
        transitions.ratify(release, by=finance(), at=late, seen=first.full_digest)
        assert JournalEntry.objects.get(action="ratify").detail.endswith("its deadline")

    def test_not_by_whoever_published_it_wrote_it_or_may_not_approve(self) -> None:
        release = make_release()
        fay = finance()
        transitions.note_edit(release, by=fay)
        first = load_context(
            published_in_emergency(release), at=SEVEN
        ).emergency_approval
        assert first is not None
        for person in (counsel(), author(), fay):
            with pytest.raises(
                transitions.NotAllowed, match=r"[Ss]omeone else|Only approvers"
            ):
                transitions.ratify(release, by=person, at=SEVEN, seen=first.full_digest)

    def test_not_by_anybody(self) -> None:
        for person in (author(), finance(), make_user()):
            with pytest.raises(
                transitions.NotAllowed,
                match="have permission to publish in an emergency",
            ):
                transitions.publish_in_emergency(
                    make_release(), by=person, at=SEVEN, reason="Why not."
                )

    def test_not_without_a_reason_or_after_a_change(self) -> None:
        release = make_release()
        with pytest.raises(transitions.NotAllowed, match="can't wait"):
            transitions.publish_in_emergency(release, by=counsel(), at=SEVEN, reason="")
        with pytest.raises(transitions.NotAllowed, match="after you read it"):
            transitions.publish_in_emergency(
                release, by=counsel(), at=SEVEN, reason="Out.", seen="something else"
            )

    def test_what_blocks_without_override_still_does(self) -> None:
        release = make_release(forward_looking="")
        with pytest.raises(transitions.NotAllowed, match="forward-looking"):
            transitions.publish_in_emergency(
                release, by=counsel(), at=SEVEN, reason="It is out."
            )
