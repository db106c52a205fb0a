"""Mailings, why mails go out, and deliveries, each the mail that one recipient is owed."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _

from releases.readers.models.inquiry import Inquiry
from releases.readers.models.subscriber import Subscriber


class Rank(models.IntegerChoices):
    """Which mails go first: a confirmation never waits behind 100,000 alerts."""

    STAFF = 0, _("Staff")
    AWAITED = 1, _("Somebody waits for it")
    ALERT = 2, _("Alert")
    DIGEST = 3, _("Digest")
    # Not a mail: no answer of the webhook's server holds up mails.
    WEBHOOK = 4, _("Webhook")


MAIL_RANKS = tuple(rank for rank in Rank if rank is not Rank.WEBHOOK)


class MailingKind(models.TextChoices):
    """What the mails of a mailing are about."""

    PUBLICATION = "publication", _("Publication")
    REMINDER = "reminder", _("Reminder")
    CONFIRMATION = "confirmation", _("Confirmation")
    SUBSCRIBED = "subscribed", _("Subscribed already")
    DATA = "data", _("Link to one's data")
    # what staff are told (`releases.staff_alerts`)
    APPROVAL = "approval", _("A release waits for your approval")
    SENT_BACK = "sent_back", _("Your release was sent back")
    APPROVED = "approved", _("Your release was approved")
    HELD = "held", _("A release was put on hold")
    SOON = "soon", _("A release goes live soon")
    WENT_LIVE = "went_live", _("A release went live")
    MENTIONED = "mentioned", _("A comment names you")
    PAGE_CACHE = "page_cache", _("The page cache is not ready for an instant")
    MAIL_DOWN = "mail_down", _("The mail system takes no mail")
    UPCOMING = "upcoming", _("What goes live this week")
    DESK_ACCESS = "desk_access", _("Invitation to the desk")
    QUESTION = "question", _("Question from a reader")
    ANSWER = "answer", _("Answer to a question")
    TEST = "test", _("Test")
    INVITATION = "invitation", _("Request to confirm an imported address")


# What everybody may know of. The other kinds answer, or ask, one reader.
ABOUT_PUBLICATIONS = (MailingKind.PUBLICATION, MailingKind.REMINDER)

# What each member of staff may refuse. Of the mail system no mail can tell.
STAFF_MAILS = (
    MailingKind.APPROVAL,
    MailingKind.SENT_BACK,
    MailingKind.APPROVED,
    MailingKind.HELD,
    MailingKind.MENTIONED,
    MailingKind.SOON,
    MailingKind.WENT_LIVE,
    MailingKind.PAGE_CACHE,
    MailingKind.UPCOMING,
)


class MailingQuerySet(models.QuerySet["Mailing"]):
    """Questions about mailings."""

    def unfilled(self) -> Self:
        """Keep those whose deliveries are not all there, in the order of their ranks."""
        return self.filter(filled_at__isnull=True).order_by("rank", "id")

    def earlier_in_chain(self, mailing: Mailing) -> Self:
        """Keep those of the earlier versions of the same release or event."""
        if mailing.number is None:
            return self.none()
        return self.filter(
            kind=MailingKind.PUBLICATION,
            chain=mailing.chain,
            number__lt=mailing.number,
        )


class Mailing(models.Model):
    """Why mails go out: something that has happened. Nothing is here before it is public.

    What staff are told names a release at the desk by its number alone (`desk:12`).

    `key` says what it was, such as `publication:41:5f0c…`, so that it is mailed once. `chain`
    is the release or the event (`release:2026/results`), `number`, `notice` and `digest` are
    those of the publication, `opens` is its instant. The digest tells a publication from
    another one that got its id, where the record alone was restored from a backup; it is
    empty in mailings from before it was kept. `cursor` is the last subscriber's id who was
    looked at, `filled_at` when every delivery was there. `trimmed_at` is when what the mail
    system said was reduced to its code, `folded_at` when the deliveries became
    `FoldedDeliveries`.
    """

    key = models.CharField(_("key"), max_length=160, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=MailingKind)
    rank = models.PositiveSmallIntegerField(_("rank"), choices=Rank)
    chain = models.CharField(_("chain"), max_length=100, blank=True)
    number = models.PositiveIntegerField(_("version"), null=True)
    notice = models.CharField(_("notice"), max_length=10, blank=True)
    publication = models.PositiveBigIntegerField(_("publication"), null=True)
    digest = models.CharField(
        _("digest"), max_length=64, blank=True, default="", db_default=""
    )
    opens = models.DateTimeField(_("instant"))
    cursor = models.PositiveBigIntegerField(default=0)
    filled_at = models.DateTimeField(_("filled at"), null=True)
    trimmed_at = models.DateTimeField(null=True)
    folded_at = models.DateTimeField(null=True)

    objects = MailingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        constraints = [
            models.CheckConstraint(name="mailing_has_a_key", condition=~Q(key="")),
            models.CheckConstraint(
                name="mailing_has_a_known_rank", condition=Q(rank__in=Rank.values)
            ),
            models.CheckConstraint(
                name="mailing_of_a_publication_names_its_version",
                condition=~Q(kind="publication")
                | (Q(number__isnull=False, publication__isnull=False) & ~Q(chain="")),
            ),
        ]
        indexes = [
            # what a fill goes on with
            models.Index(
                fields=["rank", "id"],
                condition=Q(filled_at__isnull=True),
                name="mailing_unfilled",
            ),
            # the latest at the desk, and the old ones whose details are no longer needed
            models.Index(fields=["opens"], name="mailing_by_instant"),
            # the earlier versions of a correction
            models.Index(fields=["chain", "number"], name="mailing_by_chain"),
            # whether a publication has its mailing
            models.Index(
                fields=["publication"],
                condition=Q(publication__isnull=False),
                name="mailing_by_publication",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Outcome(models.TextChoices):
    """How a delivery ended."""

    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    OVERTAKEN = "overtaken", _("Overtaken by a later version")
    DROPPED = "dropped", _("No longer wanted")
    UNKNOWN = "unknown", _("Unknown")


class Literal(Func):
    """A text that stands in the SQL itself: not every SQLite uses a partial index without."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(template=f"'{outcome.value}'", output_field=models.CharField())


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Questions about deliveries."""

    def failed(self) -> Self:
        """Keep those that failed for good."""
        return self.filter(outcome=Literal(Outcome.FAILED))

    def due(self) -> Self:
        """Keep those that wait to be sent, now or later."""
        return self.filter(due__isnull=False)

    def held(self) -> Self:
        """Keep those that a courier has in its hands."""
        return self.filter(courier__isnull=False)

    def maybe_received(self) -> Self:
        """Keep those whose mail was accepted, or may have been.

        `begun` counts how often its bytes may have left; each try that was answered with a
        refusal is one of `attempts`.
        """
        return self.filter(Q(outcome=Outcome.SENT) | Q(begun__gt=models.F("attempts")))


RECIPIENTS = ("subscriber", "staff", "inquiry")


def _only(recipient: str) -> Q:
    """Return the condition that a delivery has this recipient and no other."""
    others = {f"{name}__isnull": name != recipient for name in RECIPIENTS}
    return Q(**others, webhook=recipient == "webhook")


class Delivery(models.Model):
    """The mail that one recipient is owed: due, in a courier's hands, or settled.

    The recipient is a subscriber, a member of staff by the id of the account, the webhook,
    which gets the same as JSON, or of a question: the contact whom it is for, or who asked
    (by the mailing's kind; the address is found when the mail is sent). `due` is when to try
    (again), `courier` the number of the process that has it. `begun` counts how often the
    mail may have left, `attempts` how often the mail system refused it; `at` is when it was
    tried last, `reply` what the mail system said, which may hold the address.
    """

    mailing = models.ForeignKey(
        Mailing, on_delete=models.CASCADE, related_name="deliveries"
    )
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, null=True, related_name="deliveries"
    )
    staff = models.PositiveBigIntegerField(null=True)
    webhook = models.BooleanField(default=False, db_default=False)
    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, null=True, related_name="deliveries"
    )
    rank = models.PositiveSmallIntegerField(choices=Rank)
    due = models.DateTimeField(_("due"), null=True)
    courier = models.PositiveIntegerField(_("courier"), null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    begun = models.PositiveSmallIntegerField(_("begun"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    at = models.DateTimeField(_("last tried"), null=True)
    reply = models.CharField(_("reply"), max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                name="delivery_is_owed_to_a_subscriber_once",
                fields=["mailing", "subscriber"],
            ),
            models.UniqueConstraint(
                name="delivery_is_owed_to_a_member_of_staff_once",
                fields=["mailing", "staff"],
            ),
            models.UniqueConstraint(
                name="delivery_of_an_inquiry_is_owed_once",
                fields=["mailing", "inquiry"],
            ),
            models.CheckConstraint(
                name="delivery_has_one_recipient",
                condition=_only("subscriber")
                | _only("staff")
                | _only("inquiry")
                | _only("webhook"),
            ),
            models.UniqueConstraint(
                name="delivery_is_owed_to_the_webhook_once",
                fields=["mailing"],
                condition=Q(webhook=True),
            ),
            models.CheckConstraint(
                name="delivery_to_the_webhook_has_its_rank",
                condition=Q(webhook=True, rank=Rank.WEBHOOK)
                | (Q(webhook=False) & ~Q(rank=Rank.WEBHOOK)),
            ),
            models.CheckConstraint(
                name="delivery_is_due_or_held_or_settled",
                condition=Q(due__isnull=False, courier__isnull=True, outcome="")
                | Q(due__isnull=True, courier__isnull=False, outcome="")
                | (Q(due__isnull=True, courier__isnull=True) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="delivery_has_a_known_rank", condition=Q(rank__in=Rank.values)
            ),
        ]
        indexes = [
            # what a claim takes. SQLite uses a partial index for no bound `outcome = ?`.
            models.Index(
                fields=["rank", "due", "id"],
                condition=Q(due__isnull=False),
                name="delivery_due",
            ),
            # what the courier that ended had in its hands
            models.Index(
                fields=["courier"],
                condition=Q(courier__isnull=False),
                name="delivery_held",
            ),
            # the page of failed mails, whose query has the outcome as a `Literal`
            models.Index(
                fields=["-at", "-id"],
                condition=Q(outcome="failed"),
                name="delivery_failed",
            ),
        ]

    def __str__(self) -> str:
        return self.outcome or "due"


class OutboxState(models.Model):
    """What all couriers share, in a single row.

    No publication that went live by `floor` is mailed: it is when alerts were switched on,
    and follows the time an hour behind. `next_send` is when the limit of mails a second
    lets the next one go. `erased_at` is when a subscriber was erased last, whose deliveries
    no longer tell when mails were sent. `mail_down_since` is since when the mail system
    takes no mail.
    """

    floor = models.DateTimeField()
    next_send = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    mail_down_since = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="outbox_state_is_the_only_row", condition=Q(id=1)
            )
        ]

    def __str__(self) -> str:
        return self.floor.isoformat()

    @classmethod
    def note_erasure(cls, *, at: dt.datetime) -> None:
        """Note that deliveries are gone, which told when mails were sent."""
        cls.objects.update(erased_at=at)
