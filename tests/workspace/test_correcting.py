"""What is public is corrected or withdrawn, each in its kind."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client

from releases.desk import transitions
from releases.models import Event, JournalEntry, Publication, Release, State
from releases.record.documents import EventDocument, ReleaseDocument
from releases.record.published import published_event
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
    make_event,
    make_issuer,
    publication_of,
    publish,
    put_on_record,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel

HOUR = dt.timedelta(hours=1)
LATER = SEVEN + 2 * HOUR


class ChangingTestCase(DeskTestCase):
    """A release that has been public since seven, at nine."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.release = publish()

    def perform(self, name: str, **changes: Any) -> Any:
        """Perform the action."""
        with travel(LATER):
            answer = perform(self.client, self.release, name, **changes)
        self.release.refresh_from_db()
        return answer

    def page_now(self) -> str:
        """Return the page of the release."""
        with travel(LATER):
            return self.page(change_path(self.release))


class AfterAnEarlierInstant(DeskTestCase):
    """A correction begins without the instant of the version before it."""

    def setUp(self) -> None:
        make_issuer()
        self.release = schedule(live_from=SEVEN)
        with travel(LATER):
            transitions.correct(self.release, by=author(), at=LATER, notice="Right.")

    def test_its_form_has_no_time_that_has_passed(self) -> None:
        self.release.refresh_from_db()
        assert self.release.go_live_at is None
        self.sign_in_as("Authors")
        with travel(LATER):
            page = self.page(change_path(self.release))
        assert "This time has passed" not in page

    def test_a_time_chosen_for_it_outlives_a_change_of_its_notice(self) -> None:
        Release.objects.filter(pk=self.release.pk).update(go_live_at=LATER + HOUR)
        self.release.refresh_from_db()
        with travel(LATER):
            transitions.correct(self.release, by=author(), at=LATER, notice="Better.")
        assert self.release.go_live_at == LATER + HOUR

    def test_public_since_is_since_the_first_version(self) -> None:
        with travel(LATER):
            put_on_record(self.release, at=LATER)
        self.sign_in_as("Authors")
        with travel(LATER + HOUR):
            page = self.page(change_path(self.release))
        assert "Public since 3 March 2026, 07:00:00 EST" in page
        assert "This version since 3 March 2026, 09:00:00 EST" in page


class Correcting(ChangingTestCase):
    """With a notice to the public, of one kind or the other."""

    def setUp(self) -> None:
        super().setUp()
        self.sign_in_as("Authors")

    def test_it_opens_with_its_notice(self) -> None:
        self.perform("correct", notice="EPS is $0.42.")
        page = self.page_now()
        assert "Being corrected" in page
        assert "Correction, to the public: “EPS is $0.42.”" in page
        assert 'name="headline"' in page

    def test_correct_and_replace_says_to_use_the_earlier_one_no_more(self) -> None:
        self.perform("correct", notice="Use this one.", kind="replacement")
        assert self.release.notice_kind == "replacement"
        assert "Correct and replace, to the public" in self.page_now()

    def test_an_open_one_is_reworded_from_the_words_it_has(self) -> None:
        self.perform("correct", notice="EPS is $0.42.", kind="replacement")
        page = self.page(action_path(self.release, "correct"))
        assert "EPS is $0.42.</textarea>" in page
        self.perform("correct", notice="Diluted EPS is $0.42.")
        assert self.release.notice == "Diluted EPS is $0.42."
        assert self.release.notice_kind == "replacement"

    def test_it_needs_its_notice(self) -> None:
        page = self.perform("correct", notice="").content.decode()
        assert "This field is required." in page
        assert self.release.state == State.APPROVED


class Withdrawing(ChangingTestCase):
    """A notice takes its place, and says what it is."""

    def setUp(self) -> None:
        super().setUp()
        self.sign_in_as("Counsel")

    def notice(self) -> Any:
        """Return what the latest version says of the one before it."""
        text = publication_of(self.release).document
        return ReleaseDocument.model_validate_json(text).change

    def test_its_text_stays_readable(self) -> None:
        answer = self.perform("withdraw", reason="In error.")
        assert "The notice is public from 3 March 2026, 09:00:01 EST" in messages_of(
            answer
        )
        assert self.release.state == State.WITHDRAWN
        assert (self.notice().kind, self.notice().sealed) == ("withdrawal", False)

    def test_or_is_sealed_and_to_be_disregarded(self) -> None:
        self.perform("withdraw", reason="In error.", kind="disregard", sealed="sealed")
        assert (self.notice().kind, self.notice().sealed) == ("disregard", True)

    def test_it_needs_a_reason(self) -> None:
        self.perform("withdraw", reason=" ")
        assert self.release.state == State.APPROVED

    def test_what_was_withdrawn_is_only_read(self) -> None:
        self.perform("withdraw", reason="In error.")
        with travel(LATER + SECOND):
            page = self.page(change_path(self.release))
        assert "Readers see a notice in its place." in page
        assert "/action/" not in page


