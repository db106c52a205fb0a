"""The pages about alerts: what was mailed, what failed, and who subscribes."""

from __future__ import annotations

import datetime as dt
from unittest import mock

from django.db import DatabaseError, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases.alerts.subscribers import Step, confirm
from releases.desk import site_profile
from releases.models import Category, JournalEntry
from releases.models.record.kinds import Notice
from releases.readers.models import (
    Consent,
    ConsentAction,
    Delivery,
    Mailing,
    Outcome,
    Pace,
    Rank,
    Status,
    Subscriber,
    category_subject,
)
from releases.record import journal
from tests.admin.desk import DeskTestCase, messages_of
from tests.alerts.couriers import publish
from tests.builders import SEVEN, make_issuer, make_release, make_user
from tests.clock import SECOND, travel
from tests.readers.rows import make_delivery, make_mailing, make_subscriber

MAILINGS = reverse("admin:readers_mailing_changelist")
FAILED = reverse("admin:readers_delivery_changelist")
SUBSCRIBERS = reverse("admin:readers_subscriber_changelist")
REPLY = "550 5.7.1 <ann@example.org> refused"
LATER = SEVEN + dt.timedelta(minutes=5)


class AlertsTestCase(DeskTestCase):
    """Pages that are opened five minutes after SEVEN."""

    databases = "__all__"

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()

    def setUp(self) -> None:
        self.enterContext(travel(LATER))

    def settle(
        self, mailing: Mailing, outcome: Outcome, after: float = 0.0, **fields: object
    ) -> Delivery:
        """Create a delivery that ended so many seconds after SEVEN."""
        at = SEVEN + dt.timedelta(seconds=after)
        defaults: dict[str, object] = {"due": None, "outcome": outcome, "at": at}
        subscriber = fields.pop("subscriber", None) or make_subscriber()
        assert isinstance(subscriber, Subscriber)
        return make_delivery(mailing, subscriber, **defaults | fields)

    def count_queries(self, path: str) -> int:
        """Return how many queries a page asks of all databases."""
        captures = [
            self.enterContext(CaptureQueriesContext(connections[alias]))
            for alias in connections
        ]
        self.page(path)
        return sum(len(capture) for capture in captures)

    def make_failed(self, address: str = "ann@example.org") -> Delivery:
        """Create a mail of a public release that failed after eight refusals."""
        publication = publish()
        mailing = make_mailing(publication=publication.pk)
        return self.settle(
            mailing,
            Outcome.FAILED,
            subscriber=make_subscriber(address),
            reply=REPLY,
            begun=8,
            attempts=8,
        )


class WhoMayOpenThem(AlertsTestCase):
    """Counts are for all staff, addresses for administrators."""

    def test_by_group(self) -> None:
        subscriber = make_subscriber()
        own = reverse("admin:readers_subscriber_change", args=[subscriber.pk])
        for group in ("Authors", "Counsel", "Finance", "Administrators"):
            self.sign_in_as(group)
            may = group == "Administrators"
            for path in (FAILED, SUBSCRIBERS, own):
                with self.subTest(path, group=group):
                    assert self.client.get(path).status_code == (200 if may else 403)
            with self.subTest(MAILINGS, group=group):
                self.page(MAILINGS)
            index = self.page(reverse("admin:index"))
            assert f'href="{MAILINGS}"' in index
            assert (f'href="{FAILED}"' in index) is may

    def test_strangers_see_the_sign_in_page_alone(self) -> None:
        assert "readers/" not in self.page(reverse("admin:login"))
        for path in (MAILINGS, FAILED, SUBSCRIBERS):
            with self.subTest(path):
                assert self.client.get(path).status_code == 302

    def test_an_author_changes_nothing(self) -> None:
        delivery = self.make_failed()
        self.sign_in_as("Authors")
        subscriber = delivery.subscriber_id
        for path in (
            reverse("admin:readers_delivery_again", args=[delivery.pk]),
            reverse("admin:readers_delivery_stop", args=[delivery.pk]),
            reverse("admin:readers_subscriber_unsubscribe", args=[subscriber]),
        ):
            with self.subTest(path):
                assert self.client.post(path).status_code == 403
        assert Subscriber.objects.get().status == Status.ACTIVE
        assert Delivery.objects.get().outcome == Outcome.FAILED

    def test_what_changes_something_needs_post(self) -> None:
        delivery = self.make_failed()
        self.sign_in_as("Administrators")
        for name, pk in (
            ("delivery_again", delivery.pk),
            ("delivery_stop", delivery.pk),
            ("subscriber_unsubscribe", delivery.subscriber_id),
        ):
            path = reverse(f"admin:readers_{name}", args=[pk])
            with self.subTest(path):
                assert self.client.get(path).status_code == 405


