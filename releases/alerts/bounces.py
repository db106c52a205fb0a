"""Bounces and complaints: which subscriber a report is about, and whether it counts.

Each mail has an envelope sender of its own (VERP): the site's address for bounces with the
subscriber's id and a code, which nobody can make up. Mail systems send reports there, of
mailboxes that do not exist (RFC 3464) and of readers who complain (RFC 5965).
"""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from django.conf import settings
from django.db import transaction

from releases.alerts.no_mailbox import NO_MAILBOX
from releases.readers.database import readers_database
from releases.readers.keys import code_of
from releases.readers.models import Consent, ConsentAction, Status, Subscriber

_ID_BYTES, _CODE_BYTES = 5, 10
_SUBJECT = "bounce"
# What a report changes, and how it is noted.
_ACTIONS = {
    Status.BOUNCED: ConsentAction.BOUNCED,
    Status.COMPLAINED: ConsentAction.COMPLAINED,
}
_REACHABLE = (Status.PENDING, Status.ACTIVE, Status.PAUSED)


def sender_address() -> str:
    """Return the address of IRSITE_MAIL_FROM."""
    address: str = settings.IRSITE_MAIL_FROM
    return address.rpartition("<")[2].rstrip("> ")


def envelope_sender(subscriber_id: int | None, secret: bytes) -> str:
    """Return the address to which reports about a mail to this subscriber are sent.

    Without IRSITE_MAIL_BOUNCES, and for staff, it is the sender's.
    """
    local, _, domain = settings.IRSITE_MAIL_BOUNCES.rpartition("@")
    if not local or subscriber_id is None:
        return sender_address()
    return f"{local}+{_token(subscriber_id, secret)}@{domain}"


def suppress(
    subscriber_id: int, reason: Status, *, at: dt.datetime, means: str
) -> bool:
    """Send nothing more to a subscriber who bounced or complained; return if that is new."""
    with transaction.atomic(using=readers_database()):
        reachable = Subscriber.objects.filter(pk=subscriber_id, status__in=_REACHABLE)
        is_new = reachable.update(status=reason, since=at) == 1
        if is_new:
            Consent.objects.create(
                subscriber_id=subscriber_id,
                at=at,
                action=_ACTIONS[reason],
                means=means,
            )
    return is_new


def handle_report(content: bytes, *, at: dt.datetime) -> Status | None:
    """Act on a report as it came in by mail; return what it changed, None if nothing."""
    subscriber = find_subscriber(content)
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    reason = read_report(message)
    if subscriber is None or reason is None:
        return None
    is_new = suppress(subscriber.pk, reason, at=at, means="report")
    return reason if is_new else None


def find_subscriber(content: bytes) -> Subscriber | None:
    """Return the subscriber whose envelope sender is anywhere in a report."""
    local, _, domain = settings.IRSITE_MAIL_BOUNCES.rpartition("@")
    address = rf"{re.escape(local)}\+([a-z2-7]{{24}})@{re.escape(domain)}"
    for token in re.findall(address.encode(), content, re.IGNORECASE):
        parts = base64.b32decode(token.upper())
        subscriber_id = int.from_bytes(parts[:_ID_BYTES], "big")
        subscriber = Subscriber.objects.filter(pk=subscriber_id).first()
        if subscriber is not None:
            expected = _token(subscriber.pk, bytes(subscriber.secret))
            if hmac.compare_digest(expected.encode(), token.lower()):
                return subscriber
    return None


def read_report(message: EmailMessage) -> Status | None:
    """Return what a report says: that the mailbox does not exist, or that its reader complains.

    None for a delay, a full mailbox, a vacation notice and anything that is no report.
    """
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/feedback-report":
            fields = message_from_bytes(_fields(part), policy=default)
            if str(fields.get("Feedback-Type", "")).strip().lower() == "abuse":
                return Status.COMPLAINED
        if kind == "message/delivery-status" and any(
            _is_hard_bounce(block) for block in part.get_payload()
        ):
            return Status.BOUNCED
    return None


def _is_hard_bounce(block: object) -> bool:
    """Return whether these fields of one recipient say that there is no mailbox."""
    if not isinstance(block, EmailMessage):
        return False
    action = str(block.get("Action", "")).strip().lower()
    status = str(block.get("Status", "")).strip()
    return action == "failed" and bool(NO_MAILBOX.match(status))


def _fields(part: object) -> bytes:
    """Return the fields of a feedback report, which Python reads as a text or a message."""
    assert isinstance(part, EmailMessage)
    payload = part.get_payload()
    if isinstance(payload, list):
        return b"".join(
            bytes(block) for block in payload if isinstance(block, EmailMessage)
        )
    return str(payload).encode()


def _token(subscriber_id: int, secret: bytes) -> str:
    """Return 24 letters and digits, which mail systems may write in either case."""
    code = code_of(secret, _SUBJECT)[:_CODE_BYTES]
    parts = subscriber_id.to_bytes(_ID_BYTES, "big") + code
    return base64.b32encode(parts).decode().lower()
