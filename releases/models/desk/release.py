"""A press release as staff write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from releases.models.desk.boilerplate import Boilerplate
from releases.models.desk.category import Category, Topic
from releases.models.desk.choices import Answer
from releases.models.desk.contact import Contact
from releases.models.desk.disclaimer import Disclaimer
from releases.models.desk.event import Event
from releases.models.record.kinds import NoticeKind

if TYPE_CHECKING:
    from releases.models.desk.release_parts import (
        ReleaseBoilerplate,
        ReleaseContact,
        ReleaseDisclaimer,
        ReleaseEvent,
    )


class State(models.TextChoices):
    """Where a release stands at the desk; what the public sees is on the record."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting for approval"
    CLEARED = "cleared", "Approved, waits for the wire"
    HELD = "held", "Held"
    APPROVED = "approved", "Approved"
    WITHDRAWN = "withdrawn", "Withdrawn"


DECIDED_BY_DOORS = {
    *("state", "address", "notice", "notice_kind"),
    *("submitted_by", "submitted_at", "approved_by", "approved_at"),
    *("held_by", "held_at", "rescheduled_to", "ratify_by"),
}


def validate_accession(number: str) -> None:
    """Refuse what is not an accession number as the SEC writes them."""
    if not re.fullmatch(r"\d{10}-\d{2}-\d{6}", number):
        raise ValidationError(
            f"“{number}” is not an accession number. Write it with its dashes: "
            "0001234567-26-000123."
        )


