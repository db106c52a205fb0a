"""The readers' tables: subscribers, what they asked for, and the mails that they are owed."""

from __future__ import annotations

from releases.readers.models.mailing import (
    Delivery,
    Mailing,
    MailingKind,
    OutboxState,
    Outcome,
    Rank,
)
from releases.readers.models.subscriber import (
    EVENTS,
    RELEASES,
    REMINDERS,
    Consent,
    ConsentAction,
    Pace,
    Status,
    Subscriber,
    Subscription,
    Suppression,
    category_of,
    category_subject,
)
from releases.readers.models.subscription_request import (
    RequestPurpose,
    SubscriptionRequest,
)

__all__ = [
    "EVENTS",
    "RELEASES",
    "REMINDERS",
    "Consent",
    "ConsentAction",
    "Delivery",
    "Mailing",
    "MailingKind",
    "OutboxState",
    "Outcome",
    "Pace",
    "Rank",
    "RequestPurpose",
    "Status",
    "Subscriber",
    "Subscription",
    "SubscriptionRequest",
    "Suppression",
    "category_of",
    "category_subject",
]
