"""Tests of the provider's webhooks: who may speak, what counts, and that it counts once."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import time
from typing import Any

from django.test import Client, TestCase

from releases.alerts.mail_providers import PROVIDERS
from releases.alerts.provider_events import (
    FORGET_AFTER,
    MAX_AGE,
    forget_events,
)
from releases.pagecache.routes import PrivateRoute, resolve_route
from releases.readers.models import Consent, HandledEvent, Status, Subscriber
from releases.text.mail_provider_names import MAIL_PROVIDERS
from releases.text.public_paths import provider_webhook_path
from tests.builders import SEVEN
from tests.clock import travel
from tests.readers.rows import make_subscriber

ADDRESS = "ana@example.org"
PASSWORD = "hooks:0123456789abcdef"
KEY = "0123456789abcdef0123456789abcdef"
AFTER = SEVEN + dt.timedelta(hours=1)
TIME = int(AFTER.timestamp())
DAY = dt.timedelta(days=1)
NO_MAILBOX = "550 5.1.1 <ana@example.org> unknown"


def postmark(**fields: Any) -> dict[str, Any]:
    """Return a bounce as Postmark tells it."""
    return {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "ID": 692560173,
        "Email": ADDRESS,
        "BouncedAt": AFTER.isoformat(),
        "Details": NO_MAILBOX,
    } | fields


def mailgun(
    *, token: str = "a" * 50, signed: int = TIME, key: str = KEY, **fields: Any
) -> dict[str, Any]:
    """Return a permanent failure as Mailgun signs it."""
    code = hmac.digest(key.encode(), f"{signed}{token}".encode(), "sha256").hex()
    return {
        "signature": {"token": token, "timestamp": str(signed), "signature": code},
        "event-data": {
            "event": "failed",
            "severity": "permanent",
            "reason": "bounce",
            "recipient": ADDRESS,
            "timestamp": TIME + 0.5,
            "delivery-status": {"code": 550, "message": NO_MAILBOX},
        }
        | fields,
    }


def mailersend(kind: str = "hard_bounced") -> dict[str, Any]:
    """Return an activity as MailerSend tells it."""
    return {
        "type": f"activity.{kind}",
        "data": {
            "id": "62f114f8165fe0d8db0288e5",
            "type": kind,
            "created_at": AFTER.isoformat(),
            "email": {"recipient": {"email": ADDRESS}, "message": {"id": "1"}},
        },
    }


def ses(**message: Any) -> dict[str, Any]:
    """Return a notification of Amazon's SNS about a bounce or a complaint."""
    return {
        "Type": "Notification",
        "MessageId": "19ba9823-d7f2-53c1-860e-cb10e0d13dfc",
        "Timestamp": AFTER.isoformat(),
        "Message": json.dumps({"mail": {"destination": [ADDRESS]}, **message}),
    }


def ses_bounce(kind: str) -> dict[str, Any]:
    """Return a bounce of this kind."""
    recipient = {"emailAddress": ADDRESS, "diagnosticCode": f"smtp; {NO_MAILBOX}"}
    bounce = {
        "bounceType": kind,
        "bounceSubType": "General",
        "bouncedRecipients": [recipient],
    }
    return ses(notificationType="Bounce", bounce=bounce)


def mailjet(event: str = "bounce", **fields: Any) -> dict[str, Any]:
    """Return an event as Mailjet tells it."""
    return {"event": event, "time": TIME, "email": ADDRESS, "MessageID": 1} | fields


def brevo(event: str, **fields: Any) -> dict[str, Any]:
    """Return an event as Brevo tells it."""
    return {"event": event, "email": ADDRESS, "ts_epoch": TIME * 1000} | fields


