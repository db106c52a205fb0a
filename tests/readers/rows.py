"""Build the readers' rows that tests need, with ordinary values for the rest."""

from __future__ import annotations

import itertools
from typing import Any

from releases.readers.models import (
    Delivery,
    Inquiry,
    Mailing,
    MailingKind,
    Rank,
    Status,
    Subscriber,
    Subscription,
    Topic,
)
from releases.text.email_addresses import read_address
from tests.builders import SEVEN

_numbers = itertools.count(1)


def make_subscriber(
    address: str = "", *, subjects: tuple[str, ...] = ("releases",), **fields: Any
) -> Subscriber:
    """Create an active subscriber to all releases."""
    address = address or f"reader{next(_numbers)}@example.org"
    defaults: dict[str, Any] = {"status": Status.ACTIVE, "since": SEVEN}
    subscriber = Subscriber.objects.create(
        address=address, key=read_address(address).key, **defaults | fields
    )
    for subject in subjects:
        Subscription.objects.create(subscriber=subscriber, subject=subject)
    return subscriber


def make_mailing(**fields: Any) -> Mailing:
    """Create a mailing of a publication that went live at SEVEN."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        # No publication's own key: on PostgreSQL ids go on from test to test.
        "key": f"publication:0{number}",
        "kind": MailingKind.PUBLICATION,
        "rank": Rank.ALERT,
        "chain": "release:2026/results",
        "number": 1,
        "publication": number,
        "opens": SEVEN,
    }
    return Mailing.objects.create(**defaults | fields)


def make_inquiry(address: str = "ana@example.org", **fields: Any) -> Inquiry:
    """Create a question that was asked at SEVEN and that no courier has read."""
    defaults: dict[str, Any] = {
        "topic": Topic.INVESTORS,
        "name": "Ana Reader",
        "question": "When is the next call?",
        "at": SEVEN,
        "since": SEVEN,
    }
    return Inquiry.objects.create(
        address=address, key=read_address(address).key, **defaults | fields
    )


def make_delivery(mailing: Mailing, subscriber: Subscriber, **fields: Any) -> Delivery:
    """Create a delivery that is due at SEVEN."""
    defaults: dict[str, Any] = {"rank": mailing.rank, "due": SEVEN}
    return Delivery.objects.create(
        mailing=mailing, subscriber=subscriber, **defaults | fields
    )
