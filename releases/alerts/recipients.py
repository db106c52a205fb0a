"""Whom a mail goes to: subscribers, members of staff, and who asks or answers questions."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User

from releases.alerts.mail_addresses import reply_address
from releases.alerts.outbox import Claimed
from releases.readers.keys import KeyPurpose, code_of, make_key
from releases.readers.models import Inquiry, Mailing, MailingKind, Subscriber
from releases.record.published import profile
from releases.text.email_addresses import InvalidAddress, read_address

# What stands in a link of a test in place of a key: no subscriber has such a one.
NO_KEY = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One mailbox, and the secret by which its message ids and keys are made.

    `subscriber_id` is None for everybody who has no keys. `zone` is an IANA time zone.
    """

    mailbox: str
    language: str
    zone: str
    secret: bytes
    subscriber_id: int | None

    def make_key(self, purpose: KeyPurpose, *, at: dt.datetime) -> str:
        """Return the subscriber's key for this purpose; for others one that opens nothing."""
        if self.subscriber_id is None:
            return NO_KEY
        return make_key(
            purpose, subscriber_id=self.subscriber_id, secret=self.secret, at=at
        )

    def message_id(self, key: str) -> str:
        """Return the id of the mail of a mailing: the same whenever it is sent again.

        The code tells no recipient of another's (RFC 5322, 3.6.4).
        """
        return f"<{key.replace(':', '.')}.{code_of(self.secret, key).hex()}@{settings.IRSITE_DOMAIN}>"


def load_recipients(
    claims: Iterable[Claimed], *, at: dt.datetime
) -> dict[int, Recipient]:
    """Return the recipient of each delivery by its id; none whose mailbox is unusable.

    Questions go to the contact that is published at `at`.
    """
    claims = list(claims)
    subscribers = Subscriber.objects.in_bulk(
        [claimed.subscriber for claimed in claims if claimed.subscriber is not None]
    )
    staff = User.objects.in_bulk(
        [claimed.staff for claimed in claims if claimed.staff is not None]
    )
    of_inquiries = _of_inquiries(
        {each.mailing: each.inquiry for each in claims if each.inquiry is not None},
        at=at,
    )
    recipients = {}
    for claimed in claims:
        if claimed.inquiry is not None:
            recipient = of_inquiries.get(claimed.mailing)
        elif claimed.staff is not None:
            recipient = _member_of_staff(staff.get(claimed.staff))
        else:
            recipient = _subscriber(subscribers.get(claimed.subscriber or 0))
        if recipient is not None:
            recipients[claimed.id] = recipient
    return recipients


def _subscriber(subscriber: Subscriber | None) -> Recipient | None:
    mailbox = _mailbox(subscriber.address) if subscriber else None
    if subscriber is None or mailbox is None:
        return None
    return Recipient(
        mailbox=mailbox,
        language=subscriber.language,
        zone=subscriber.zone,
        secret=bytes(subscriber.secret),
        subscriber_id=subscriber.pk,
    )


def _member_of_staff(user: User | None) -> Recipient | None:
    mailbox = _mailbox(user.email) if user and user.is_active else None
    if user is None or mailbox is None:
        return None
    key = settings.SECRET_KEY.encode()
    return Recipient(
        mailbox=mailbox,
        language=settings.LANGUAGE_CODE,
        zone=settings.TIME_ZONE,
        secret=hmac.digest(key, f"irsite staff {user.pk}".encode(), "sha256")[:16],
        subscriber_id=None,
    )


def _of_inquiries(
    inquiry_of: dict[int, int], *, at: dt.datetime
) -> dict[int, Recipient]:
    """Return by the mailing's id whom it is for: who asked, or the contact of the topic."""
    if not inquiry_of:
        return {}
    inquiries = Inquiry.objects.in_bulk(inquiry_of.values())
    mailings = Mailing.objects.in_bulk(inquiry_of)
    issuer = profile(at=at)
    recipients = {}
    for mailing, pk in inquiry_of.items():
        if pk not in inquiries or mailing not in mailings:
            continue
        inquiry = inquiries[pk]
        is_answer = mailings[mailing].kind == MailingKind.ANSWER
        mailbox = (
            _mailbox(inquiry.address)
            if is_answer
            else reply_address(issuer.contacts, audience=inquiry.topic)
        )
        if mailbox:
            recipients[mailing] = Recipient(
                mailbox=mailbox,
                language=inquiry.language if is_answer else settings.LANGUAGE_CODE,
                zone=settings.TIME_ZONE,
                secret=bytes(inquiry.secret),
                subscriber_id=None,
            )
    return recipients


def _mailbox(address: str) -> str | None:
    try:
        return read_address(address).mailbox
    except InvalidAddress:
        return None
