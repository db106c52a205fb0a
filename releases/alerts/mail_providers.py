"""Providers of mail whose webhooks tell of bounces and complaints, and what each one means.

django-anymail checks who sent a webhook and reads it. Only some of what it calls a bounce
is one for good, so each provider says here which.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.module_loading import import_string

from releases.alerts.no_mailbox import NO_MAILBOX
from releases.readers.models import Status

# Who has no signature signs in with user and password, as long as a key.
MIN_SECRET = 16
_BASIC = re.compile(r"[^:\s]+:\S+")
# An enhanced status code anywhere in a reply (RFC 3463), which no address of a host is.
_STATUS_CODE = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)")

Fields = Mapping[str, Any]


class ForgedWebhook(Exception):
    """The request does not prove that the provider sent it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderEvent:
    """What a provider says of one recipient. `id` is empty where the provider gives none.

    `at` is None where it does not say when. `reason` is None where it is neither a bounce
    for good nor a complaint.
    """

    id: str
    recipient: str
    reason: Status | None
    at: dt.datetime | None
    fields: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class MailProvider:
    """A provider: anymail's view of its webhooks, and which of its events count.

    `argument` is anymail's for the secret: that of a signature, or user and password.
    `has_no_mailbox` and `is_complaint` ask the provider's own fields.
    `signed_at` returns when the webhook was signed, in seconds since 1970.
    """

    view: str
    argument: str
    has_no_mailbox: Callable[[Fields], bool]
    is_complaint: Callable[[Fields], bool]
    content_types: tuple[str, ...] = ("application/json",)
    signed_at: Callable[[Fields], float] | None = None

    @property
    def has_signature(self) -> bool:
        """Whether its webhooks are signed. Others bring user and password (RFC 7617)."""
        return self.argument != "webhook_secret"

    def why_secret_is_unusable(self, secret: str) -> str:
        """Return what is wrong with a secret; empty if nothing is."""
        if len(secret) < MIN_SECRET:
            return f"it has fewer than {MIN_SECRET} characters"
        if not secret.isascii():
            return "it has other characters than ASCII"
        if not self.has_signature and not _BASIC.fullmatch(secret):
            return "this provider signs nothing: write it as user:password"
        return ""

    def read(self, request: HttpRequest, *, secret: str) -> list[ProviderEvent]:
        """Return the events of a webhook. Raises ForgedWebhook.

        What a provider that has proved itself says unreadably raises whatever it does.
        """
        view = import_string(f"anymail.webhooks.{self.view}")(**{self.argument: secret})
        try:
            if request.content_type not in self.content_types:
                raise ForgedWebhook
            view.run_validators(request)
        except Exception:  # noqa: BLE001 - whatever cannot be checked has proved nothing
            raise ForgedWebhook from None
        return [self._event(event) for event in view.parse_events(request)]

    def _event(self, event: Any) -> ProviderEvent:
        fields: Fields = event.esp_event
        reason = None
        if self.is_complaint(fields):
            reason = Status.COMPLAINED
        elif self.has_no_mailbox(fields) and _names_no_mailbox(event.mta_response):
            reason = Status.BOUNCED
        return ProviderEvent(
            id=str(event.event_id or ""),
            recipient=str(event.recipient or ""),
            reason=reason,
            at=self._instant(event.timestamp, fields),
            fields=fields,
        )

    def _instant(
        self, timestamp: dt.datetime | None, fields: Fields
    ) -> dt.datetime | None:
        """Return when it happened, but not after it was signed."""
        if timestamp is not None and timestamp.tzinfo is None:
            timestamp = timestamp.replace(tzinfo=dt.UTC)
        if self.signed_at is None:
            return timestamp
        signed = dt.datetime.fromtimestamp(self.signed_at(fields), tz=dt.UTC)
        return min(timestamp or signed, signed)


def _names_no_mailbox(reply: object) -> bool:
    """Return whether the other mail system's reply agrees: its code is 5.1.x, or it has none."""
    code = _STATUS_CODE.search(str(reply or ""))
    return code is None or bool(NO_MAILBOX.fullmatch(code[0]))


def _is_in(name: str, *values: object) -> Callable[[Fields], bool]:
    """Return whether a field is one of these values, as a question to ask of the fields."""
    return lambda fields: fields.get(name) in values


def _mailgun_event(fields: Fields) -> Fields:
    event: Fields = fields["event-data"]
    return event


def _mailersend_type(fields: Fields) -> str:
    kind: str = fields["data"]["type"]
    return kind


PROVIDERS: Mapping[str, MailProvider] = {
    "brevo": MailProvider(
        view="brevo.BrevoTrackingWebhookView",
        argument="webhook_secret",
        has_no_mailbox=_is_in("event", "hard_bounce", "invalid_email"),
        is_complaint=_is_in("event", "spam", "complaint"),
    ),
    "mailersend": MailProvider(
        view="mailersend.MailerSendTrackingWebhookView",
        argument="signing_secret",
        has_no_mailbox=lambda fields: _mailersend_type(fields) == "hard_bounced",
        is_complaint=lambda fields: _mailersend_type(fields) == "spam_complaint",
    ),
    "mailgun": MailProvider(
        view="mailgun.MailgunTrackingWebhookView",
        argument="webhook_signing_key",
        has_no_mailbox=lambda fields: (
            _mailgun_event(fields).get("event") == "failed"
            and _mailgun_event(fields).get("severity") == "permanent"
            and _mailgun_event(fields).get("reason") in {"bounce", "suppress-bounce"}
        ),
        is_complaint=lambda fields: _mailgun_event(fields).get("event") == "complained",
        # Its signature covers a token and this time, not the event.
        signed_at=lambda fields: float(fields["signature"]["timestamp"]),
    ),
    "mailjet": MailProvider(
        view="mailjet.MailjetTrackingWebhookView",
        argument="webhook_secret",
        has_no_mailbox=lambda fields: (
            fields.get("event") == "bounce" and fields.get("hard_bounce") is True
        ),
        is_complaint=_is_in("event", "spam"),
    ),
    "postmark": MailProvider(
        view="postmark.PostmarkTrackingWebhookView",
        argument="webhook_secret",
        has_no_mailbox=lambda fields: (
            fields.get("RecordType") == "Bounce"
            and fields.get("Type") in {"HardBounce", "BadEmailAddress"}
        ),
        is_complaint=_is_in("RecordType", "SpamComplaint"),
    ),
    "ses": MailProvider(
        view="amazon_ses.AmazonSESTrackingWebhookView",
        argument="webhook_secret",
        has_no_mailbox=lambda fields: (
            fields.get("bounce", {}).get("bounceType") == "Permanent"
        ),
        is_complaint=lambda fields: "complaint" in fields,
        content_types=("text/plain",),
    ),
}
