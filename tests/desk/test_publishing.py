"""The life of a release, from draft to the record."""

from __future__ import annotations

import datetime as dt

from django.test import TestCase

import pytest

from releases.desk import transitions
from releases.models import JournalEntry, Publication, Release, State
from tests.builders import (
    SEVEN,
    approve,
    author,
    counsel,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    make_user,
    publication_of,
    publish,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel

HOUR = dt.timedelta(hours=1)


def live(at: dt.datetime) -> list[str]:
    """Headlines that stand at this moment."""
    return list(
        Publication.objects.releases().live(at=at).values_list("headline", flat=True)
    )


class APublishedRelease(TestCase):
    """What approval promises."""

    def test_it_is_public_from_the_next_whole_second_at_least_one_ahead(self) -> None:
        with travel(SEVEN + dt.timedelta(milliseconds=300)):
            release = approve(make_release(), at=SEVEN)
        assert publication_of(release).live_from == SEVEN + 2 * SECOND

    def test_it_appears_at_its_instant_though_nothing_runs(self) -> None:
        schedule(live_from=SEVEN)
        assert live(SEVEN - MICROSECOND) == []
        assert live(SEVEN) == ["Larkmoor Reports First Quarter Results"]

    def test_its_year_is_the_one_in_the_issuers_zone(self) -> None:
        make_issuer()
        new_year = dt.datetime(2027, 1, 1, 3, 0, tzinfo=dt.UTC)
        release = publish(at=new_year)
        assert publication_of(release).address.startswith("2026/")

    def test_an_edit_after_approval_changes_nothing_public(self) -> None:
        release = publish()
        release.headline = "Something Else"
        release.save()
        assert live(SEVEN) == ["Larkmoor Reports First Quarter Results"]

    def test_its_new_event_goes_public_with_it(self) -> None:
        event = make_event()
        schedule(live_from=SEVEN, events=(event,))
        events = Publication.objects.events().at_address(event.slug)
        assert not events.live(at=SEVEN - MICROSECOND).exists()
        assert events.live(at=SEVEN).exists()

    def test_its_wordings_are_in_use(self) -> None:
        disclaimer = make_disclaimer()
        publish(disclaimers=(disclaimer,))
        disclaimer.refresh_from_db()
        assert disclaimer.in_use


class ARelease(TestCase):
    """What the desk refuses."""

    def test_it_is_not_submitted_before_it_is_complete(self) -> None:
        release = make_release(body="", category=None, forward_looking="")
        with pytest.raises(transitions.NotAllowed) as refusal:
            transitions.submit(release, by=author(), at=SEVEN)
        assert str(refusal.value) == (
            "Write the body. Choose a category. Say whether it contains "
            "forward-looking statements: yes or no."
        )

    def test_it_is_not_approved_by_whoever_submitted_it(self) -> None:
        release = make_release()
        transitions.submit(release, by=author(), at=SEVEN)
        with pytest.raises(transitions.NotAllowed, match="Somebody else"):
            transitions.approve(release, by=author(), at=SEVEN)
        assert not Publication.objects.exists()

    def test_it_is_not_approved_by_whoever_edited_it(self) -> None:
        release = make_release()
        transitions.note_edit(release, by=counsel())
        transitions.submit(release, by=author(), at=SEVEN)
        with pytest.raises(transitions.NotAllowed, match="Somebody else"):
            transitions.approve(release, by=counsel(), at=SEVEN)

    def test_whoever_edited_before_the_last_approval_may_approve_the_next(self) -> None:
        release = make_release()
        transitions.note_edit(release, by=counsel())
        transitions.submit(release, by=author(), at=SEVEN)
        with travel(SEVEN - SECOND):
            transitions.approve(release, by=make_user("carla"), at=SEVEN)
        with travel(SEVEN + HOUR):
            transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")
            approve(release, at=SEVEN + HOUR)
        assert publication_of(release).number == 2

    def test_it_is_not_approved_when_it_changed_after_it_was_read(self) -> None:
        release = make_release()
        transitions.submit(release, by=author(), at=SEVEN)
        seen = transitions.preview(release).digest
        release.headline = "Another Headline"
        release.save()
        with pytest.raises(transitions.NotAllowed, match="changed after you read it"):
            transitions.approve(release, by=counsel(), at=SEVEN, seen=seen)

    def test_it_is_approved_when_it_is_as_it_was_read(self) -> None:
        release = make_release()
        transitions.submit(release, by=author(), at=SEVEN)
        seen = transitions.preview(release).digest
        transitions.approve(release, by=counsel(), at=SEVEN, seen=seen)
        assert release.state == State.APPROVED

    def test_it_is_approved_once(self) -> None:
        release = publish()
        with pytest.raises(transitions.NotAllowed, match="not waiting for approval"):
            transitions.approve(release, by=counsel(), at=SEVEN)

    def test_it_is_not_approved_for_an_instant_that_has_passed(self) -> None:
        release = make_release(go_live_at=SEVEN)
        with (
            travel(SEVEN + SECOND),
            pytest.raises(transitions.NotAllowed, match="has passed"),
        ):
            approve(release, at=SEVEN + SECOND)

    def test_it_does_not_take_an_address_that_is_taken(self) -> None:
        publish()
        with pytest.raises(transitions.NotAllowed, match="choose another address"):
            publish(make_release())

    def test_it_needs_an_address_when_its_headline_gives_none(self) -> None:
        with pytest.raises(transitions.NotAllowed, match="Choose an address"):
            publish(headline="決算短信")

    def test_it_is_sent_back_with_a_reason(self) -> None:
        release = make_release()
        transitions.submit(release, by=author(), at=SEVEN)
        transitions.send_back(release, by=counsel(), at=SEVEN, reason="Typo in line 2.")
        assert release.state == State.DRAFT
        assert JournalEntry.objects.first().detail == "Typo in line 2."  # type: ignore[union-attr]

    def test_its_event_cannot_go_out_later_with_another_release(self) -> None:
        event = make_event()
        schedule(live_from=SEVEN + HOUR, events=(event,))
        with pytest.raises(transitions.NotAllowed, match="goes public later"):
            schedule(
                live_from=SEVEN + 30 * SECOND,
                approved_at=SEVEN + SECOND,
                headline="Another",
                events=(event,),
            )


class AFormThatWasOpenedBeforeADoor(TestCase):
    """What a stale copy of a release can do."""

    def test_it_does_not_undo_an_approval(self) -> None:
        stale = make_release()
        publish(Release.objects.get(pk=stale.pk))
        stale.headline = "Typed before, saved after"
        stale.save()
        stale.refresh_from_db()
        assert (stale.state, stale.address[:5]) == (State.APPROVED, "2026/")


class AOnePersonDesk(TestCase):
    """Where the setting lets one person publish alone."""

    def test_they_submit_and_approve_in_one_step_and_the_journal_says_so(self) -> None:
        person = make_user(groups=("Administrators",))
        with self.settings(IRSITE_ONE_PERSON_DESK=True):
            transitions.publish_alone(make_release(), by=person, at=SEVEN)
        entry = JournalEntry.objects.filter(action="approve").get()
        assert entry.detail.endswith(", alone")

    def test_nobody_else_may(self) -> None:
        with (
            self.settings(IRSITE_ONE_PERSON_DESK=True),
            pytest.raises(transitions.NotAllowed, match="Somebody else"),
        ):
            transitions.publish_alone(make_release(), by=author(), at=SEVEN)


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
            pytest.raises(transitions.NotAllowed, match="nothing scheduled"),
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
        assert live(second.live_from - MICROSECOND) == [
            "Larkmoor Reports First Quarter Results"
        ]
        assert live(second.live_from) == ["Larkmoor Reports Results"]

    def test_calling_it_off_leaves_what_was_public(self) -> None:
        release = publish()
        with travel(SEVEN + HOUR):
            transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")
            schedule(release, live_from=SEVEN + 3 * HOUR)
            transitions.call_off(release, by=author(), at=SEVEN)
        assert release.notice == "A figure."
        assert live(SEVEN + 3 * HOUR) == ["Larkmoor Reports First Quarter Results"]
        assert Publication.objects.live(at=SEVEN + 3 * HOUR).get().live_until is None

    def test_it_needs_a_notice_for_the_public(self) -> None:
        release = publish()
        with pytest.raises(transitions.NotAllowed, match="what is corrected"):
            transitions.correct(release, by=author(), at=SEVEN, notice=" ")

    def test_only_what_is_public_is_corrected(self) -> None:
        release = schedule(live_from=SEVEN)
        with (
            travel(SEVEN - HOUR),
            pytest.raises(transitions.NotAllowed, match="Call it off"),
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
            transitions.withdraw(release, by=counsel(), at=SEVEN, reason="A hoax.")
        assert (
            Publication.objects.live(at=SEVEN + 3 * HOUR).get().notice == "withdrawal"
        )

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
        with pytest.raises(transitions.NotAllowed, match="not from the past"):
            transitions.import_past(make_release(), by="intake", at=SEVEN, dated=SEVEN)
