"""The page on which somebody approves: what changed first, and only what was read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.desk import transitions
from releases.models import Absence, Approval, Publication, Release, State
from tests.admin.desk import DeskTestCase, action_path, change_path, perform
from tests.builders import (
    SEVEN,
    author,
    counsel,
    full_digest_of,
    make_contact,
    make_event,
    make_issuer,
    make_release,
    publication_of,
    publish,
    submit,
)
from tests.clock import SECOND, travel
from tests.desk.test_approvals import finance, require

HOUR = dt.timedelta(hours=1)
LATER = SEVEN + 2 * HOUR
GREW = "<p>Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) <em>grew</em>.</p>"


class ApprovingTestCase(DeskTestCase):
    """Somebody of counsel, at the desk at seven."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()

    def setUp(self) -> None:
        self.enterContext(travel(SEVEN))
        self.officer = self.sign_in_as("Counsel")

    def approve(self, release: Release, **changes: Any) -> Any:
        """Read its page and press the button."""
        return perform(self.client, release, "approve", **changes)

    def approving(self, release: Release) -> str:
        """Return the page."""
        return self.page(action_path(release, "approve"))


class Approving(ApprovingTestCase):
    """It is of what was read, by whoever is really there."""

    def test_what_was_read_goes_on_the_record(self) -> None:
        release = submit(go_live_at=LATER)
        answer = self.approve(release)
        release.refresh_from_db()
        assert release.state == State.APPROVED
        assert publication_of(release).live_from == LATER
        assert "Public from 3 March 2026, 09:00:00 EST" in answer.content.decode()

    def test_the_button_says_what_it_brings_about(self) -> None:
        for fields, words in (
            ({"go_live_at": LATER}, "Approve for 3 March 2026, 09:00:00 EST (14:00"),
            ({}, "Approve and publish now"),
            ({"after_wire": True}, "Approve: publishes when the wire has crossed"),
        ):
            with self.subTest(words):
                assert words in self.approving(submit(**fields))

    def test_what_was_changed_since_is_refused_and_shown(self) -> None:
        contact = make_contact()
        release = submit(contacts=(contact,))
        seen = full_digest_of(release)
        contact.name = "Somebody Else"
        contact.save()
        answer = self.approve(release, seen=seen)
        release.refresh_from_db()
        assert "was changed after you read it" in answer.content.decode()
        assert answer.context["seen"] == full_digest_of(release)
        assert release.state == State.SUBMITTED

    def test_who_says_nothing_of_what_was_read_is_refused(self) -> None:
        release = submit()
        self.client.post(action_path(release, "approve"), {"secret": "sesame"})
        release.refresh_from_db()
        assert release.state == State.SUBMITTED

    def test_a_wrong_password_keeps_all_that_was_typed(self) -> None:
        release = submit(go_live_at=SEVEN - HOUR)
        page = self.approve(
            release, when="at", opens_at="2026-03-03T09:30:00", secret="guessed"
        ).content.decode()
        assert 'value="2026-03-03T09:30:00"' in page
        assert not Publication.objects.exists()

    def test_who_wrote_it_is_told_before_they_type_anything(self) -> None:
        release = make_release()
        transitions.note_edit(release, by=self.officer)
        submit(release)
        page = self.approving(release)
        assert "someone else must approve it" in page
        assert '<button type="submit" class="button default' not in page
        self.client.post(
            action_path(release, "approve"),
            {"seen": full_digest_of(release), "secret": "sesame"},
        )
        release.refresh_from_db()
        assert release.state == State.SUBMITTED


class WhatChanged(ApprovingTestCase):
    """An approver sees first what is new to them."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        require("Counsel", "Finance")

    def test_who_reads_it_for_the_first_time_gets_the_whole_text(self) -> None:
        page = self.approving(submit(body=GREW))
        assert "You have not approved this release before" in page
        assert GREW in page

    def test_who_approved_it_before_gets_what_changed(self) -> None:
        release = submit(body="<p>Revenue grew by 12%.</p>")
        self.approve(release)
        transitions.send_back(release, by=finance(), at=SEVEN, reason="Check.")
        release.body = "<p>Revenue grew by 13%.</p>"
        release.save()
        submit(release)
        page = self.approving(release)
        assert "Changes since you approved it" in page
        assert "Removed: </span>12%.</del>" in page
        assert "Added: </span>13%.</ins>" in page

    def test_a_changed_event_or_instant_is_told_though_the_text_is_the_same(
        self,
    ) -> None:
        event = make_event()
        release = submit(events=(event,), go_live_at=LATER)
        self.approve(release)
        Release.objects.filter(pk=release.pk).update(go_live_at=LATER + HOUR)
        assert "but the publication time has changed" in self.approving(release)
        event.venue = "Another hall"
        event.save()
        assert "an event that is published with it" in self.approving(release)

    def test_of_a_correction_it_shows_what_the_public_reads(self) -> None:
        with travel(SEVEN - HOUR):
            release = publish(
                submit_by_finance_too(body="<p>EPS was $0.24.</p>"), at=SEVEN - HOUR
            )
        transitions.correct(release, by=author(), at=SEVEN, notice="EPS is $0.42.")
        release.body = "<p>EPS was $0.42.</p>"
        release.save()
        submit(release)
        page = self.approving(release)
        assert "Changes since the public version" in page
        assert "Added: </span>$0.42.</ins>" in page


def submit_by_finance_too(**fields: Any) -> Release:
    """Return a release that finance has approved already, the evening before."""
    at = SEVEN - HOUR - SECOND
    with travel(at):
        release = submit(at=at, **fields)
        transitions.approve(release, by=finance(), at=at)
    return release


class TheSeats(ApprovingTestCase):
    """The page says whose approval is needed, and whose seat this one fills."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        require("Counsel", "Finance")
        with travel(SEVEN):
            cls.release = submit(go_live_at=LATER)

    def test_what_is_given_and_what_is_needed(self) -> None:
        transitions.approve(self.release, by=finance(), at=SEVEN)
        page = self.approving(self.release)
        assert "approved by fay" in page
        assert "You approve as <strong>Counsel</strong>." in page

    def test_one_of_two_puts_nothing_before_the_public(self) -> None:
        answer = self.approve(self.release)
        assert "Other approvals are still needed." in answer.content.decode()
        assert not Publication.objects.exists()

    def test_a_deputy_is_told_for_whom_they_stand_in(self) -> None:
        deputy = self.sign_in_as("Authors")
        Absence.objects.create(
            person=finance(), deputy=deputy, starts=SEVEN - HOUR, ends=SEVEN + HOUR
        )
        page = self.approving(self.release)
        assert "You approve as <strong>Finance</strong>, standing in for" in page
        self.approve(self.release)
        given = Approval.objects.get()
        assert (given.by, given.standing_in_for) == (deputy, finance())

    def test_an_edit_voids_what_was_given_and_the_page_says_why(self) -> None:
        transitions.approve(self.release, by=finance(), at=SEVEN)
        Release.objects.filter(pk=self.release.pk).update(source="Another")
        page = self.page(change_path(self.release))
        assert "<strong>No longer counts</strong>: approval by fay as Finance" in page
        assert "the text, a file, an event or the channel has changed" in page
        Release.objects.filter(pk=self.release.pk).update(
            source="Larkmoor Therapeutics", go_live_at=LATER + HOUR
        )
        page = self.page(change_path(self.release))
        assert "its time has changed" in page
        transitions.send_back(self.release, by=counsel(), at=SEVEN, reason="No.")
        page = self.page(change_path(self.release))
        assert "the release was sent back" in page
