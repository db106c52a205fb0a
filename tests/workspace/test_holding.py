"""What is scheduled is held, let go on, or called off."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

import pytest

from releases.desk import transitions
from releases.models import Contact, JournalEntry, Publication, Release, State
from tests.admin.desk import (
    DeskTestCase,
    action_path,
    change_path,
    messages_of,
    perform,
)
from tests.builders import (
    SEVEN,
    author,
    counsel,
    full_digest_of,
    make_contact,
    make_issuer,
    publication_of,
    schedule,
)
from tests.clock import SECOND, travel

HOUR = dt.timedelta(hours=1)
LATER = SEVEN + 2 * HOUR


class StoppingTestCase(DeskTestCase):
    """A release that opens at nine, and counsel at the desk at seven."""

    contact: Contact
    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.contact = make_contact()
        cls.release = schedule(live_from=LATER, contacts=(cls.contact,))

    def setUp(self) -> None:
        self.sign_in_as("Counsel")

    def perform(self, name: str, *, at: dt.datetime = SEVEN, **changes: Any) -> Any:
        """Perform the action at this time."""
        with travel(at):
            answer = perform(self.client, self.release, name, **changes)
        self.release.refresh_from_db()
        return answer


class Holding(StoppingTestCase):
    """One click, one to confirm, and nothing of it opens."""

    def test_it_is_the_first_button_of_a_scheduled_release(self) -> None:
        with travel(SEVEN):
            page = self.page(change_path(self.release))
        first = page.partition('class="desk-actions"')[2]
        assert action_path(self.release, "hold") in first.partition("</a>")[0]

    def test_no_word_need_be_typed(self) -> None:
        answer = self.perform("hold")
        assert "Held. It will not publish" in messages_of(answer)
        assert self.release.state == State.HELD
        assert not Publication.objects.live(at=LATER).exists()

    def test_the_reason_stands_in_the_journal(self) -> None:
        self.perform("hold", reason="The exchange asks for a delay.")
        entry = JournalEntry.objects.get(action="hold")
        assert entry.detail == "The exchange asks for a delay."

    def test_too_late_is_refused_on_the_same_page(self) -> None:
        with travel(LATER):
            answer = self.client.post(action_path(self.release, "hold"))
        assert "t scheduled. If it is already public" in answer.content.decode()


class LettingItGoOn(StoppingTestCase):
    """One approver does, for an instant that is not earlier."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        with travel(SEVEN):
            transitions.hold(cls.release, by=counsel(), at=SEVEN)

    def test_at_its_own_instant_while_that_is_to_come(self) -> None:
        answer = self.perform("resume")
        assert "Public from 3 March 2026, 09:00:00 EST" in messages_of(answer)
        assert publication_of(self.release).live_from == LATER

    def test_at_a_later_one(self) -> None:
        self.perform("resume", when="at", opens_at="2026-03-03T11:00:00")
        assert publication_of(self.release).live_from == LATER + 2 * HOUR

    def test_never_at_an_earlier_one(self) -> None:
        answer = self.perform("resume", when="at", opens_at="2026-03-03T08:00:00")
        assert "be moved to an earlier one" in answer.content.decode()
        assert self.release.state == State.HELD

    def test_now_only_once_its_instant_has_passed(self) -> None:
        assert (
            "Select a valid choice"
            in self.perform("resume", when="now").content.decode()
        )
        self.perform("resume", when="now", at=LATER + HOUR)
        assert publication_of(self.release).live_from == LATER + HOUR + SECOND

    def test_what_is_not_what_was_approved_any_more_stays_held(self) -> None:
        self.contact.name = "Somebody Else"
        self.contact.save()
        sent = {"seen": full_digest_of(self.release), "when": "keep"}
        with travel(SEVEN):
            answer = self.client.post(
                action_path(self.release, "resume"), {**sent, "secret": "sesame"}
            )
        assert "was changed after its approval" in answer.content.decode()
        self.release.refresh_from_db()
        assert self.release.state == State.HELD

    def test_what_was_changed_is_approved_again_instead_of_resumed(self) -> None:
        self.contact.name = "Somebody Else"
        self.contact.save()
        with travel(SEVEN):
            page = self.page(change_path(self.release))
            front = self.page(reverse("admin:index"))
        assert "so it can&#x27;t be resumed. Approve it again, or send it back." in page
        buttons = page.partition('class="desk-actions"')[2].partition("</div>")[0]
        assert action_path(self.release, "approve") in buttons
        assert action_path(self.release, "send-back") in buttons
        assert action_path(self.release, "resume") not in page + front
        assert action_path(self.release, "approve") in front
        answer = self.perform("approve", when="at", opens_at="2026-03-03T10:00:00")
        assert "Public from 3 March 2026, 10:00:00 EST" in messages_of(answer)
        assert self.release.state == State.APPROVED

    def test_whoever_changed_it_does_not_approve_it_again(self) -> None:
        self.contact.name = "Somebody Else"
        self.contact.save()
        transitions.note_edit(self.release, by=counsel(), detail="contact")
        self.client.force_login(counsel())
        with travel(SEVEN):
            front = self.page(reverse("admin:index"))
        assert "Someone else must approve it again, or send it back." in front

    def test_while_it_is_as_approved_it_is_not_approved_again(self) -> None:
        with travel(SEVEN):
            page = self.page(change_path(self.release))
            assert action_path(self.release, "approve") not in page
            answer = self.client.get(action_path(self.release, "approve"))
        assert answer.status_code == 302
        with pytest.raises(transitions.NotAllowed, match="isn't waiting"):
            transitions.approve(self.release, by=counsel(), at=SEVEN)

    def test_nothing_is_counted_down(self) -> None:
        with travel(SEVEN):
            page = self.page(change_path(self.release))
            front = self.page(reverse("admin:index"))
            step = self.page(action_path(self.release, "resume"))
        for shown in (page, front, step):
            assert 'data-countdown="' not in shown
        assert "It was scheduled for 3 March 2026, 09:00:00 EST" in page
        assert "As scheduled, on 3 March 2026, 09:00:00 EST (14:00:00 UTC)" in step
        assert "On hold: it will not publish until it is resumed." in front

    def test_its_page_says_who_holds_it_and_what_is_next(self) -> None:
        page = self.page(change_path(self.release))
        assert "Held by carl since 3 March 2026, 07:00:00 EST" in page
        assert "Resume it, or return it to the author." in page
        self.sign_in_as("Authors")
        page = self.page(change_path(self.release))
        assert "Waiting for an approver to resume it." in page


class CallingOff(StoppingTestCase):
    """It never goes public, and is a draft again."""

    def test_what_is_scheduled(self) -> None:
        answer = self.perform("call-off", at=LATER - 5 * SECOND)
        assert "Called off." in messages_of(answer)
        assert self.release.state == State.DRAFT

    def test_too_late_is_refused_on_the_same_page(self) -> None:
        with travel(LATER):
            answer = self.client.post(action_path(self.release, "call-off"))
        assert "t scheduled. If it is already public" in answer.content.decode()

    def test_what_is_held(self) -> None:
        with travel(SEVEN):
            transitions.hold(self.release, by=counsel(), at=SEVEN)
        self.perform("call-off")
        assert self.release.state == State.DRAFT


class AScheduledCorrection(StoppingTestCase):
    """Its page says what readers see until then."""

    def test_the_present_version(self) -> None:
        with travel(LATER):
            transitions.correct(self.release, by=author(), at=LATER, notice="Right.")
        Release.objects.filter(pk=self.release.pk).update(go_live_at=LATER + 2 * HOUR)
        schedule(self.release, live_from=LATER + 2 * HOUR)
        with travel(LATER + HOUR):
            page = self.page(change_path(self.release))
        assert "Until then readers see the current version." in page
