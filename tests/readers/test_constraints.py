"""Tests of the constraints on the readers' tables: each is broken by a row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import TestCase

import pytest

from releases.readers.database import readers_database
from releases.readers.models import (
    Consent,
    Delivery,
    FoldedDeliveries,
    HandledEvent,
    Inquiry,
    InquiryAnswer,
    Mailing,
    OutboxState,
    StaffOptOut,
    Subscriber,
    SubscriberImport,
    Subscription,
    SubscriptionRequest,
    Suppression,
)
from tests.builders import SEVEN
from tests.readers.rows import make_delivery, make_mailing, make_subscriber

REQUEST = {"address": "a@example.org", "key": "a@example.org", "at": SEVEN}


class AReadersRow(TestCase):
    """A row of the readers' tables is complete, and there once."""

    databases = "__all__"

    def assert_broken(self, name: str, row: models.Model) -> None:
        """Assert that the database refuses the row by this constraint."""
        message = f"(?i){name}|unique"
        with (
            self.subTest(constraint=name),
            pytest.raises(IntegrityError, match=message),
            transaction.atomic(using=readers_database()),
        ):
            row.save(force_insert=True)

    def test_each_constraint_is_named_here(self) -> None:
        names = {
            constraint.name
            for model in apps.get_app_config("readers").get_models()
            for constraint in model._meta.constraints
        }
        assert len(names) > 15
        here = Path(__file__).read_text()
        assert not {name for name in names if name not in here}

    def test_a_subscriber_is_a_mailbox_with_a_known_status(self) -> None:
        complete = {"address": "a@example.org", "key": "a@example.org", "since": SEVEN}
        for name, wrong in (
            ("subscriber_has_an_address", {"address": ""}),
            ("subscriber_has_an_address", {"key": ""}),
            ("subscriber_has_a_known_status", {"status": "asleep"}),
            ("subscriber_has_a_known_pace", {"pace": "hourly"}),
            ("subscriber_reads_at_an_hour_of_the_day", {"digest_hour": 24}),
        ):
            self.assert_broken(name, Subscriber(**complete | wrong))
        Subscriber(**complete).save()
        self.assert_broken("unique", Subscriber(**complete))

    def test_what_a_subscriber_chose_and_consented_to_is_named(self) -> None:
        subscriber = make_subscriber(subjects=("events",))
        again = Subscription(subscriber=subscriber, subject="events")
        self.assert_broken("subscription_is_made_once", again)
        unnamed = Subscription(subscriber=subscriber, subject="")
        self.assert_broken("subscription_names_a_subject", unnamed)
        nodded = Consent(subscriber=subscriber, at=SEVEN, action="nodded", means="form")
        self.assert_broken("consent_names_a_known_action", nodded)
        left = Suppression(code="a", reason="left", since=SEVEN)
        self.assert_broken("suppression_is_for_a_bounce_or_a_complaint", left)

    def test_a_request_is_complete(self) -> None:
        for name, wrong in (
            ("subscription_request_has_an_address", {"address": ""}),
            ("subscription_request_has_a_known_purpose", {"purpose": "spam"}),
            ("subscription_request_has_a_known_pace", {"pace": "hourly"}),
            ("subscription_request_has_an_hour_of_the_day", {"digest_hour": 24}),
        ):
            self.assert_broken(name, SubscriptionRequest(**REQUEST | wrong))

    def test_an_event_of_a_provider_is_handled_once(self) -> None:
        self.assert_broken("handled_event_has_a_code", HandledEvent(at=SEVEN))
        HandledEvent(code="a", at=SEVEN).save()
        self.assert_broken("unique", HandledEvent(code="a", at=SEVEN))

    def test_a_mailing_says_why_it_goes_out(self) -> None:
        complete: dict[str, Any] = {
            "key": "publication:1",
            "kind": "publication",
            "rank": 2,
            "chain": "release:2026/results",
            "number": 1,
            "publication": 1,
            "opens": SEVEN,
        }
        for name, wrong in (
            ("mailing_has_a_key", {"key": ""}),
            ("mailing_has_a_known_rank", {"rank": 9}),
            ("mailing_of_a_publication_names_its_version", {"number": None}),
            ("mailing_of_a_publication_names_its_version", {"chain": ""}),
        ):
            self.assert_broken(name, Mailing(**complete | wrong))
        Mailing(**complete).save()
        self.assert_broken("unique", Mailing(**complete))

    def test_a_delivery_is_due_or_held_or_settled(self) -> None:
        mailing, subscriber = make_mailing(), make_subscriber()
        complete: dict[str, Any] = {
            "mailing": mailing,
            "subscriber": subscriber,
            "rank": 2,
            "due": SEVEN,
        }
        state = "delivery_is_due_or_held_or_settled"
        for name, wrong in (
            (state, {"due": None}),
            (state, {"courier": 1}),
            (state, {"outcome": "sent"}),
            (state, {"due": None, "courier": 1, "outcome": "sent"}),
            ("delivery_has_one_recipient", {"staff": 1}),
            ("delivery_has_one_recipient", {"subscriber": None}),
            ("delivery_has_one_recipient", {"webhook": True, "rank": 4}),
            ("delivery_to_the_webhook_has_its_rank", {"rank": 4}),
            (
                "delivery_to_the_webhook_has_its_rank",
                {"webhook": True, "subscriber": None},
            ),
            ("delivery_has_a_known_rank", {"rank": 9}),
        ):
            self.assert_broken(name, Delivery(**complete | wrong))

    def test_a_question_and_its_answer_are_complete(self) -> None:
        complete: dict[str, Any] = {
            "topic": "media",
            "name": "Ana",
            "question": "Why?",
            "address": "a@example.org",
            "key": "a@example.org",
            "at": SEVEN,
            "since": SEVEN,
        }
        for name, wrong in (
            ("inquiry_has_an_address_and_a_question", {"address": ""}),
            ("inquiry_has_an_address_and_a_question", {"key": ""}),
            ("inquiry_has_an_address_and_a_question", {"question": ""}),
            ("inquiry_has_a_known_topic", {"topic": "weather"}),
            ("inquiry_has_a_known_status", {"status": "lost"}),
        ):
            self.assert_broken(name, Inquiry(**complete | wrong))
        inquiry = Inquiry.objects.create(**complete)
        mailing = make_mailing()
        empty = InquiryAnswer(
            inquiry=inquiry, mailing=mailing, author=1, text="", at=SEVEN
        )
        self.assert_broken("inquiry_answer_has_a_text", empty)
        owed: dict[str, Any] = {"mailing": mailing, "rank": 0, "due": SEVEN}
        for other in ({"staff": 1}, {"subscriber": make_subscriber()}):
            two = Delivery(**owed, inquiry=inquiry, **other)
            self.assert_broken("delivery_has_one_recipient", two)
        Delivery(**owed, inquiry=inquiry).save()
        again = Delivery(**owed, inquiry=inquiry)
        self.assert_broken("delivery_of_an_inquiry_is_owed_once", again)

    def test_a_delivery_is_owed_once(self) -> None:
        mailing, subscriber = make_mailing(), make_subscriber()
        make_delivery(mailing, subscriber)
        again = Delivery(mailing=mailing, subscriber=subscriber, rank=2, due=SEVEN)
        self.assert_broken("delivery_is_owed_to_a_subscriber_once", again)
        for_staff: dict[str, Any] = {"mailing": mailing, "rank": 0, "due": SEVEN}
        Delivery(**for_staff, staff=1).save()
        self.assert_broken(
            "delivery_is_owed_to_a_member_of_staff_once", Delivery(**for_staff, staff=1)
        )

        for_webhook: dict[str, Any] = {"mailing": mailing, "rank": 4, "due": SEVEN}
        Delivery(**for_webhook, webhook=True).save()
        self.assert_broken(
            "delivery_is_owed_to_the_webhook_once",
            Delivery(**for_webhook, webhook=True),
        )

    def test_a_member_of_staff_refuses_a_known_kind_once(self) -> None:
        StaffOptOut.objects.create(staff=1, kind="held")
        self.assert_broken(
            "staff_opt_out_is_made_once", StaffOptOut(staff=1, kind="held")
        )
        self.assert_broken(
            "staff_opt_out_is_of_a_mail_to_staff",
            StaffOptOut(staff=1, kind="mail_down"),
        )

    def test_deliveries_are_folded_once_and_an_import_states_its_basis(self) -> None:
        mailing = make_mailing()
        FoldedDeliveries(mailing=mailing, block=0).save()
        again = FoldedDeliveries(mailing=mailing, block=0)
        self.assert_broken("deliveries_are_folded_once", again)
        self.assert_broken(
            "import_of_subscribers_states_its_basis",
            SubscriberImport(user=1, content=b"", at=SEVEN, basis=""),
        )

    def test_there_is_one_state_of_the_outbox(self) -> None:
        self.assert_broken(
            "outbox_state_is_the_only_row", OutboxState(id=2, floor=SEVEN)
        )
