"""Events that go out with releases: never early, never lost, never unread."""

from __future__ import annotations

import datetime as dt

from django.test import TestCase

import pytest

from releases.desk import site_profile, transitions
from releases.desk.edit_log import note_edit_of_part
from releases.models import Event, Publication, Release, ReleaseEvent
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_boilerplate,
    make_event,
    make_release,
    publication_of,
    publish,
    schedule,
    submit,
)
from tests.clock import MICROSECOND, SECOND, travel

HOUR = dt.timedelta(hours=1)


def corrected(event: Event, *, live_from: dt.datetime) -> Release:
    """Return a public release with a correction scheduled that adds the event."""
    release = publish()
    with travel(SEVEN + SECOND):
        transitions.correct(release, by=author(), at=SEVEN, notice="An event.")
        ReleaseEvent.objects.create(release=release, event=event)
    return schedule(release, live_from=live_from, approved_at=SEVEN + 2 * SECOND)


def events_live(at: dt.datetime) -> list[str]:
    """Return the titles of the events that stand at this moment."""
    live = Publication.objects.events().live(at=at)
    return list(live.values_list("headline", flat=True))


class AnEventOfACorrection(TestCase):
    """It opens with the correction."""

    def test_it_is_not_published_before_by_one_person(self) -> None:
        event = make_event()
        release = corrected(event, live_from=SEVEN + HOUR)
        with (
            travel(SEVEN + 60 * SECOND),
            pytest.raises(
                transitions.NotAllowed, match="is published with the release"
            ),
        ):
            site_profile.publish(event, by=author(), at=SEVEN)
        assert publication_of(release).number == 2

    def test_it_is_not_published_before_though_the_draft_names_it_no_more(self) -> None:
        event = make_event()
        release = corrected(event, live_from=SEVEN + HOUR)
        ReleaseEvent.objects.filter(release=release).delete()
        with (
            travel(SEVEN + 60 * SECOND),
            pytest.raises(transitions.NotAllowed, match="is scheduled with a release"),
        ):
            site_profile.publish(event, by=author(), at=SEVEN)

    def test_it_stays_when_the_release_is_corrected_again_for_the_same_instant(
        self,
    ) -> None:
        event = make_event()
        release = corrected(event, live_from=SEVEN + HOUR)
        with travel(SEVEN + 60 * SECOND):
            transitions.correct(release, by=author(), at=SEVEN, notice="Once more.")
        schedule(
            release,
            live_from=SEVEN + HOUR,
            approved_at=SEVEN + 90 * SECOND,
            calls_off=True,
        )
        assert events_live(SEVEN + HOUR - MICROSECOND) == []
        assert events_live(SEVEN + HOUR) == [event.title]

    def test_whoever_edits_it_cannot_approve_the_correction(self) -> None:
        event = make_event()
        release = publish()
        with travel(SEVEN + SECOND):
            transitions.correct(release, by=author(), at=SEVEN, notice="An event.")
            ReleaseEvent.objects.create(release=release, event=event)
            site_profile.note_event_edit(event, by=counsel())
            submit(release)
            with pytest.raises(
                transitions.NotAllowed, match="omeone else must approve"
            ):
                transitions.approve(release, by=counsel(), at=SEVEN)


class AnEventThatTwoReleasesName(TestCase):
    """It outlives the one that it was approved with."""

    def both(self) -> tuple[Release, Event]:
        """One release with the event at SEVEN + 1 h, another at SEVEN + 2 h."""
        event = make_event(title="As Approved")
        first = corrected(event, live_from=SEVEN + HOUR)
        schedule(
            live_from=SEVEN + 2 * HOUR,
            approved_at=SEVEN + 60 * SECOND,
            headline="Another",
            events=(event,),
        )
        event.title = "Unapproved"
        event.save()
        return first, event

    def test_called_off_with_one_it_goes_out_with_the_other_as_it_was_approved(
        self,
    ) -> None:
        first, _ = self.both()
        with travel(SEVEN + 120 * SECOND):
            transitions.call_off(first, by=author(), at=SEVEN)
        assert events_live(SEVEN + 2 * HOUR - MICROSECOND) == []
        assert events_live(SEVEN + 2 * HOUR) == ["As Approved"]

    def test_it_outlives_a_withdrawal_too(self) -> None:
        first, _ = self.both()
        with travel(SEVEN + 120 * SECOND):
            transitions.withdraw(
                first, by=counsel(), at=SEVEN, reason="A hoax.", later="call off"
            )
        assert events_live(SEVEN + 2 * HOUR) == ["As Approved"]


class WhatIsWrittenBesideARelease(TestCase):
    """The author of a part of it is an author of it."""

    def test_the_author_of_its_about_section_cannot_approve_it(self) -> None:
        about = make_boilerplate()
        release = make_release(boilerplates=(about,))
        submit(release)
        note_edit_of_part(about, by=counsel())
        with pytest.raises(transitions.NotAllowed, match="omeone else must approve"):
            transitions.approve(release, by=counsel(), at=SEVEN)

    def test_the_author_of_its_public_notice_cannot_approve_it(self) -> None:
        release = publish()
        with travel(SEVEN + SECOND):
            transitions.correct(release, by=counsel(), at=SEVEN, notice="A figure.")
            submit(release)
            with pytest.raises(
                transitions.NotAllowed, match="omeone else must approve"
            ):
                transitions.approve(release, by=counsel(), at=SEVEN)


class AWithdrawalAndANotice(TestCase):
    """What the public reads of them."""

    def test_a_withdrawal_tells_nothing_that_only_the_desk_knows(self) -> None:
        release = publish()
        with travel(SEVEN + SECOND):
            transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")
        Release.objects.filter(pk=release.pk).update(
            headline="Secret Merger", source="X"
        )
        with travel(SEVEN + 2 * SECOND):
            transitions.withdraw(release, by=counsel(), at=SEVEN, reason="A hoax.")
        withdrawn = publication_of(release)
        assert withdrawn.headline == "Larkmoor Reports First Quarter Results"
        assert "Secret" not in withdrawn.document

    def test_a_withdrawal_cannot_be_called_off(self) -> None:
        release = publish()
        with travel(SEVEN + SECOND):
            transitions.withdraw(release, by=counsel(), at=SEVEN, reason="A hoax.")
            with pytest.raises(transitions.NotAllowed, match="is withdrawn"):
                transitions.call_off(release, by=author(), at=SEVEN)
        assert publication_of(release).notice == "withdrawal"

    def test_the_notice_of_an_open_correction_can_be_put_right(self) -> None:
        release = publish()
        with travel(SEVEN + SECOND):
            transitions.correct(release, by=author(), at=SEVEN, notice="A tpyo.")
            transitions.correct(release, by=author(), at=SEVEN, notice="A typo.")
        assert release.notice == "A typo."

    def test_an_instant_between_two_seconds_is_refused(self) -> None:
        release = make_release(go_live_at=SEVEN + dt.timedelta(milliseconds=500))
        with travel(SEVEN - HOUR):
            submit(release)
            with pytest.raises(transitions.NotAllowed, match="whole seconds"):
                transitions.approve(release, by=counsel(), at=SEVEN)