BOUNCED, COMPLAINED, ACTIVE = Status.BOUNCED, Status.COMPLAINED, Status.ACTIVE
# What each provider tells, and what follows for the subscriber.
EVENTS: list[tuple[str, Any, Status]] = [
    ("postmark", postmark(), BOUNCED),
    ("postmark", postmark(Type="BadEmailAddress", Details=""), BOUNCED),
    ("postmark", postmark(Type="SoftBounce"), ACTIVE),
    ("postmark", postmark(Details="550 5.7.1 spam, from 5.1.1.1"), ACTIVE),
    ("postmark", postmark(RecordType="Open"), ACTIVE),
    (
        "postmark",
        postmark(RecordType="SpamComplaint", Type="SpamComplaint"),
        COMPLAINED,
    ),
    ("postmark", postmark(Type="SpamNotification"), ACTIVE),
    ("postmark", postmark(BouncedAt="2026-03-03T18:00:00"), BOUNCED),
    ("postmark", postmark(BouncedAt="just now"), BOUNCED),
    ("mailgun", mailgun(), BOUNCED),
    ("mailgun", mailgun(severity="temporary"), ACTIVE),
    ("mailgun", mailgun(reason="generic"), ACTIVE),
    ("mailgun", mailgun(event="complained"), COMPLAINED),
    ("mailersend", mailersend(), BOUNCED),
    ("mailersend", mailersend("soft_bounced"), ACTIVE),
    ("mailersend", mailersend("spam_complaint"), COMPLAINED),
    ("ses", ses_bounce("Permanent"), BOUNCED),
    ("ses", ses_bounce("Transient"), ACTIVE),
    (
        "ses",
        ses(
            notificationType="Complaint",
            complaint={"complainedRecipients": [{"emailAddress": ADDRESS}]},
        ),
        COMPLAINED,
    ),
    ("mailjet", mailjet(hard_bounce=True), BOUNCED),
    ("mailjet", [mailjet("sent"), mailjet(hard_bounce=True)], BOUNCED),
    ("mailjet", mailjet(hard_bounce=False), ACTIVE),
    ("mailjet", mailjet("spam", source="JMRPP"), COMPLAINED),
    ("brevo", brevo("hard_bounce", reason=NO_MAILBOX), BOUNCED),
    ("brevo", brevo("soft_bounce", reason=NO_MAILBOX), ACTIVE),
    ("brevo", brevo("complaint"), COMPLAINED),
]


class WebhookTestCase(TestCase):
    """A subscriber, and a way to speak as a provider."""

    databases = "__all__"
    reader: Subscriber

    @classmethod
    def setUpTestData(cls) -> None:
        cls.reader = make_subscriber(ADDRESS)

    def setUp(self) -> None:
        self.enterContext(travel(AFTER))
        self.client = Client(enforce_csrf_checks=True)
        self.provider = "postmark"

    def send(
        self,
        content: Any,
        *,
        provider: str = "",
        secret: str = "",
        headers: dict[str, str] | None = None,
    ) -> Any:
        """Send a webhook as the provider does, and return the answer."""
        name = provider or self.provider
        has_signature = PROVIDERS[name].has_signature
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        sent = {"Content-Type": PROVIDERS[name].content_types[0]}
        if name == "mailersend":
            key = (secret or KEY).encode()
            sent["Signature"] = hmac.new(key, body, hashlib.sha256).hexdigest()
        if name == "ses" and isinstance(content, dict):
            sent["X-Amz-Sns-Message-Type"] = content["Type"]
            sent["X-Amz-Sns-Message-Id"] = content["MessageId"]
        if not has_signature:
            words = base64.b64encode((secret or PASSWORD).encode()).decode()
            sent["Authorization"] = f"Basic {words}"
        sent |= headers or {}
        with self.settings(
            IRSITE_ALERTS=True,
            IRSITE_MAIL_PROVIDER=name,
            IRSITE_MAIL_PROVIDER_SECRET=KEY if has_signature else PASSWORD,
        ):
            return self.client.generic(
                "POST",
                provider_webhook_path(name),
                body,
                content_type=sent.pop("Content-Type"),
                headers=sent,
            )

    def status(self) -> str:
        """Return the subscriber's status."""
        return Subscriber.objects.values_list("status", flat=True).get(
            pk=self.reader.pk
        )

    def subscribe_again(self, *, at: dt.datetime) -> None:
        """Have the reader subscribe and confirm once more."""
        Subscriber.objects.update(status=Status.ACTIVE, since=at)


