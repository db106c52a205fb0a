"""Who gets mail, what they chose, and the proof that they wanted it."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releases.readers.keys import (
    KeyPurpose,
    ReaderKey,
    code_of,
    make_key,
    new_secret,
    read_key,
)

# What a subscriber may choose, beside `category_subject`.
RELEASES, EVENTS, REMINDERS = "releases", "events", "reminders"
_CATEGORY = "category:"


def category_subject(slug: str) -> str:
    """Return the subject of the releases of one category."""
    return f"{_CATEGORY}{slug}"


def category_of(subject: str) -> str | None:
    """Return the slug of the category that this subject is; None if it is none."""
    return subject.removeprefix(_CATEGORY) if subject.startswith(_CATEGORY) else None


class Status(models.TextChoices):
    """Whether a subscriber gets mail, and if not, why."""

    PENDING = "pending", _("Not confirmed yet")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    LEFT = "left", _("Unsubscribed")
    BOUNCED = "bounced", _("Address does not exist")
    COMPLAINED = "complained", _("Complained")


class Pace(models.TextChoices):
    """When a subscriber gets mails."""

    AT_ONCE = "at_once", _("As soon as something is published")
    DAILY = "daily", _("Once a day")


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Questions about subscribers."""

    def active(self) -> Self:
        """Keep those who get what they chose."""
        return self.filter(status=Status.ACTIVE)

    def with_key(
        self, purpose: KeyPurpose, text: str, *, at: dt.datetime
    ) -> Subscriber | None:
        """Return the subscriber whose key for this purpose it is; None if nobody's.

        It takes the same steps whether there is a subscriber with that id or not.
        """
        key = read_key(purpose, text)
        if key is None:
            return None
        subscriber = self.filter(pk=key.subscriber_id).first()
        secret = bytes(subscriber.secret) if subscriber else b""
        return subscriber if _is_valid(key, secret, at) else None


def _is_valid(key: ReaderKey, secret: bytes, at: dt.datetime) -> bool:
    return key.is_valid(secret or new_secret(), at=at)


class Subscriber(models.Model):
    """One mailbox.

    `address` is as it was typed, `key` as it is compared (`text.email_addresses`). `secret`
    is what the keys in mails are made with. `zone` is an IANA time zone, in which
    `digest_hour` is the hour of a daily mail. `since` is when the status began.
    """

    address = models.CharField(_("address"), max_length=254)
    key = models.CharField(max_length=254, unique=True)
    secret = models.BinaryField(max_length=16, default=new_secret)
    language = models.CharField(_("language"), max_length=12, default="en")
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    pace = models.CharField(
        _("pace"), max_length=10, choices=Pace, default=Pace.AT_ONCE
    )
    digest_hour = models.PositiveSmallIntegerField(_("hour"), default=7)
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.PENDING
    )
    since = models.DateTimeField(_("since"))

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.CheckConstraint(
                name="subscriber_has_an_address", condition=~Q(address="") & ~Q(key="")
            ),
            models.CheckConstraint(
                name="subscriber_has_a_known_status",
                condition=Q(status__in=Status.values),
            ),
            models.CheckConstraint(
                name="subscriber_has_a_known_pace", condition=Q(pace__in=Pace.values)
            ),
            models.CheckConstraint(
                name="subscriber_reads_at_an_hour_of_the_day",
                condition=Q(digest_hour__lte=23),
            ),
        ]
        indexes = [
            # unconfirmed ones to forget, counts over time
            models.Index(fields=["status", "since"], name="subscriber_by_status"),
        ]

    def __str__(self) -> str:
        return self.address

    def make_key(self, purpose: KeyPurpose, *, at: dt.datetime) -> str:
        """Return the subscriber's key for this purpose."""
        return make_key(
            purpose, subscriber_id=self.pk, secret=bytes(self.secret), at=at
        )

    def code_of(self, subject: str) -> bytes:
        """Return the code of a subject, such as a message, that only we can make."""
        return code_of(bytes(self.secret), subject)


class Subscription(models.Model):
    """One subject that a subscriber chose: all releases, a category, events, reminders."""

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="subscriptions"
    )
    subject = models.CharField(_("subject"), max_length=60)

    class Meta:
        default_permissions = ()
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                name="subscription_is_made_once", fields=["subscriber", "subject"]
            ),
            models.CheckConstraint(
                name="subscription_names_a_subject", condition=~Q(subject="")
            ),
        ]
        indexes = [
            # the readers of a mailing, in the order of their ids
            models.Index(
                fields=["subject", "subscriber"], name="subscription_by_subject"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class ConsentAction(models.TextChoices):
    """What a subscriber did, or what happened to the address."""

    REQUESTED = "requested", _("Asked to subscribe")
    CONFIRMED = "confirmed", _("Confirmed the address")
    CHANGED = "changed", _("Changed the choices")
    PAUSED = "paused", _("Paused")
    RESUMED = "resumed", _("Resumed")
    LEFT = "left", _("Unsubscribed")
    INVITED = "invited", _("Imported by staff, to be confirmed")
    IMPORTED = "imported", _("Imported by staff with proof of consent")
    BOUNCED = "bounced", _("The address was refused")
    COMPLAINED = "complained", _("Complained of spam")


# How a step of a consent was given, as its subscriber reads it.
MEANS = {
    "form": _("with the form"),
    "link": _("with the link in a mail"),
    "one click": _("with one click in the mail program"),
    "choices": _("on the page of the alerts"),
    "import": _("from a list"),
    "desk": _("by our staff"),
    "smtp": _("by the answer of the mail server"),
    "report": _("by a report that came as a mail"),
    "provider": _("by a report of our mail service"),
    "no answer": _("for lack of an answer"),
}


class Consent(models.Model):
    """One step of a subscriber's consent: rows are added and never changed.

    `means` is how it was given (a form, a link, one click, an import), `wording` the
    revision of the form's text, `source` a keyed hash of the client's address, `subjects`
    what was chosen by then. `proof` is what an import says of a consent that was given
    elsewhere (`alerts.subscriber_rows.Proof`), in the words of the file.
    """

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="consents"
    )
    at = models.DateTimeField(_("at"))
    action = models.CharField(_("action"), max_length=12, choices=ConsentAction)
    means = models.CharField(_("means"), max_length=20)
    wording = models.CharField(_("wording"), max_length=20, blank=True)
    source = models.CharField(_("source"), max_length=32, blank=True)
    subjects = models.JSONField(_("subjects"), default=list)
    proof = models.JSONField(_("proof"), default=dict, db_default={})

    class Meta:
        default_permissions = ()
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.CheckConstraint(
                name="consent_names_a_known_action",
                condition=Q(action__in=ConsentAction.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.at.isoformat()}"

    @property
    def means_name(self) -> str:
        """How it was given, in words."""
        return str(MEANS.get(self.means, self.means))


class Suppression(models.Model):
    """An address that must get no mail, though its subscriber was erased.

    `code` is a hash of the address's key under the site's key; the address itself is gone.
    """

    code = models.CharField(_("code"), max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Status)
    since = models.DateTimeField(_("since"))

    class Meta:
        default_permissions = ()
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [
            models.CheckConstraint(
                name="suppression_is_for_a_bounce_or_a_complaint",
                condition=Q(reason__in=[Status.BOUNCED, Status.COMPLAINED]),
            ),
        ]

    def __str__(self) -> str:
        return self.reason
