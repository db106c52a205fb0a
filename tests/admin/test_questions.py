"""The pages of questions: who may open them, the answer, and what the journal has of it."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.urls import reverse

from releases.models import JournalEntry
from releases.readers.models import (
    Delivery,
    Inquiry,
    InquiryAnswer,
    InquiryStatus,
    MailingKind,
    Outcome,
    Status,
)
from tests.admin.desk import messages_of
from tests.admin.test_alerts import FAILED, LATER, AlertsTestCase
from tests.builders import make_contact
from tests.public.html_pages import save_and_publish
from tests.readers.rows import make_inquiry, make_subscriber

QUESTIONS = reverse("admin:readers_inquiry_changelist")


class QuestionsTestCase(AlertsTestCase):
    """One new question, and somebody of the authors who looks at it."""

    def setUp(self) -> None:
        super().setUp()
        self.inquiry = make_inquiry(question="Why <b>now</b>?", organization="Funds")
        self.own = reverse("admin:readers_inquiry_change", args=[self.inquiry.pk])
        self.user = self.sign_in_as("Authors")

    def send(self, status: int = 302, **fields: str) -> str:
        """Send a form of the question's page; return the answer, or the message."""
        response = self.client.post(self.own, fields)
        assert response.status_code == status
        if status == 302:
            return messages_of(self.client.get(response["Location"]))
        return response.content.decode()

    def journalled(self) -> list[tuple[str, str]]:
        """Return the entries' actions and details; none tells of a person."""
        subject = f"inquiry:{self.inquiry.pk}"
        entries = JournalEntry.objects.filter(subject=subject).order_by("pk")
        for entry in entries:
            text = f"{entry.detail}{entry.facts}"
            assert entry.user_id == self.user.pk
            assert "Ana" not in text
            assert "@" not in text
        return [(entry.action, entry.detail) for entry in entries]


class WhoSeesQuestions(QuestionsTestCase):
    """Who keeps the contacts; nobody else reads what readers write."""

    def test_the_roles(self) -> None:
        for name in Group.objects.values_list("name", flat=True):
            self.sign_in_as(name)
            may = name in {"Authors", "Administrators"}
            with self.subTest(name):
                for path in (QUESTIONS, self.own):
                    assert self.client.get(path).status_code == (200 if may else 403)
                assert self.client.post(self.own, {"spam": ""}).status_code in {
                    302 if may else 403
                }
                assert (f'href="{QUESTIONS}"' in self.page("/admin/")) is may
        self.client.logout()
        assert self.client.get(self.own).status_code == 302


class TheList(QuestionsTestCase):
    """Shows new questions first, and finds others by a POST."""

    def test_by_state(self) -> None:
        make_inquiry("bob@example.org", question="Old", status=InquiryStatus.ANSWERED)
        new = self.page(QUESTIONS)
        assert "Why &lt;b&gt;now" in new
        assert "New (1)" in new
        assert ">Old<" not in new
        assert ">Old<" in self.page(f"{QUESTIONS}?status=answered")
        assert "There are no questions" in self.page(f"{QUESTIONS}?status=spam")
        assert "Why" in self.page(f"{QUESTIONS}?status=x")

    def test_a_search_is_a_post(self) -> None:
        for text in ("ana read", "ANA@", "fund"):
            found = self.client.post(QUESTIONS, {"text": text}).content.decode()
            assert "Why" in found
        missing = self.client.post(QUESTIONS, {"text": "%"}).content.decode()
        assert "No question matches" in missing
        assert self.client.post(QUESTIONS, {"text": ""}).status_code == 200

    def test_it_asks_the_same_few_questions_for_a_full_page(self) -> None:
        before = self.count_queries(QUESTIONS)
        for number in range(60):
            make_inquiry(f"same{number}@example.net", name="Same")
        assert self.count_queries(QUESTIONS) == before
        assert "Page 1 of 2" in self.page(QUESTIONS)
        found = self.client.post(QUESTIONS, {"text": "same"}).content.decode()
        assert "More questions match" in found


