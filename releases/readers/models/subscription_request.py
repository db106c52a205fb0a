"""What the form for subscribing writes down, unread: the courier decides what follows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releases.readers.models.subscriber import Pace

# What stands for the address and its key once its reader was erased.
ERASED = "-"


class RequestPurpose(models.TextChoices):
    """What somebody asked for."""

    SUBSCRIBE = "subscribe", _("Subscribe")
    DATA = "data", _("A link to my data")


class SubscriptionRequest(models.Model):
    """One form that somebody sent, whoever the address belongs to.

    The form never looks whether the address is known, so its answer cannot tell. `key` is
    the address as it is compared, `mailbox` a keyed hash of it without what follows a plus;
    `source` is a keyed hash of the client's address, `network` of its network. They are
    counted, by day and by hour, so when a reader is erased they stay, in rows that name no
    address (`ERASED`). `handled_at` is when a courier has acted on it.
    """

    purpose = models.CharField(
        max_length=10, choices=RequestPurpose, default=RequestPurpose.SUBSCRIBE
    )
    address = models.CharField(max_length=254)
    key = models.CharField(max_length=254)
    language = models.CharField(max_length=12, default="en")
    zone = models.CharField(max_length=64, default="UTC")
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.AT_ONCE)
    digest_hour = models.PositiveSmallIntegerField(default=7)
    subjects = models.JSONField(default=list)
    wording = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=32, blank=True)
    network = models.CharField(max_length=32, blank=True, default="", db_default="")
    is_ipv6 = models.BooleanField(default=False, db_default=False)
    mailbox = models.CharField(max_length=64, blank=True, default="", db_default="")
    at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="subscription_request_has_an_address",
                condition=~Q(address="") & ~Q(key=""),
            ),
            models.CheckConstraint(
                name="subscription_request_has_a_known_purpose",
                condition=Q(purpose__in=RequestPurpose.values),
            ),
            models.CheckConstraint(
                name="subscription_request_has_a_known_pace",
                condition=Q(pace__in=Pace.values),
            ),
            models.CheckConstraint(
                name="subscription_request_has_an_hour_of_the_day",
                condition=Q(digest_hour__lte=23),
            ),
        ]
        indexes = [
            # how many a client sent in an hour
            models.Index(fields=["source", "at"], name="request_by_source"),
            models.Index(fields=["network", "at"], name="request_by_network"),
            # how many there were for a mailbox in a day
            models.Index(fields=["mailbox", "at"], name="request_by_mailbox"),
            # what is known of a reader
            models.Index(fields=["key", "at"], name="request_by_key"),
            # those that no courier has read yet
            models.Index(
                fields=["id"],
                condition=Q(handled_at__isnull=True),
                name="request_unhandled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.at.isoformat()}"