class AWebhook(WebhookTestCase):
    """Ends the mails to who bounced or complained; nothing else, and nobody else, does."""

    def test_what_counts_of_what_each_provider_tells(self) -> None:
        assert {provider for provider, _, _ in EVENTS} == {*PROVIDERS}
        assert {*PROVIDERS} == MAIL_PROVIDERS
        for provider, content, status in EVENTS:
            with self.subTest(provider, content=content):
                HandledEvent.objects.all().delete()
                self.subscribe_again(at=SEVEN)
                response = self.send(content, provider=provider)
                assert (response.status_code, response.content) == (200, b"")
                assert response["Cache-Control"] == "private, no-store"
                assert not response.cookies
                assert self.status() == status
                assert HandledEvent.objects.count() == (status != ACTIVE)
        assert Consent.objects.latest("pk").means == "provider"

    def test_a_stranger_is_nobody_else_s_provider(self) -> None:
        forged: list[tuple[str, Any, dict[str, Any]]] = [
            ("postmark", postmark(), {"secret": "hooks:guessed-guessed"}),
            ("postmark", postmark(), {"headers": {"Authorization": ""}}),
            ("postmark", postmark(), {"headers": {"Authorization": "Basic %%%"}}),
            ("mailgun", mailgun(key="guessed"), {}),
            ("mailgun", postmark(), {}),
            ("mailgun", [], {}),
            (
                "mailgun",
                {"signature": {"token": 1, "timestamp": [], "signature": 2}},
                {},
            ),
            ("mailgun", b"\xff{", {}),
            (
                "mailgun",
                b"token=1&timestamp=1&signature=1",
                {"headers": {"Content-Type": "application/x-www-form-urlencoded"}},
            ),
            ("mailersend", mailersend(), {"secret": "guessed"}),
            ("mailersend", mailersend(), {"headers": {"Signature": "ü"}}),
            ("ses", b"{", {}),
            ("ses", ses_bounce("Permanent"), {"secret": "hooks:guessed-guessed"}),
            (
                "ses",
                ses_bounce("Permanent"),
                {"headers": {"X-Amz-Sns-Message-Type": "Other"}},
            ),
            (
                "ses",
                ses_bounce("Permanent"),
                {"headers": {"Content-Type": "text/html"}},
            ),
        ]
        for provider, content, how in forged:
            with self.subTest(provider, content=content, **how):
                response = self.send(content, provider=provider, **how)
                has_signature = PROVIDERS[provider].has_signature
                assert response.status_code == (403 if has_signature else 401)
                assert response.has_header("WWW-Authenticate") is not has_signature
                assert not response.content
                assert self.status() == ACTIVE

    def test_what_cannot_be_read_is_refused_and_not_quoted(self) -> None:
        for content in (
            b"{",
            b"[]",
            b"\xff",
            b"null",
            {"RecordType": "Inbound", "Email": ADDRESS},
            postmark(BouncedAt=[ADDRESS]),
            postmark(Type=[ADDRESS]),
        ):
            with (
                self.subTest(content),
                self.assertLogs("releases.subscriptions.provider_webhooks") as logs,
            ):
                response = self.send(content)
                assert (response.status_code, response.content) == (400, b"")
                assert ADDRESS not in logs.records[0].getMessage()
        assert self.status() == ACTIVE

    def test_what_nobody_sent_to_is_nobody(self) -> None:
        for recipient in (
            "nobody@example.org",
            "",
            None,
            7,
            "a\r\nb@c.example",
            "x" * 9999,
        ):
            with self.subTest(recipient):
                assert self.send(postmark(Email=recipient)).status_code == 200
        assert self.status() == ACTIVE
        assert not HandledEvent.objects.exists()

    def test_an_event_counts_once(self) -> None:
        for provider, content in (
            ("postmark", postmark()),
            ("mailjet", mailjet("spam")),
        ):
            with self.subTest(provider):
                self.subscribe_again(at=SEVEN)
                self.send(content, provider=provider)
                assert self.status() != ACTIVE
                self.subscribe_again(at=SEVEN)
                assert self.send(content, provider=provider).status_code == 200
                assert self.status() == ACTIVE

    def test_one_token_of_mailgun_s_signs_no_other_event(self) -> None:
        self.send(mailgun())
        self.subscribe_again(at=SEVEN)
        self.send(mailgun(event="complained", timestamp=TIME + 9))
        assert self.status() == ACTIVE
        # Nor does one that was signed before the reader subscribed, and never sent.
        self.subscribe_again(at=AFTER)
        self.send(mailgun(token="b" * 50, signed=TIME - 60, timestamp=TIME + 9))
        assert self.status() == ACTIVE

    def test_one_webhook_counts_for_each_of_its_recipients(self) -> None:
        other = make_subscriber("ben@example.org")
        recipients = [{"emailAddress": ADDRESS}, {"emailAddress": other.address}]
        self.send(
            ses(
                notificationType="Complaint",
                complaint={"complainedRecipients": recipients},
            ),
            provider="ses",
        )
        assert {*Subscriber.objects.values_list("status", flat=True)} == {COMPLAINED}

    def test_what_is_older_than_the_subscription_or_than_a_week_is_ignored(
        self,
    ) -> None:
        self.subscribe_again(at=AFTER + dt.timedelta(seconds=1))
        self.send(postmark())
        assert self.status() == ACTIVE
        self.subscribe_again(at=SEVEN - 30 * DAY)
        for at in (AFTER - MAX_AGE, AFTER + MAX_AGE):
            self.send(postmark(BouncedAt=at.isoformat()))
            assert self.status() == ACTIVE
        self.send(postmark(BouncedAt=(AFTER - MAX_AGE + DAY).isoformat()))
        assert self.status() == BOUNCED

    def test_an_event_is_known_for_as_long_as_it_may_count(self) -> None:
        self.send(postmark())
        forget_events(at=AFTER + MAX_AGE)
        assert HandledEvent.objects.count() == 1
        forget_events(at=AFTER + FORGET_AFTER)
        assert not HandledEvent.objects.exists()

    def test_there_is_an_address_for_one_provider_alone(self) -> None:
        path = provider_webhook_path("postmark")
        assert isinstance(resolve_route(path), PrivateRoute)
        for settings in (
            {"IRSITE_MAIL_PROVIDER": ""},
            {"IRSITE_MAIL_PROVIDER": "mailgun", "IRSITE_MAIL_PROVIDER_SECRET": KEY},
            {"IRSITE_MAIL_PROVIDER": "postmark", "IRSITE_ALERTS": False},
        ):
            with self.subTest(**settings), self.settings(**settings):
                assert self.client.post(path).status_code == 404
        with self.settings(IRSITE_MAIL_PROVIDER="postmark", IRSITE_ALERTS=True):
            assert self.client.head(path).status_code == 200
            assert self.client.get(path).status_code == 405
            assert self.client.post(path + "x/").status_code == 404

    def test_a_giant_is_read_in_no_time(self) -> None:
        # The server takes 64 kB of a visitor; here is what Django does with 4 MB.
        began = time.process_time()
        giant = b'{"RecordType":' + b"[" * 4_000_000
        with self.assertLogs("releases.subscriptions.provider_webhooks"):
            assert self.send(giant).status_code == 400
        assert self.send(giant, secret="hooks:guessed-guessed").status_code == 401
        assert time.process_time() - began < 3
        assert self.status() == ACTIVE