class AnAnswerAtTheDesk(QuestionsTestCase):
    """Is owed to the reader, and journalled without a word of it."""

    def test_the_page_warns_of_selective_disclosure_before_it_is_sent(self) -> None:
        contact = make_contact(emails="ir@larkmoor.example")
        page = self.page(self.own)
        assert "Regulation FD" in page
        assert "No contact with an e-mail address" in page
        assert "Why &lt;b&gt;now&lt;/b&gt;?" in page
        save_and_publish(contact, at=LATER)
        assert "Answers to it go to ir@larkmoor.example" in self.page(self.own)

    def test_it_is_owed_and_shown_with_who_wrote_it(self) -> None:
        assert "right away" in self.send(text="On Monday.", seen="0")
        reply = InquiryAnswer.objects.get()
        assert (reply.text, reply.author, reply.at) == (
            "On Monday.",
            self.user.pk,
            LATER,
        )
        mail = Delivery.objects.get()
        assert (mail.inquiry, mail.due) == (self.inquiry, LATER)
        assert mail.mailing.kind == MailingKind.ANSWER
        page = self.page(self.own)
        assert f"Answer by {self.user.username}" in page
        assert "Mail: Waiting" in page
        Delivery.objects.update(due=None, outcome=Outcome.SENT, at=LATER)
        assert "Mail: Sent, 3 March 2026, 07:05:00 EST" in self.page(self.own)
        assert self.journalled() == [("answer question", "")]
        self.user.delete()
        self.user = self.sign_in_as("Authors")
        assert "a former account" in self.page(self.own)

    def test_nothing_typed_is_lost(self) -> None:
        assert "Enter your answer" in self.send(422, text=" ", seen="0")
        self.send(text="First", seen="0")
        page = self.send(409, text="Second <3", seen="0")
        assert "someone else has answered" in page
        assert "Second &lt;3</textarea>" in page
        assert 'name="seen" value="1"' in page
        assert InquiryAnswer.objects.count() == 1

    def test_an_address_that_refuses_our_mails_has_no_form(self) -> None:
        make_subscriber(self.inquiry.address, status=Status.COMPLAINED)
        page = self.page(self.own)
        assert "You can’t answer here" in page
        assert "<textarea" not in page
        assert "Nothing was sent" in self.send(409, text="Hello", seen="0")
        assert not InquiryAnswer.objects.exists()

    def test_a_failed_one_is_tried_again_by_administrators(self) -> None:
        self.send(text="On Monday.", seen="0")
        Delivery.objects.update(due=None, outcome=Outcome.FAILED, at=LATER)
        self.sign_in_as("Administrators")
        page = self.page(FAILED)
        assert self.inquiry.address in page
        assert "Stop mailing" not in page
        path = reverse("admin:readers_delivery_again", args=[Delivery.objects.get().pk])
        self.client.post(path)
        assert Delivery.objects.get().due == LATER


class WithoutAnAnswer(QuestionsTestCase):
    """A question is closed, taken for spam, opened again or erased."""

    def test_the_buttons_are_journalled(self) -> None:
        for button, status in (
            ("close", InquiryStatus.CLOSED),
            ("reopen", InquiryStatus.NEW),
            ("spam", InquiryStatus.SPAM),
        ):
            assert str(status.label) in self.send(302, **{button: ""})
            assert Inquiry.objects.get().status == status
        self.send(spam="")
        assert self.journalled() == [
            ("change question", "closed"),
            ("change question", "new"),
            ("change question", "spam"),
        ]

    def test_erasing_needs_a_tick(self) -> None:
        self.send(text="On Monday.", seen="0")
        assert "Tick the box" in self.send(erase="")
        assert Inquiry.objects.exists()
        assert "erased" in self.send(erase="", sure="1")
        assert not Inquiry.objects.exists()
        assert not InquiryAnswer.objects.exists()
        assert not Delivery.objects.exists()
        assert self.journalled()[-1] == ("erase question", "")
        assert self.client.get(self.own).status_code == 404
