"""Questions that readers ask by the form for investor relations, and their answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releases.readers.keys import new_secret

# How long each text may be, in characters.
MAX_NAME, MAX_PHONE = 120, 40
MAX_QUESTION, MAX_ANSWER = 4000, 10_000


class Topic(models.TextChoices):
    """What a question is about. The values are the audiences of contacts."""

    INVESTORS = "investors", _("Investor relations")
    MEDIA = "media", _("A media request")
    GENERAL = "general", _("Something else")


class InquiryStatus(models.TextChoices):
    """What became of a question."""

    NEW = "new", _("New")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    SPAM = "spam", _("Spam")


class Inquiry(models.Model):
    """One question, as the form was sent, whoever the address belongs to.

    `address` is as it was typed, `key` as it is compared (`text.email_addresses`), `secret`
    what the ids of its mails are made with. `source` is a keyed hash of the client's address,
    `network` of its network.
    `forwarded_at` is when a courier had it mailed to the contact, `since` when the status
    began. Nothing here is verified: anybody can enter any address.
    """

    topic = models.CharField(_("topic"), max_length=10, choices=Topic)
    name = models.CharField(_("name"), max_length=MAX_NAME)
    address = models.CharField(_("address"), max_length=254)
    key = models.CharField(max_length=254)
    organization = models.CharField(_("organization"), max_length=MAX_NAME, blank=True)
    phone = models.CharField(_("phone"), max_length=MAX_PHONE, blank=True)
    question = models.TextField(_("question"), max_length=MAX_QUESTION)
    language = models.CharField(_("language"), max_length=12, default="en")
    secret = models.BinaryField(max_length=16, default=new_secret)
    source = models.CharField(max_length=32, blank=True)
    network = models.CharField(max_length=32, blank=True)
    is_ipv6 = models.BooleanField(default=False)
    at = models.DateTimeField(_("asked"))
    forwarded_at = models.DateTimeField(null=True)
    status = models.CharField(
        _("status"), max_length=10, choices=InquiryStatus, default=InquiryStatus.NEW
    )
    since = models.DateTimeField(_("since"))

    class Meta:
        default_permissions = ()
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(
                name="inquiry_has_an_address_and_a_question",
                condition=~Q(address="") & ~Q(key="") & ~Q(question=""),
            ),
            models.CheckConstraint(
                name="inquiry_has_a_known_topic", condition=Q(topic__in=Topic.values)
            ),
            models.CheckConstraint(
                name="inquiry_has_a_known_status",
                condition=Q(status__in=InquiryStatus.values),
            ),
        ]
        indexes = [
            # how many a client sent in an hour
            models.Index(fields=["source", "at"], name="inquiry_by_source"),
            models.Index(fields=["network", "at"], name="inquiry_by_network"),
            # how many all sent in an hour, and those to forget
            models.Index(fields=["at"], name="inquiry_by_time"),
            # those of a reader, who sees or erases them
            models.Index(fields=["key"], name="inquiry_by_key"),
            # the list at the desk
            models.Index(fields=["status", "-id"], name="inquiry_by_status"),
            # those that no courier has read yet
            models.Index(
                fields=["id"],
                condition=Q(forwarded_at__isnull=True),
                name="inquiry_not_forwarded",
            ),
        ]

    def __str__(self) -> str:
        return _("Question %(number)d") % {"number": self.pk or 0}


class InquiryAnswer(models.Model):
    """An answer to a question as staff wrote it: mailed as it is, and never changed.

    `author` is the id of the account that wrote it, `mailing` is why its mail goes out.
    """

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="answers"
    )
    mailing = models.OneToOneField("readers.Mailing", on_delete=models.PROTECT)
    author = models.PositiveBigIntegerField()
    text = models.TextField(_("answer"), max_length=MAX_ANSWER)
    at = models.DateTimeField(_("answered"))

    class Meta:
        default_permissions = ()
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.CheckConstraint(
                name="inquiry_answer_has_a_text", condition=~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return self.at.isoformat()
