"""Tests of what follows from the form: the whole life of a subscriber, by real mails."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from unittest import mock

from releases.alerts.subscribers import CONFIRM_WITHIN, erase
from releases.alerts.subscription_requests import (
    MAX_A_DAY,
    forget_requests,
    handle_requests,
)
from releases.readers.keys import KeyPurpose
from releases.readers.models import (
    Consent,
    ConsentAction,
    Delivery,
    Mailing,
    Outcome,
    RequestPurpose,
    Status,
    Subscriber,
    SubscriptionRequest,
)
from tests.alerts.couriers import CourierTestCase, publish
from tests.builders import make_contact, make_issuer
from tests.clock import SECOND, travel
from tests.public.html_pages import save_and_publish
from tests.readers.rows import make_subscriber
from tests.subscriptions.forms import ADDRESS, KEY, filled

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


class SubscriberLife(CourierTestCase):
    """What a reader does in a browser and in a mailbox, with a courier between."""

    def post(self, path: str, **data: object) -> int:
        """Send a form at the courier's time; return the status of the answer."""
        with travel(self.at):
            response = self.client.post(path, data, REMOTE_ADDR=self.source())
        assert not response.cookies
        return response.status_code

    def source(self) -> str:
        """Return an address that no form came from yet."""
        return f"192.0.2.{SubscriptionRequest.objects.count() % 250}"

    def ask(self, **fields: object) -> None:
        """Send the form for subscribing, and let the courier work."""
        assert self.post("/alerts/", **filled(**fields)) == 303
        self.run_courier()

    def publish(self, headline: str) -> None:
        """Publish a release, and let the courier work a minute later."""
        slug = headline.lower().replace(" ", "-")
        publish(slug, headline, at=self.at + 2 * SECOND)
        self.at += MINUTE
        self.run_courier()

    def mail(self) -> EmailMessage:
        """Return the last mail."""
        return self.server.received[-1].message

    def text(self) -> str:
        """Return the plain text of the last mail."""
        body = self.mail().get_body(("plain",))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")

    def key_path(self, purpose: KeyPurpose) -> str:
        """Return the one path in the last mail that a key for this purpose opens."""
        paths = {match[0] for match in KEY.finditer(self.text())}
        (path,) = (path for path in paths if f"/{purpose}/" in path)
        return path

    def test_it_is_led_from_the_form_to_the_last_mail(self) -> None:
        save_and_publish(make_issuer(name="Larkmoor"), make_contact())
        self.publish("Early")
        self.ask(releases=["category:news"], events=["events"])
        subscriber = Subscriber.objects.get()
        assert subscriber.status == Status.PENDING
        assert "- New events and changes of events\n- News" in self.text()
        confirm = self.key_path(KeyPurpose.CONFIRM)
        self.publish("Not confirmed yet")
        assert self.post(confirm) == 200
        self.publish("Wanted")
        choices = self.key_path(KeyPurpose.CHOICES)
        leave = self.key_path(KeyPurpose.LEAVE)
        assert self.post(choices, **filled(releases=[], events=["events"])) == 200
        self.publish("No longer wanted")
        assert self.post(choices, data="") == 200
        self.run_courier()
        data = self.key_path(KeyPurpose.DATA)
        with travel(self.at):
            assert ADDRESS in self.client.get(data).content.decode()
        assert self.post(choices, **filled()) == 200
        self.publish("Wanted again")
        assert self.post(leave, **{"List-Unsubscribe": "One-Click"}) == 200
        self.publish("Too late")
        subjects = [str(mail.message["Subject"]) for mail in self.server.received]
        assert subjects == [
            "Confirm your e-mail alerts from Larkmoor",
            "Wanted",
            "Your data in the alerts of Larkmoor",
            "Wanted again",
        ]
        actions = Consent.objects.order_by("pk").values_list("action", flat=True)
        steps = ["requested", "confirmed", "changed", "changed", "left"]
        assert list(actions) == steps
        assert self.post(data, erase="") == 200
        assert not Subscriber.objects.exists()
        assert not Consent.objects.exists()

    def test_the_mail_is_multipart_short_and_names_who_sends_it(self) -> None:
        save_and_publish(make_issuer(name="Larkmoor"), make_contact())
        self.ask()
        message = self.mail()
        assert message.get_content_type() == "multipart/alternative"
        assert message["To"] == ADDRESS
        assert message["Subject"] == "Confirm your e-mail alerts from Larkmoor"
        assert message["Reply-To"] == "ir@example.com"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        html = message.get_body(("html",))
        assert html is not None
        for text in (self.text(), html.get_content()):
            words = " ".join(text.split())
            for part in ("seven days", "All press releases", "If it was not you"):
                assert part in words, part
            assert "/alerts/confirm/" in words
            assert "/alerts/choices/" not in words

    def test_each_address_gets_the_mail_that_it_needs(self) -> None:
        for status, subject in {
            "": "Confirm your",
            Status.PENDING: "Confirm your",
            Status.LEFT: "Confirm your",
            Status.BOUNCED: "Confirm your",
            Status.ACTIVE: "You are subscribed",
            Status.PAUSED: "You are subscribed",
            Status.COMPLAINED: "",
        }.items():
            with self.subTest(status or "unknown"):
                address = f"{status or 'unknown'}@example.org"
                if status:
                    make_subscriber(address, status=status, subjects=("events",))
                before = len(self.server.received)
                self.ask(address=address)
                mails = self.server.received[before:]
                subjects = [str(mail.message["Subject"]) for mail in mails]
                assert len(subjects) == bool(subject)
                assert all(each.startswith(subject) for each in subjects)
        kept = Subscriber.objects.get(key="active@example.org").subscriptions
        assert [row.subject for row in kept.all()] == ["events"]
        asked = Subscriber.objects.get(key="left@example.org")
        assert asked.status == Status.PENDING
        assert [row.subject for row in asked.subscriptions.all()] == ["releases"]

    def test_an_erased_address_that_complained_gets_none(self) -> None:
        subscriber = make_subscriber(ADDRESS, status=Status.COMPLAINED)
        key = subscriber.make_key(KeyPurpose.DATA, at=self.at)
        assert self.post(f"/alerts/data/{key}/", erase="") == 200
        self.ask()
        assert not self.server.received
        assert not Subscriber.objects.exists()

    def test_an_address_gets_three_a_day_at_most(self) -> None:
        for _ in range(MAX_A_DAY + 2):
            self.ask()
            self.at += MINUTE
        assert len(self.server.received) == MAX_A_DAY
        self.at += DAY
        self.ask()
        assert len(self.server.received) == MAX_A_DAY + 1

    def test_so_it_does_though_it_is_erased_in_between(self) -> None:
        for _ in range(MAX_A_DAY + 1):
            self.ask()
            subscriber = Subscriber.objects.first()
            if subscriber is not None:
                erase(subscriber, at=self.at)
        assert len(self.server.received) == MAX_A_DAY
        keys = SubscriptionRequest.objects.order_by("pk").values_list("key", flat=True)
        assert list(keys) == ["-"] * MAX_A_DAY + [ADDRESS]
        self.at += 3 * DAY
        self.run_courier()
        self.pass_time(1)
        self.run_courier()
        assert not SubscriptionRequest.objects.exists()

    def test_what_waits_for_a_confirmation_nobody_else_can_change(self) -> None:
        self.ask(releases=["releases"])
        self.ask(releases=[], events=["events"], pace="daily")
        assert "- All press releases" in self.text()
        self.post(self.key_path(KeyPurpose.CONFIRM))
        subscriber = Subscriber.objects.get()
        assert subscriber.status == Status.ACTIVE
        assert subscriber.pace == "at_once"
        assert [row.subject for row in subscriber.subscriptions.all()] == ["releases"]

    def test_whoever_asked_first_can(self) -> None:
        with mock.patch.object(self, "source", return_value="192.0.2.1"):
            self.ask(releases=["releases"])
            self.ask(releases=[], events=["events"])
        assert "- New events" in self.text()
        self.post(self.key_path(KeyPurpose.CONFIRM))
        row = Subscriber.objects.get().subscriptions.get()
        assert row.subject == "events"

    def test_so_does_a_mailbox_whatever_follows_a_plus(self) -> None:
        for number in range(MAX_A_DAY + 2):
            self.ask(address=f"victim+{number}@example.org")
        self.ask(address="victim@example.org")
        assert len(self.server.received) == MAX_A_DAY
        for other in ("victim@example.com", "victims@example.org", "a+b@example.org"):
            self.ask(address=other)
        assert len(self.server.received) == MAX_A_DAY + 3

    def test_a_link_to_the_data_of_nobody_is_not_sent(self) -> None:
        SubscriptionRequest.objects.create(
            purpose=RequestPurpose.DATA, address=ADDRESS, key=ADDRESS, at=self.at
        )
        self.run_courier()
        assert not self.server.received
        assert not Subscriber.objects.exists()

    def test_each_request_is_answered_once_before_the_alerts(self) -> None:
        make_subscriber("all@example.org")
        publish()
        self.at += SECOND
        self.post("/alerts/", **filled())
        self.run_courier()
        mailboxes = [mail.mailbox for mail in self.server.received]
        assert mailboxes == [ADDRESS, "all@example.org"]
        assert handle_requests(at=self.at) == 0
        assert SubscriptionRequest.objects.get().handled_at == self.at

    def test_an_unconfirmed_address_is_forgotten_after_seven_days(self) -> None:
        before = make_subscriber("before@example.org", status=Status.ACTIVE)
        Consent.objects.create(
            subscriber=before,
            at=self.at,
            action=ConsentAction.CONFIRMED,
            means="link",
        )
        Subscriber.objects.filter(pk=before.pk).update(
            status=Status.PENDING, since=self.at
        )
        self.ask()
        self.pass_time((CONFIRM_WITHIN - SECOND).total_seconds())
        self.run_courier()
        assert Subscriber.objects.count() == 2
        self.pass_time(1)
        self.run_courier()
        assert Subscriber.objects.get() == before
        assert Subscriber.objects.get().status == Status.LEFT
        last = Consent.objects.order_by("pk").last()
        assert last is not None
        assert (last.action, last.means) == (ConsentAction.LEFT, "no answer")
        assert not SubscriptionRequest.objects.exists()

    def test_who_confirms_meanwhile_gets_no_second_confirmation(self) -> None:
        self.ask()
        self.post(self.key_path(KeyPurpose.CONFIRM))
        mailing = Mailing.objects.get()
        Delivery.objects.update(outcome="", due=self.at)
        self.run_courier()
        assert len(self.server.received) == 1
        assert mailing.deliveries.get().outcome == Outcome.DROPPED

    def test_requests_that_count_no_more_are_forgotten(self) -> None:
        self.ask()
        forget_requests(at=self.at + 2 * DAY - SECOND)
        assert SubscriptionRequest.objects.exists()
        forget_requests(at=self.at + 2 * DAY)
        assert not SubscriptionRequest.objects.exists()
