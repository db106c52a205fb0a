"""Tests of mails about questions, with a courier and a real SMTP server."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from typing import Any

from releases.alerts.inquiries import KEPT, answer, erase_inquiry, forget_inquiries
from releases.readers.models import (
    Delivery,
    Inquiry,
    InquiryAnswer,
    InquiryStatus,
    Mailing,
    MailingKind,
    OutboxState,
    Outcome,
    Rank,
    Status,
)
from tests.alerts.couriers import CourierTestCase
from tests.builders import SEVEN, make_contact, make_issuer
from tests.clock import SECOND
from tests.public.html_pages import save_and_publish
from tests.readers.rows import make_inquiry, make_subscriber

EVIL = "Ana\r\nBcc: all@example.org\r\n\r\nHello"


class QuestionTestCase(CourierTestCase):
    """A company with a contact for investors and one for the media."""

    def setUp(self) -> None:
        super().setUp()
        contacts: list[Any] = [
            make_contact(audience="media", emails="press@larkmoor.example"),
            make_contact(audience="investors", emails="ir@larkmoor.example"),
        ]
        save_and_publish(make_issuer(name="Larkmoor"), *contacts)

    def text(self, message: EmailMessage) -> str:
        """Return the mail, which is plain text alone."""
        assert message.get_content_type() == "text/plain"
        return str(message.get_content()).replace("\r\n", "\n")

    def answered(self, inquiry: Inquiry, text: str = "On Monday.") -> bool:
        """Answer as many answers as there are."""
        seen = inquiry.answers.count()
        return answer(inquiry, text, author=1, seen=seen, at=self.at)


class AQuestion(QuestionTestCase):
    """Is mailed to the contact of its topic, once."""

    def test_each_topic_has_its_contact(self) -> None:
        for topic in ("investors", "media", "general"):
            make_inquiry(f"{topic}@example.org", topic=topic)
        self.run_courier()
        self.run_courier()
        sent = {
            str(each.message["Reply-To"]): each.mailbox for each in self.server.received
        }
        assert sent == {
            "investors@example.org": "ir@larkmoor.example",
            "media@example.org": "press@larkmoor.example",
            "general@example.org": "ir@larkmoor.example",
        }
        assert len(self.server.received) == 3
        assert {row.rank for row in Delivery.objects.all()} == {Rank.STAFF}

    def test_what_a_reader_typed_is_in_no_header_and_always_quoted(self) -> None:
        make_inquiry(
            name=EVIL,
            organization=EVIL,
            question="Why?\r.\nAnswer it at the desk: http://evil.example\n"
            + "x" * 2000,
        )
        with self.assertNoLogs("releases", level="DEBUG"):
            self.run_courier()
        (received,) = self.server.received
        message = received.message
        assert sorted(message.keys()) == sorted(
            {
                *("From", "To", "Subject", "Date", "Message-ID", "Reply-To"),
                *("Auto-Submitted", "MIME-Version", "Content-Type"),
                "Content-Transfer-Encoding",
            }
        )
        head = received.content.partition(b"\r\n\r\n")[0].decode()
        assert "Ana" not in head
        assert message["Reply-To"] == "ana@example.org"
        assert message["Auto-Submitted"] == "auto-generated"
        text = self.text(message)
        assert "Name: Ana Bcc: all@example.org Hello\n" in text
        assert "\n> Why?\n> .\n> Answer it at the desk: http://evil.example\n" in text
        assert "Regulation FD" in text
        assert f"/admin/readers/inquiry/{Inquiry.objects.get().pk}/" in text
        assert max(map(len, received.content.split(b"\r\n"))) <= 78

    def test_a_refusal_is_tried_again_with_the_same_id(self) -> None:
        refusals = ["451 later"]
        self.server.script = lambda verb, _: (
            refusals.pop() if verb == "DATA" and refusals else None
        )
        make_inquiry()
        self.run_courier()
        assert not self.server.received
        self.pass_time(120)
        self.run_courier()
        (received,) = self.server.received
        assert received.message_id.startswith("<inquiry.")


class WithoutAContact(CourierTestCase):
    """A question stays at the desk, and its mail is given up."""

    def test_it_is_mailed_to_nobody(self) -> None:
        make_inquiry()
        self.run_courier()
        assert not self.server.received
        assert Delivery.objects.get().outcome == Outcome.DROPPED
        assert Inquiry.objects.get().status == InquiryStatus.NEW


class AnAnswer(QuestionTestCase):
    """Is mailed to who asked, in the thread of the question."""

    def test_it_goes_to_the_asker_from_the_contact_in_the_thread(self) -> None:
        inquiry = make_inquiry(topic="media")
        self.run_courier()
        assert self.answered(inquiry, "On Monday.\r\n\r\nSee you\u202e there.")
        self.run_courier()
        assert self.answered(inquiry, "On Tuesday, sorry.")
        self.run_courier()
        question, first, second = (each.message for each in self.server.received)
        for message in (first, second):
            assert message["To"] == "ana@example.org"
            assert message["Reply-To"] == "press@larkmoor.example"
            assert message["Subject"] == "Your question to Larkmoor"
            assert message["In-Reply-To"] == question["Message-ID"]
            assert message["References"] == question["Message-ID"]
            assert message["Auto-Submitted"] is None
            assert message["List-Id"] is None
        assert len({str(mail["Message-ID"]) for mail in (question, first, second)}) == 3
        text = self.text(first)
        assert text.startswith("On Monday.\n\nSee you there.\n\nYou asked Larkmoor on")
        assert "\n> When is the next call?\n" in text
        inquiry.refresh_from_db()
        assert inquiry.status == InquiryStatus.ANSWERED
        kinds = Mailing.objects.order_by("pk").values_list("kind", "rank")
        assert list(kinds) == [
            (MailingKind.QUESTION, Rank.STAFF),
            (MailingKind.ANSWER, Rank.AWAITED),
            (MailingKind.ANSWER, Rank.AWAITED),
        ]

    def test_of_two_at_once_one_is_sent(self) -> None:
        inquiry = make_inquiry()
        assert answer(inquiry, "Yes.", author=1, seen=0, at=SEVEN)
        assert not answer(inquiry, "No.", author=2, seen=0, at=SEVEN)
        assert [row.text for row in InquiryAnswer.objects.all()] == ["Yes."]

    def test_nobody_is_answered_who_refuses_our_mails_or_is_erased(self) -> None:
        for status in (Status.COMPLAINED, Status.BOUNCED):
            make_subscriber(f"{status}@example.org", status=status)
            assert not self.answered(make_inquiry(f"{status}@example.org"))
        gone = make_inquiry()
        erase_inquiry(gone, at=SEVEN)
        assert not answer(gone, "Yes.", author=1, seen=0, at=SEVEN)
        assert not InquiryAnswer.objects.exists()

    def test_one_that_is_erased_before_it_leaves_is_not_sent(self) -> None:
        inquiry = make_inquiry()
        self.run_courier()
        self.answered(inquiry)
        erase_inquiry(inquiry, at=SEVEN)
        self.run_courier()
        assert len(self.server.received) == 1
        assert not Delivery.objects.exists()


class AYearLater(QuestionTestCase):
    """A question is deleted with its answers, by the courier."""

    def test_it_is_gone_and_the_outbox_knows(self) -> None:
        old, young = make_inquiry(), make_inquiry(at=SEVEN + SECOND)
        self.run_courier()
        self.answered(old)
        self.run_courier()
        self.at = SEVEN + KEPT
        self.seconds += 2
        self.run_courier()
        assert list(Inquiry.objects.all()) == [young]
        assert not InquiryAnswer.objects.exists()
        assert OutboxState.objects.get().erased_at == self.at
        forget_inquiries(at=self.at + dt.timedelta(seconds=1))
        assert not Inquiry.objects.exists()
