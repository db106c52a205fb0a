"""The life of a release, from draft to the record."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator

from django.test import TestCase

import pytest

from releases.desk import site_documents, site_profile, transitions
from releases.models import JournalEntry, Publication, Release, State
from releases.models.record.kinds import Kind
from tests.builders import (
    SEVEN,
    approve,
    author,
    counsel,
    full_digest_of,
    live_headlines,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    make_report,
    make_user,
    publication_of,
    publish,
    schedule,
    submit,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.record.slow_publishing import taking_until

HOUR = dt.timedelta(hours=1)


class APublishedRelease(TestCase):
    """What approval promises."""

    def test_it_is_public_from_the_next_whole_second_at_least_one_ahead(self) -> None:
        with travel(SEVEN + dt.timedelta(milliseconds=300)):
            release = approve(make_release(), at=SEVEN)
        assert publication_of(release).live_from == SEVEN + 2 * SECOND

    def test_it_appears_at_its_instant_though_nothing_runs(self) -> None:
        schedule(live_from=SEVEN)
        assert live_headlines(SEVEN - MICROSECOND) == []
        assert live_headlines(SEVEN) == ["Larkmoor Reports First Quarter Results"]

    def test_its_year_is_the_one_in_the_issuers_zone(self) -> None:
        make_issuer()
        new_year = dt.datetime(2027, 1, 1, 3, 0, tzinfo=dt.UTC)
        release = publish(at=new_year)
        assert publication_of(release).address.startswith("2026/")

    def test_an_edit_after_approval_changes_nothing_public(self) -> None:
        release = publish()
        release.headline = "Something Else"
        release.save()
        assert live_headlines(SEVEN) == ["Larkmoor Reports First Quarter Results"]

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


class APublishingAcrossNewYear(TestCase):
    """What is published "now" belongs to the year in which it goes live."""

    new_year = dt.datetime(2027, 1, 1, 5, 0, tzinfo=dt.UTC)  # in the issuer's zone

    @contextlib.contextmanager
    def slow(self) -> Iterator[None]:
        """Begin two seconds before the year ends, and write until three seconds after."""
        with (
            travel(self.new_year - 2 * SECOND) as clock,
            taking_until(self.new_year + 3 * SECOND, clock),
        ):
            yield

    def setUp(self) -> None:
        make_issuer()

    def test_a_release_gets_an_address_of_that_year(self) -> None:
        with self.slow():
            release = approve(make_release(), at=self.new_year - 2 * SECOND)
        publication = publication_of(release)
        assert publication.live_from > self.new_year + 3 * SECOND
        assert publication.year == 2027
        assert publication.address == release.address
        assert release.address.startswith("2027/")

    def test_a_correction_keeps_the_address_of_the_first_version(self) -> None:
        release = publish(at=self.new_year - HOUR)
        with travel(self.new_year - HOUR / 2):
            transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")
        with self.slow():
            approve(release, at=self.new_year - 2 * SECOND)
        publication = publication_of(release)
        assert (publication.number, publication.year) == (2, 2026)
        assert release.address.startswith("2026/")

    def test_a_version_that_went_public_meanwhile_is_not_called_off(self) -> None:
        release = publish(at=self.new_year - HOUR)
        instant = self.new_year + 2 * SECOND
        before = self.new_year - HOUR / 2
        with travel(before):
            transitions.correct(release, by=author(), at=before, notice="A figure.")
            schedule(release, live_from=instant, approved_at=before)
            transitions.correct(release, by=author(), at=before, notice="Two.")
        with self.slow():
            approve(release, at=self.new_year - 2 * SECOND, calls_off=True)
        versions = Publication.objects.releases().not_called_off()
        instants = versions.order_by("number").values_list("live_from", flat=True)
        assert len(instants) == 3
        assert instants[1] == instant

    def test_a_report_of_its_last_day_is_dated_by_that_day(self) -> None:
        report = make_report(dated=dt.date(2026, 12, 31))
        with self.slow():
            site_documents.publish_item(report, by=counsel())
        publication = Publication.objects.get(kind=Kind.REPORT)
        assert publication.year == 2026
        assert publication.dated < self.new_year < publication.live_from


class ARelease(TestCase):
    """What the desk refuses."""

    def test_it_is_not_submitted_before_it_is_complete(self) -> None:
        release = make_release(body="", category=None, forward_looking="")
        with pytest.raises(transitions.NotAllowed) as refusal:
            transitions.submit(release, by=author(), at=SEVEN)
        assert str(refusal.value) == (
            "Write the body. Choose a category. Does it contain "
            "forward-looking statements? Answer yes or no."
        )

    def test_it_is_not_approved_by_whoever_submitted_it(self) -> None:
        release = make_release()
        submit(release)
        with pytest.raises(transitions.NotAllowed, match="omeone else must approve"):
            transitions.approve(release, by=author(), at=SEVEN)
        assert not Publication.objects.exists()

    def test_it_is_not_approved_by_whoever_edited_it(self) -> None:
        release = make_release()
        transitions.note_edit(release, by=counsel())
        submit(release)
        with pytest.raises(transitions.NotAllowed, match="omeone else must approve"):
            transitions.approve(release, by=counsel(), at=SEVEN)

    def test_whoever_edited_before_the_last_approval_may_approve_the_next(self) -> None:
        release = make_release()
        transitions.note_edit(release, by=counsel())
        submit(release)
        with travel(SEVEN - SECOND):
            transitions.approve(release, by=make_user(groups=("Counsel",)), at=SEVEN)
        with travel(SEVEN + HOUR):
            transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")
            approve(release, at=SEVEN + HOUR)
        assert publication_of(release).number == 2

    def test_it_is_not_approved_when_it_changed_after_it_was_read(self) -> None:
        release = make_release()
        submit(release)
        seen = full_digest_of(release)
        release.headline = "Another Headline"
        release.save()
        with pytest.raises(transitions.NotAllowed, match="changed after you read it"):
            transitions.approve(release, by=counsel(), at=SEVEN, seen=seen)

    def test_it_is_not_approved_when_its_event_or_instant_changed_either(self) -> None:
        event = make_event()
        release = make_release(events=(event,))
        submit(release)
        seen = full_digest_of(release)
        event.venue = "Somewhere Else"
        event.save()
        with pytest.raises(transitions.NotAllowed, match="changed after you read it"):
            transitions.approve(release, by=counsel(), at=SEVEN, seen=seen)
        seen = full_digest_of(release)
        Release.objects.filter(pk=release.pk).update(
            go_live_at=SEVEN.replace(year=2040)
        )
        with pytest.raises(transitions.NotAllowed, match="changed after you read it"):
            transitions.approve(release, by=counsel(), at=SEVEN, seen=seen)

    def test_it_is_not_approved_by_whoever_edited_an_event_that_waits_for_it(
        self,
    ) -> None:
        event = make_event()
        release = make_release(events=(event,))
        site_profile.note_event_edit(event, by=counsel())
        submit(release)
        with pytest.raises(transitions.NotAllowed, match="omeone else must approve"):
            transitions.approve(release, by=counsel(), at=SEVEN)

    def test_it_is_approved_when_it_is_as_it_was_read(self) -> None:
        release = make_release()
        submit(release)
        seen = full_digest_of(release)
        transitions.approve(release, by=counsel(), at=SEVEN, seen=seen)
        assert release.state == State.APPROVED

    def test_it_is_approved_once(self) -> None:
        release = publish()
        with pytest.raises(transitions.NotAllowed, match="isn't waiting for approval"):
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
        with pytest.raises(transitions.NotAllowed, match="Choose another one"):
            publish(make_release())

    def test_it_needs_an_address_when_its_headline_gives_none(self) -> None:
        with pytest.raises(transitions.NotAllowed, match="Fill in the address"):
            publish(headline="決算短信")

    def test_it_is_sent_back_with_a_reason(self) -> None:
        release = make_release()
        submit(release)
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
            pytest.raises(transitions.NotAllowed, match="omeone else must approve"),
        ):
            transitions.publish_alone(make_release(), by=author(), at=SEVEN)
