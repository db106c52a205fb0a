"""The readers' tables: subscribers, what they asked for, and the mails that they are owed."""

from __future__ import annotations

from releases.readers.models.folded_deliveries import (
    FoldedDeliveries,
    bits_of,
    block_of,
    ids_in,
)
from releases.readers.models.handled_event import HandledEvent
from releases.readers.models.hub_ping import HubPing
from releases.readers.models.inquiry import (
    MAX_ANSWER,
    MAX_NAME,
    MAX_PHONE,
    MAX_QUESTION,
    Inquiry,
    InquiryAnswer,
    InquiryStatus,
    Topic,
)
from releases.readers.models.mailing import (
    ABOUT_PUBLICATIONS,
    MAIL_RANKS,
    STAFF_MAILS,
    Delivery,
    Mailing,
    MailingKind,
    OutboxState,
    Outcome,
    Rank,
)
from releases.readers.models.staff_opt_out import StaffOptOut
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
from releases.readers.models.subscriber_import import SubscriberImport
from releases.readers.models.subscription_request import (
    ERASED,
    RequestPurpose,
    SubscriptionRequest,
)

__all__ = [
    "ABOUT_PUBLICATIONS",
    "ERASED",
    "EVENTS",
    "MAIL_RANKS",
    "MAX_ANSWER",
    "MAX_NAME",
    "MAX_PHONE",
    "MAX_QUESTION",
    "RELEASES",
    "REMINDERS",
    "STAFF_MAILS",
    "Consent",
    "ConsentAction",
    "Delivery",
    "FoldedDeliveries",
    "HandledEvent",
    "HubPing",
    "Inquiry",
    "InquiryAnswer",
    "InquiryStatus",
    "Mailing",
    "MailingKind",
    "OutboxState",
    "Outcome",
    "Pace",
    "Rank",
    "RequestPurpose",
    "StaffOptOut",
    "Status",
    "Subscriber",
    "SubscriberImport",
    "Subscription",
    "SubscriptionRequest",
    "Suppression",
    "Topic",
    "bits_of",
    "block_of",
    "category_of",
    "category_subject",
    "ids_in",
]