class WithdrawingWithAnEvent(ChangingTestCase):
    """It must be said what becomes of the events that only this release names."""

    call: Event
    shared: Event

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.call = make_event(title="Talk at the forum", slug="talk")
        cls.shared = make_event(title="Annual meeting", slug="meeting")
        cls.release = put_on_record(
            slug="forum", headline="We talk", events=(cls.call, cls.shared)
        )
        put_on_record(slug="meeting", headline="We meet", events=(cls.shared,))

    def setUp(self) -> None:
        super().setUp()
        self.sign_in_as("Counsel")

    def event(self, slug: str, *, at: dt.datetime) -> EventDocument:
        """Return the event as the public reads it."""
        row = Publication.objects.events().at_address(slug).live(at=at).get()
        return published_event(row).document

    def test_without_a_word_it_is_refused(self) -> None:
        page = self.perform("withdraw", reason="Called off.").content.decode()
        assert "Only this release announces: Talk at the forum." in page
        assert "This field is required." in page

    def test_it_is_cancelled_in_the_same_second(self) -> None:
        self.perform("withdraw", reason="Called off.", events="cancel")
        opened = publication_of(self.release).live_from
        assert not self.event("talk", at=opened - MICROSECOND).cancelled
        assert self.event("talk", at=opened).cancelled
        assert not self.event("meeting", at=opened).cancelled
        self.call.refresh_from_db()
        assert self.call.cancelled
        entry = JournalEntry.objects.get(action="cancel event")
        assert (entry.subject, entry.detail) == (
            f"event:{self.call.pk}",
            "Talk at the forum",
        )
        with travel(opened):
            page = Client().get("/events/talk/").content.decode()
            assert "This event is cancelled" in page
            assert "We talk" in page
            notice = Client().get("/releases/2026/forum/").content.decode()
        assert "Cancelled" in notice

    def test_or_it_stays_announced(self) -> None:
        self.perform("withdraw", reason="In error.", events="keep")
        opened = publication_of(self.release).live_from
        assert not self.event("talk", at=opened).cancelled

    def test_a_sealed_text_s_events_are_not_named(self) -> None:
        self.perform("withdraw", reason="In error.", events="cancel", sealed="sealed")
        text = publication_of(self.release).document
        assert ReleaseDocument.model_validate_json(text).events == ()


class WithdrawingWhileAVersionIsScheduled(ChangingTestCase):
    """It must be said what becomes of that one."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        with travel(SEVEN + HOUR):
            transitions.correct(
                cls.release, by=author(), at=SEVEN + HOUR, notice="Put right."
            )
        schedule(cls.release, live_from=LATER + HOUR)

    def setUp(self) -> None:
        super().setUp()
        self.sign_in_as("Counsel")

    def test_without_a_word_it_is_refused(self) -> None:
        page = self.perform("withdraw", reason="In error.").content.decode()
        assert "This field is required." in page
        assert "The version scheduled for 3 March 2026, 10:00:00 EST" in page

    def test_it_is_called_off(self) -> None:
        self.perform("withdraw", reason="In error.", later="call off")
        assert publication_of(self.release).live_from == LATER + SECOND

    def test_or_it_takes_the_notices_place(self) -> None:
        self.perform("withdraw", reason="In error.", later="keep")
        assert publication_of(self.release).live_from == LATER + HOUR
        with travel(LATER + SECOND):
            page = self.page(change_path(self.release))
        assert "Until then readers see the notice of withdrawal." in page

    def test_that_can_still_be_called_off(self) -> None:
        self.perform("withdraw", reason="In error.", later="keep")
        with travel(LATER + 2 * SECOND):
            perform(self.client, self.release, "call-off")
        self.release.refresh_from_db()
        assert self.release.state == State.WITHDRAWN