class WhatWasMailed(AlertsTestCase):
    """For each publication: how many mails, when, and how late the first was."""

    def test_the_counts_and_the_times(self) -> None:
        publication = publish(headline="Larkmoor Reports Results")
        mailing = make_mailing(publication=publication.pk, filled_at=SEVEN)
        make_delivery(mailing, make_subscriber())
        for after in (0.4, 2.0, 9.0):
            self.settle(mailing, Outcome.SENT, after)
        for outcome in (Outcome.FAILED, Outcome.OVERTAKEN, Outcome.DROPPED):
            self.settle(mailing, outcome, 100.0)
        self.sign_in_as("Authors")
        page = self.page(MAILINGS)
        for name, number in (
            ("Owed", 7),
            ("Waiting", 1),
            ("Sent", 3),
            ("Failed", 1),
            ("Overtaken", 1),
            ("No longer wanted", 1),
        ):
            with self.subTest(name):
                assert f"<dt>{name}</dt><dd>{number}</dd>" in page
        assert "Larkmoor Reports Results" in page
        assert "<dt>Last sent</dt><dd>3 March 2026, 07:00:09 EST</dd>" in page
        assert "<dt>First mail after the instant</dt><dd>0.4 s</dd>" in page
        assert "still being added" not in page

    def test_a_daily_mail_is_not_late(self) -> None:
        mailing = make_mailing()
        self.settle(mailing, Outcome.SENT, 60.0, rank=Rank.DIGEST)
        self.sign_in_as("Authors")
        page = self.page(MAILINGS)
        assert "First sent" in page
        assert "after the instant" not in page
        self.settle(mailing, Outcome.SENT, 130.0)
        assert "<dd>2 min 10 s</dd>" in self.page(MAILINGS)

    def test_nothing_is_named_that_is_not_public(self) -> None:
        publication = publish(headline="Larkmoor Is Acquired", at=LATER + SECOND)
        make_mailing(publication=publication.pk)
        self.sign_in_as("Administrators")
        assert "Acquired" not in self.page(MAILINGS)

    def test_versions_and_reminders_say_what_they_are(self) -> None:
        make_mailing(number=2, notice=Notice.CORRECTION)
        make_mailing(number=2, notice=Notice.NONE, chain="event:call")
        make_mailing(kind="reminder", number=None, publication=None)
        make_mailing(kind="confirmation", number=None, publication=None)
        self.sign_in_as("Authors")
        page = self.page(MAILINGS)
        for text in ("Correction, version 2", "Update, version 2", "Reminder, 3 March"):
            with self.subTest(text):
                assert text in page
        assert page.count('class="desk-panel"') == 3

    def test_ten_a_page(self) -> None:
        for _number in range(11):
            make_mailing()
        self.sign_in_as("Authors")
        assert self.page(MAILINGS).count('class="desk-panel"') == 10
        assert self.page(f"{MAILINGS}?page=2").count('class="desk-panel"') == 1
        assert self.page(f"{MAILINGS}?page=x").count('class="desk-panel"') == 10

    def test_an_empty_page_says_how_to_switch_alerts_on(self) -> None:
        self.sign_in_as("Authors")
        with self.settings(IRSITE_ALERTS=False):
            page = self.page(MAILINGS)
        assert "Nothing was mailed yet" in page
        assert "IRSITE_SMTP_URL" in page
        with self.settings(IRSITE_ALERTS=True):
            assert "IRSITE_SMTP_URL" not in self.page(MAILINGS)


class TheirCost(AlertsTestCase):
    """Each list asks the same few questions for two rows and for five."""

    def test_it_is_constant(self) -> None:
        self.sign_in_as("Administrators")
        counted = []
        for numbers in (range(2), range(2, 5)):
            for number in numbers:
                publication = publish(f"results-{number}")
                mailing = make_mailing(publication=publication.pk)
                self.settle(mailing, Outcome.FAILED, reply=REPLY)
            counted.append(
                [self.count_queries(path) for path in (MAILINGS, FAILED, SUBSCRIBERS)]
            )
        assert counted[0] == counted[1]
        assert max(counted[0]) <= 12, counted


