"""Submitting: straight through where nothing stands against it, else one page more."""

from __future__ import annotations

from typing import Any

from releases.models import JournalEntry, Release, State, Waiver
from tests.admin.desk import (
    DeskTestCase,
    action_path,
    change_path,
    messages_of,
    perform,
    post_form,
    release_without_findings,
)
from tests.builders import SEVEN, make_issuer, publication_of
from tests.clock import SECOND, travel

# One warning: nobody can be called. One error: a figure is missing.
WARNED: dict[str, Any] = {"contacts": ()}
WRONG: dict[str, Any] = {
    "body": "<p>Larkmoor Therapeutics (Nasdaq: LRKM) grew by [●] percent.</p>"
}


class SubmittingTestCase(DeskTestCase):
    """An author at the desk, at seven."""

    def setUp(self) -> None:
        make_issuer()
        self.officer = self.sign_in_as("Authors")
        clock = travel(SEVEN)
        clock.__enter__()
        self.addCleanup(clock.__exit__, None, None, None)

    def submit(self, release: Release, **changes: Any) -> Any:
        """Press the button on the page of the action."""
        answer = perform(self.client, release, "submit", **changes)
        release.refresh_from_db()
        return answer


class SubmittingADraft(SubmittingTestCase):
    """What the checks say is answered, or put right."""

    def test_the_button_beside_save_goes_straight_through_where_nothing_stands(
        self,
    ) -> None:
        release = release_without_findings()
        answer = post_form(self.client, change_path(release), button="_submit")
        release.refresh_from_db()
        assert release.state == State.SUBMITTED
        assert answer.redirect_chain[-1][0] == change_path(release)

    def test_else_it_saves_and_leads_to_a_page_that_asks(self) -> None:
        release = release_without_findings(**WARNED)
        answer = post_form(
            self.client, change_path(release), button="_submit", source="Typed now"
        )
        release.refresh_from_db()
        assert (release.state, release.source) == (State.DRAFT, "Typed now")
        assert answer.redirect_chain[-1][0] == action_path(release, "submit")
        assert "contacts.investors" in answer.content.decode()

    def test_a_warning_that_is_not_answered_is_asked_again(self) -> None:
        release = release_without_findings(**WARNED)
        page = self.submit(release).content.decode()
        assert "Fix this, or answer it here." in page
        assert 'href="#id_tick-contacts.investors"' in page
        assert release.state == State.DRAFT

    def test_with_a_tick_it_is_and_the_reason_is_kept(self) -> None:
        release = release_without_findings(**WARNED)
        answer = self.submit(
            release,
            **{
                "tick-contacts.investors": "on",
                "reason-contacts.investors": "None needed.",
            },
        )
        assert "Submitted" in messages_of(answer)
        given = Waiver.objects.get()
        assert (given.by, given.reason) == (self.officer, "None needed.")
        assert JournalEntry.objects.filter(action="answer warning").exists()

    def test_the_reason_may_be_left_empty(self) -> None:
        release = release_without_findings(**WARNED)
        self.submit(release, **{"tick-contacts.investors": "on"})
        assert release.state == State.SUBMITTED

    def test_an_answer_is_to_what_was_shown_and_nothing_else(self) -> None:
        release = release_without_findings(**WARNED)
        page = self.submit(
            release,
            **{"tick-contacts.investors": "on", "covers-contacts.investors": "0" * 64},
        ).content.decode()
        assert "This check now finds something else. Please review it again." in page
        assert release.state == State.DRAFT

    def test_an_error_is_shown_to_who_cannot_override_it_without_a_button(self) -> None:
        release = release_without_findings(**WRONG)
        page = self.page(action_path(release, "submit"))
        assert "[●]" in page
        assert "Some of these problems must be fixed first" in page
        assert ">Submit for approval</button>" not in page
        self.submit(release, **{"reason-text.placeholder": "Forged."})
        assert release.state == State.DRAFT

    def test_what_blocks_nobody_overrides(self) -> None:
        self.sign_in_as("Administrators")
        release = release_without_findings(forward_looking="")
        page = self.page(action_path(release, "submit"))
        assert "Nobody can override it" in page
        assert 'name="reason-forward_looking.unanswered"' not in page

    def test_once_submitted_it_is_not_submitted_again(self) -> None:
        release = release_without_findings()
        self.submit(release)
        answer = self.client.post(action_path(release, "submit"), follow=True)
        assert "submitted it for approval at 07:00:00 EST." in messages_of(answer)
        assert JournalEntry.objects.filter(action="submit").count() == 1


class OverridingAnError(SubmittingTestCase):
    """By somebody who may, with a reason in writing."""

    def setUp(self) -> None:
        super().setUp()
        self.release = release_without_findings(**WRONG)
        self.sign_in_as("Counsel")

    def override(self, **changes: str) -> Any:
        """Counsel answers on the draft."""
        return perform(self.client, self.release, "override", **changes)

    def test_counsel_does_and_then_its_author_submits_it(self) -> None:
        answer = self.override(**{"reason-text.placeholder": "The wire has one."})
        assert "Overridden" in messages_of(answer)
        assert Waiver.objects.get().reason == "The wire has one."
        self.client.force_login(self.officer)
        self.submit(self.release)
        assert self.release.state == State.SUBMITTED

    def test_without_a_reason_nothing_is_overridden(self) -> None:
        page = self.override(**{"reason-text.placeholder": " "}).content.decode()
        assert "Give a reason for at least one error." in page
        assert not Waiver.objects.exists()

    def test_an_administrator_does_it_while_submitting(self) -> None:
        self.sign_in_as("Administrators")
        self.submit(self.release, **{"reason-text.placeholder": "By phone only."})
        assert self.release.state == State.SUBMITTED
        assert JournalEntry.objects.filter(action="override check").exists()

    def test_the_page_shows_what_was_answered_by_whom(self) -> None:
        self.override(**{"reason-text.placeholder": "The wire has one."})
        page = self.page(change_path(self.release))
        assert "1 check answered" in page
        assert "<strong>The wire has one.</strong>" in page

    def test_where_nothing_stands_there_is_nothing_to_override(self) -> None:
        answer = self.client.get(action_path(release_without_findings(), "override"))
        assert answer.status_code == 302


class PublishingAlone(SubmittingTestCase):
    """Where one person is the whole desk, they still say who they are."""

    def setUp(self) -> None:
        super().setUp()
        self.enterContext(self.settings(IRSITE_ONE_PERSON_DESK=True))
        self.sign_in_as("Administrators")

    def test_with_their_password_it_is_out(self) -> None:
        release = release_without_findings()
        perform(self.client, release, "publish")
        assert publication_of(release).live_from == SEVEN + SECOND

    def test_with_a_wrong_one_nothing_happens(self) -> None:
        release = release_without_findings()
        perform(self.client, release, "publish", secret="guessed")
        release.refresh_from_db()
        assert release.state == State.DRAFT

    def test_what_was_changed_since_it_was_read_is_refused(self) -> None:
        release = release_without_findings()
        page = perform(self.client, release, "publish", seen="0" * 64).content.decode()
        assert "was changed after you read it" in page
        release.refresh_from_db()
        assert release.state == State.DRAFT