class Release(models.Model):
    """A press release on the desk: nothing here is public.

    Its state changes only through `releases.desk.transitions`.
    """

    headline = models.CharField(
        max_length=300, help_text="As it should stand on the page, on one line."
    )
    subheadlines = models.TextField(
        blank=True, help_text="The lines below the headline, one a line."
    )
    slug = models.SlugField(
        max_length=80,
        blank=True,
        help_text="The last part of its address, /releases/2026/third-quarter-results/."
        " Left empty, it is made from the headline when the release is approved.",
    )
    dateline_places = models.CharField(
        "dateline: places",
        max_length=200,
        blank=True,
        help_text="As printed: BOSTON. Several places are parted by semicolons: "
        "BOSTON; LONDON.",
    )
    dateline_date = models.DateField("dateline: date", null=True, blank=True)
    dateline_wire = models.CharField(
        "dateline: wire",
        max_length=60,
        blank=True,
        help_text="The newswire, as printed: BUSINESS WIRE.",
    )
    body = models.TextField(
        blank=True,
        help_text="The text between the dateline and the About section. Disclaimers, "
        "About sections and contacts have places of their own below.",
    )
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT
    )
    topics = models.ManyToManyField(Topic, blank=True)
    language = models.CharField(
        max_length=12,
        default="en",
        help_text="The language it is written in (BCP 47): en, de, fr-CA.",
    )
    source = models.CharField(
        max_length=200, blank=True, help_text="Who issues it: Example Industries, Inc."
    )
    forward_looking = models.CharField(
        "contains forward-looking statements",
        max_length=3,
        blank=True,
        choices=Answer,
        default=Answer.UNSAID,
        help_text="Expectations, plans, guidance? It cannot be published until "
        "somebody has said yes or no.",
    )
    material = models.CharField(
        "material news",
        max_length=3,
        blank=True,
        choices=Answer,
        default=Answer.UNSAID,
        help_text="Could it move the share price? Exchange rules bind material news.",
    )
    go_live_at = models.DateTimeField(
        "goes live at",
        null=True,
        blank=True,
        help_text="The instant it opens to everyone. Empty: as soon as it is approved.",
    )
    after_wire = models.BooleanField(
        "only after the wire",
        default=False,
        help_text="It opens when somebody records that the newswire has crossed, and "
        "never before the instant above.",
    )
    wire_order = models.CharField(
        max_length=80, blank=True, help_text="The newswire's order number."
    )
    wire_crossed_at = models.DateTimeField(
        "the wire crossed at",
        null=True,
        blank=True,
        help_text="When the newswire had sent it.",
    )
    filing_number = models.CharField(
        "filing",
        max_length=20,
        blank=True,
        validators=[validate_accession],
        help_text="The accession number of the 8-K it is furnished with: "
        "0001234567-26-000123.",
    )
    filed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the SEC accepted the filing."
    )
    translation_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="translations",
        help_text="The release that this one says in another language.",
    )
    contacts: models.ManyToManyField[Contact, ReleaseContact] = models.ManyToManyField(
        Contact, through="ReleaseContact"
    )
    disclaimers: models.ManyToManyField[Disclaimer, ReleaseDisclaimer] = (
        models.ManyToManyField(Disclaimer, through="ReleaseDisclaimer")
    )
    boilerplates: models.ManyToManyField[Boilerplate, ReleaseBoilerplate] = (
        models.ManyToManyField(Boilerplate, through="ReleaseBoilerplate")
    )
    events: models.ManyToManyField[Event, ReleaseEvent] = models.ManyToManyField(
        Event, through="ReleaseEvent"
    )

    state = models.CharField(
        max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    address = models.CharField(max_length=90, blank=True, editable=False)
    notice = models.TextField(blank=True, editable=False)
    notice_kind = models.CharField(
        max_length=12, blank=True, choices=NoticeKind, editable=False
    )
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    held_at = models.DateTimeField(null=True, blank=True, editable=False)
    rescheduled_to = models.DateTimeField(null=True, blank=True, editable=False)
    ratify_by = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.CheckConstraint(
                name="release_has_a_headline",
                condition=~Q(headline=""),
                violation_error_message="A release needs a headline.",
            ),
            models.CheckConstraint(
                name="release_submission_names_who_and_when",
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                violation_error_message="A submission needs both a name and a time.",
            ),
            models.CheckConstraint(
                name="release_approval_names_who_and_when",
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                violation_error_message="An approval needs both a name and a time.",
            ),
            models.CheckConstraint(
                name="release_hold_names_who_and_when",
                condition=Q(held_at__isnull=True, held_by__isnull=True)
                | Q(held_at__isnull=False, held_by__isnull=False),
                violation_error_message="A hold needs both a name and a time.",
            ),
            models.CheckConstraint(
                name="release_is_no_translation_of_itself",
                condition=Q(translation_of__isnull=True) | ~Q(translation_of=F("id")),
                violation_error_message="A release is no translation of itself.",
            ),
            models.CheckConstraint(
                name="release_on_the_record_has_an_address",
                condition=~Q(state__in=["approved", "withdrawn"]) | ~Q(address=""),
                violation_error_message="A release on the record has an address.",
            ),
            models.UniqueConstraint(
                name="release_address_is_its_own",
                fields=["address"],
                condition=~Q(address=""),
                violation_error_message="Another release has this address.",
            ),
        ]
        permissions = [
            ("submit_release", "Can submit a release for approval"),
            ("approve_release", "Can approve a release for publication"),
            ("call_off_release", "Can call off a scheduled release"),
            ("correct_release", "Can open a published release for correction"),
            ("withdraw_release", "Can withdraw a published release"),
            ("waive_check", "Can override a check that reports an error"),
            ("publish_in_emergency", "Can publish before the second approval"),
            ("share_preview", "Can give people without an account a preview"),
            ("publish_alone", "Can publish a release alone, on a one-person desk"),
            ("publish_particulars", "Can publish contacts, disclaimers and events"),
        ]

    def __str__(self) -> str:
        return self.headline

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save what staff write; what the doors decide is left as the database has it.

        So a form that was opened before an approval cannot undo it.
        """
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if field.name not in DECIDED_BY_DOORS and not field.primary_key
            ]
        super().save(*args, **kwargs)