class AFailedMail(AlertsTestCase):
    """It says why, and has two buttons."""

    def setUp(self) -> None:
        super().setUp()
        self.delivery = self.make_failed()
        self.user = self.sign_in_as("Administrators")

    def post(self, name: str, pk: int | None = None) -> str:
        """Press a button; return the message that follows."""
        path = reverse(f"admin:readers_delivery_{name}", args=[pk or self.delivery.pk])
        return messages_of(self.client.post(path, follow=True))

    def assert_journalled(self, action: str, subject: str) -> None:
        """Assert that the last entry says who did this, and has no address."""
        entry = JournalEntry.objects.first()
        assert entry is not None
        assert (entry.action, entry.subject) == (action, subject)
        assert entry.user_id == self.user.pk
        assert "@" not in f"{entry.subject}{entry.detail}{entry.facts}"

    def test_the_page_says_why(self) -> None:
        page = self.page(FAILED)
        assert "ann@example.org" in page
        assert "550 5.7.1 &lt;ann@example.org&gt; refused" in page
        assert "8 times" in page
        assert "Try again" in page
        assert "Stop mailing this address" in page

    def test_one_to_staff_names_the_account_and_one_to_the_webhook_says_so(
        self,
    ) -> None:
        mailing = make_mailing(
            key="held:12:34",
            kind="held",
            chain=f"desk:{make_release(headline='Held back').pk}",
            publication=None,
            number=None,
        )
        ended = {"mailing": mailing, "outcome": "failed", "at": LATER, "reply": "no"}
        Delivery.objects.create(**ended, staff=self.user.pk, rank=Rank.STAFF)
        Delivery.objects.create(**ended, webhook=True, rank=Rank.WEBHOOK)
        page = self.page(FAILED)
        assert f">{self.user}</h2>" in page
        assert ">Webhook</h2>" in page
        assert page.count("A release was put on hold: Held back") == 2
        webhook = Delivery.objects.get(webhook=True)
        assert "sent again" in self.post("again", webhook.pk)
        webhook.refresh_from_db()
        assert webhook.due is not None

    def test_try_again_makes_it_due_with_all_its_tries(self) -> None:
        assert "sent again" in self.post("again")
        row = Delivery.objects.get()
        assert (row.outcome, row.due) == ("", LATER)
        assert (row.begun, row.attempts, row.reply) == (0, 0, "")
        self.assert_journalled("try mail again", f"delivery:{self.delivery.pk}")
        assert "No mail has failed" in self.page(FAILED)

    def test_whether_it_may_have_been_received_stays(self) -> None:
        Delivery.objects.update(begun=9)
        self.post("again")
        assert Delivery.objects.maybe_received().count() == 1

    def test_what_was_replaced_is_not_tried_again(self) -> None:
        publish(notice=Notice.WITHDRAWAL, at=LATER - SECOND)
        assert "a later version has replaced it" in self.page(FAILED)
        assert "nothing to send again" in self.post("again")
        assert Delivery.objects.get().outcome == Outcome.FAILED

    def test_nor_what_the_reader_does_not_want(self) -> None:
        Subscriber.objects.update(status=Status.LEFT)
        page = self.page(FAILED)
        assert "gets no such mails now" in page
        assert "<button" not in page.split('id="content-main"')[1].split("<footer")[0]
        self.post("again")
        assert Delivery.objects.get().outcome == Outcome.FAILED

    def test_a_mail_that_was_sent_is_not_sent_again(self) -> None:
        sent = self.settle(Mailing.objects.get(), Outcome.SENT)
        path = reverse("admin:readers_delivery_again", args=[sent.pk])
        assert self.client.post(path).status_code == 404

    def test_stop_mailing_suppresses_the_address_with_a_step_of_the_consent(
        self,
    ) -> None:
        assert "no more mails" in self.post("stop")
        subscriber = Subscriber.objects.get()
        assert (subscriber.status, subscriber.since) == (Status.BOUNCED, LATER)
        consent = Consent.objects.get()
        assert (consent.action, consent.means) == (ConsentAction.BOUNCED, "desk")
        self.assert_journalled("stop mailing", f"subscriber:{subscriber.pk}")
        entries = JournalEntry.objects.count()
        assert "already" in self.post("stop")
        assert JournalEntry.objects.count() == entries

    def test_nothing_changes_without_its_entry_in_the_journal(self) -> None:
        with (
            mock.patch.object(journal, "write", side_effect=DatabaseError),
            self.assertRaises(DatabaseError),
        ):
            self.post("again")
        assert Delivery.objects.get().outcome == Outcome.FAILED

    def test_no_log_holds_what_the_mail_system_said(self) -> None:
        with self.assertNoLogs(level="DEBUG"):
            self.page(FAILED)
            self.post("again")


class ASubscriber(AlertsTestCase):
    """Is found by the address, and unsubscribed by a button."""

    def setUp(self) -> None:
        super().setUp()
        self.subscriber = make_subscriber(
            "Ann.Reader@example.org",
            status=Status.PENDING,
            subjects=("releases", "events"),
            pace=Pace.DAILY,
        )
        self.user = self.sign_in_as("Administrators")
        self.own = reverse("admin:readers_subscriber_change", args=[self.subscriber.pk])

    def unsubscribe(self) -> str:
        """Press the button; return the message that follows."""
        path = reverse(
            "admin:readers_subscriber_unsubscribe", args=[self.subscriber.pk]
        )
        return messages_of(self.client.post(path, follow=True))

    def test_the_list_is_by_state(self) -> None:
        make_subscriber("bob@example.org")
        everybody = self.page(SUBSCRIBERS)
        assert "Active (1)" in everybody
        assert "Ann.Reader@example.org" in everybody
        active = self.page(f"{SUBSCRIBERS}?status=active")
        assert "bob@example.org" in active
        assert "Ann.Reader" not in active

    def test_a_search_is_a_post_so_no_log_has_the_address(self) -> None:
        make_subscriber("bob@example.org")
        page = self.client.post(SUBSCRIBERS, {"address": "ann.r"}).content.decode()
        assert "Ann.Reader@example.org" in page
        assert "bob@example.org" not in page
        nobody = self.client.post(SUBSCRIBERS, {"address": "%"}).content.decode()
        assert "No subscriber has such an address" in nobody
        assert self.client.post(SUBSCRIBERS, {"address": "a\0"}).status_code == 200

    def test_a_search_shows_fifty_and_says_that_there_are_more(self) -> None:
        for number in range(51):
            make_subscriber(f"same{number}@example.net")
        found = self.client.post(SUBSCRIBERS, {"address": "same"}).content.decode()
        assert found.count("@example.net") == 50
        assert "Enter more of the address" in found

    def test_its_page_has_choices_consent_and_mails(self) -> None:
        confirm(self.subscriber, Step(at=SEVEN, means="link", wording="1"))
        refused = make_mailing(chain="release:2026/results")
        make_delivery(
            refused, self.subscriber, due=None, outcome="failed", reply="552 too big"
        )
        page = self.page(self.own)
        for text in (
            "Active since 3 March 2026, 07:00:00 EST",
            "All press releases, New events and changes of events",
            "Once a day, at 7 a.m.",
            "<dd>English</dd>",
            "Confirmed the address",
            "with the link in a mail, wording 1",
            "release:2026/results",
            "552 too big",
        ):
            with self.subTest(text):
                assert text in page

    def test_a_category_has_its_published_name(self) -> None:
        with travel(SEVEN):
            events = Category.objects.get(slug="events")
            site_profile.publish(events, by=make_user(), at=SEVEN)
        reader = make_subscriber(subjects=(category_subject("events"),))
        own = reverse("admin:readers_subscriber_change", args=[reader.pk])
        assert "<dt>Chosen</dt><dd>Calls and meetings</dd>" in self.page(own)

    def test_unsubscribing_is_a_step_of_the_consent_and_journalled(self) -> None:
        confirm(self.subscriber, Step(at=SEVEN, means="link"))
        assert "no more mails" in self.unsubscribe()
        self.subscriber.refresh_from_db()
        assert self.subscriber.status == Status.LEFT
        consent = Consent.objects.get(action=ConsentAction.LEFT)
        assert (consent.means, consent.at) == ("desk", LATER)
        entry = JournalEntry.objects.first()
        assert entry is not None
        assert entry.subject == f"subscriber:{self.subscriber.pk}"
        assert (entry.action, entry.user_id) == ("unsubscribe", self.user.pk)
        assert "@" not in f"{entry.detail}{entry.facts}"
        assert "already" in self.unsubscribe()

    def test_an_address_that_was_never_confirmed_is_deleted(self) -> None:
        assert "deleted" in self.unsubscribe()
        assert not Subscriber.objects.exists()
        assert self.client.get(self.own).status_code == 404
