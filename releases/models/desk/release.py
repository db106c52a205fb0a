"""A press release as staff write it, and the contacts, notices and events it carries."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from releases.models.desk.boilerplate import Boilerplate
from releases.models.desk.category import Category, Topic
from releases.models.desk.choices import Answer, State
from releases.models.desk.contact import Contact
from releases.models.desk.disclaimer import Disclaimer
from releases.models.desk.event import Event
from releases.models.desk.fiscal_period import FiscalPeriodFields, whole_fiscal_period
from releases.models.fields import user_foreign_key, who_and_when
from releases.models.record.kinds import NoticeKind

# What no form may change: `releases.desk.transitions` sets these.
SET_BY_TRANSITIONS = {
    *("state", "address", "notice", "notice_kind"),
    *("submitted_by", "submitted_at", "approved_by", "approved_at"),
    *("held_by", "held_at", "rescheduled_to", "ratify_by"),
    # `save` sets it, on the original of a translation.
    "translation_group",
}


def validate_accession(number: str) -> None:
    """Refuse what is not an accession number in the form that the SEC writes."""
    if not re.fullmatch(r"\d{10}-\d{2}-\d{6}", number):
        raise ValidationError(
            _(
                "“%(number)s” is not an accession number. Write it with its dashes: "
                "0001234567-26-000123."
            ),
            params={"number": number},
        )


class Release(FiscalPeriodFields):
    """A press release on the desk: nothing here is public.

    Its state changes only through `releases.desk.transitions`.
    """

    headline = models.CharField(
        _("headline"),
        max_length=300,
        help_text=_("As readers should see it, on one line."),
    )
    subheadlines = models.TextField(
        _("subheadlines"),
        blank=True,
        help_text=_("The lines below the headline, one per line."),
    )
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        blank=True,
        help_text=_(
            "The last part of its address, such as “third-quarter-results”. Leave "
            "empty to make it from the headline when the release is approved."
        ),
    )
    dateline_places = models.CharField(
        _("dateline: places"),
        max_length=200,
        blank=True,
        help_text=_(
            "As printed: BOSTON. Separate places with semicolons: BOSTON; LONDON."
        ),
    )
    dateline_date = models.DateField(_("dateline: date"), null=True, blank=True)
    dateline_wire = models.CharField(
        _("dateline: wire"),
        max_length=60,
        blank=True,
        help_text=_("The newswire, as printed: BUSINESS WIRE."),
    )
    body = models.TextField(
        _("body"),
        blank=True,
        help_text=_(
            "The text between the dateline and the About section. Add disclaimers, "
            "About sections and contacts below."
        ),
    )
    category = models.ForeignKey(
        Category,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name=_("category"),
    )
    topics = models.ManyToManyField(Topic, blank=True, verbose_name=_("topics"))
    language = models.CharField(
        _("language"),
        max_length=12,
        default="en",
        help_text=_("The language it is written in (BCP 47): en, de or fr-CA."),
    )
    source = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        help_text=_("Who issues it, such as: Example Industries, Inc."),
    )
    forward_looking = models.CharField(
        _("contains forward-looking statements"),
        max_length=3,
        blank=True,
        choices=Answer,
        default=Answer.UNANSWERED,
        help_text=_(
            "Does it contain expectations, plans or guidance? It cannot be published "
            "until somebody has answered."
        ),
    )
    material = models.CharField(
        _("material news"),
        max_length=3,
        blank=True,
        choices=Answer,
        default=Answer.UNANSWERED,
        help_text=_(
            "Could it move the share price? Exchange rules apply to material news."
        ),
    )
    go_live_at = models.DateTimeField(
        _("goes live at"),
        null=True,
        blank=True,
        help_text=_(
            "When everybody can read it. Leave empty to publish it as soon as it is "
            "approved."
        ),
    )
    after_wire = models.BooleanField(
        _("only after the wire"),
        default=False,
        help_text=_(
            "It goes live when somebody records that the newswire has sent it, and "
            "never before the time above."
        ),
    )
    wire_order = models.CharField(
        _("wire order"),
        max_length=80,
        blank=True,
        help_text=_("The newswire's order number."),
    )
    wire_crossed_at = models.DateTimeField(
        _("the wire crossed at"),
        null=True,
        blank=True,
        help_text=_("When the newswire sent it."),
    )
    filing_number = models.CharField(
        _("filing"),
        max_length=20,
        blank=True,
        validators=[validate_accession],
        help_text=_(
            "The accession number of the 8-K that it is furnished with: "
            "0001234567-26-000123."
        ),
    )
    filed_at = models.DateTimeField(
        _("filed at"),
        null=True,
        blank=True,
        help_text=_("When the SEC accepted the filing."),
    )
    translation_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="translations",
        verbose_name=_("translation of"),
        help_text=_(
            "The release that this one translates. All languages go public together."
        ),
    )
    # On the original: the name by which the record knows all its languages.
    translation_group = models.CharField(
        _("translation group"),
        max_length=90,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    contacts: models.ManyToManyField[Contact, ReleaseContact] = models.ManyToManyField(
        Contact, through="ReleaseContact", verbose_name=_("contacts")
    )
    disclaimers: models.ManyToManyField[Disclaimer, ReleaseDisclaimer] = (
        models.ManyToManyField(
            Disclaimer, through="ReleaseDisclaimer", verbose_name=_("disclaimers")
        )
    )
    boilerplates: models.ManyToManyField[Boilerplate, ReleaseBoilerplate] = (
        models.ManyToManyField(
            Boilerplate, through="ReleaseBoilerplate", verbose_name=_("boilerplates")
        )
    )
    events: models.ManyToManyField[Event, ReleaseEvent] = models.ManyToManyField(
        Event, through="ReleaseEvent", verbose_name=_("events")
    )

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State,
        default=State.DRAFT,
        editable=False,
    )
    address = models.CharField(_("address"), max_length=90, blank=True, editable=False)
    notice = models.TextField(_("notice"), blank=True, editable=False)
    notice_kind = models.CharField(
        _("kind of notice"),
        max_length=12,
        blank=True,
        choices=NoticeKind,
        editable=False,
    )
    held_by = user_foreign_key(_("held by"), optional=True)
    held_at = models.DateTimeField(_("held at"), null=True, blank=True, editable=False)
    rescheduled_to = models.DateTimeField(
        _("rescheduled to"), null=True, blank=True, editable=False
    )
    ratify_by = models.DateTimeField(
        _("ratify by"), null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    submitted_by = user_foreign_key(_("submitted by"), optional=True)
    submitted_at = models.DateTimeField(
        _("submitted at"), null=True, blank=True, editable=False
    )
    approved_by = user_foreign_key(_("approved by"), optional=True)
    approved_at = models.DateTimeField(
        _("approved at"), null=True, blank=True, editable=False
    )

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.CheckConstraint(
                name="release_has_a_headline",
                condition=~Q(headline=""),
                violation_error_message=_("Enter the release's headline."),
            ),
            who_and_when(
                "release_submission_names_who_and_when",
                who="submitted_by",
                when="submitted_at",
                message=_("A submission needs both a name and a time."),
            ),
            who_and_when(
                "release_approval_names_who_and_when",
                who="approved_by",
                when="approved_at",
                message=_("An approval needs both a name and a time."),
            ),
            who_and_when(
                "release_hold_names_who_and_when",
                who="held_by",
                when="held_at",
                message=_("A hold needs both a name and a time."),
            ),
            whole_fiscal_period("release_fiscal_period_is_whole"),
            models.CheckConstraint(
                name="release_is_no_translation_of_itself",
                condition=Q(translation_of__isnull=True) | ~Q(translation_of=F("id")),
                violation_error_message=_("A release cannot translate itself."),
            ),
            models.CheckConstraint(
                name="release_on_the_record_has_an_address",
                condition=~Q(state__in=["approved", "withdrawn"]) | ~Q(address=""),
                violation_error_message=_("A release on the record needs an address."),
            ),
            models.UniqueConstraint(
                name="release_address_is_its_own",
                fields=["address"],
                condition=~Q(address=""),
                violation_error_message=_("Another release has this address."),
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
        """Save what staff write, and leave what transitions set as the database has it.

        So a form that was opened before an approval cannot undo it.
        """
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if field.name not in SET_BY_TRANSITIONS and not field.primary_key
            ]
        super().save(*args, **kwargs)
        if self.translation_of_id is not None:
            self._name_group()

    def _name_group(self) -> None:
        """Name the group of languages, if its original has no name for it yet.

        It is a random key, or the address of an original that had one before there was
        any translation: its documents hold no key.
        """
        assert self.translation_of_id is not None
        originals = Release.objects.filter(
            pk=self.translation_of_id, translation_group=""
        )
        originals.exclude(address="").update(translation_group=F("address"))
        originals.filter(address="").update(translation_group=uuid.uuid4().hex)


class ReleasePart(models.Model):
    """A place in the order of a release's contacts, notices or events."""

    release = models.ForeignKey(
        Release,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
        verbose_name=_("release"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class ReleaseContact(ReleasePart):
    """A contact printed in a release."""

    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, verbose_name=_("contact")
    )

    class Meta(ReleasePart.Meta):
        verbose_name = _("release contact")
        verbose_name_plural = _("release contacts")
        constraints = [
            models.UniqueConstraint(
                name="release_names_a_contact_once",
                fields=["release", "contact"],
                violation_error_message=_("This contact is already on the release."),
            )
        ]

    def __str__(self) -> str:
        return str(self.contact)


class ReleaseDisclaimer(ReleasePart):
    """A legal notice printed in a release."""

    disclaimer = models.ForeignKey(
        Disclaimer, on_delete=models.PROTECT, verbose_name=_("disclaimer")
    )

    class Meta(ReleasePart.Meta):
        verbose_name = _("release disclaimer")
        verbose_name_plural = _("release disclaimers")
        constraints = [
            models.UniqueConstraint(
                name="release_carries_a_disclaimer_once",
                fields=["release", "disclaimer"],
                violation_error_message=_("This disclaimer is already on the release."),
            )
        ]

    def __str__(self) -> str:
        return str(self.disclaimer)


class ReleaseBoilerplate(ReleasePart):
    """An About section printed in a release."""

    boilerplate = models.ForeignKey(
        Boilerplate, on_delete=models.PROTECT, verbose_name=_("boilerplate")
    )

    class Meta(ReleasePart.Meta):
        verbose_name = _("release boilerplate")
        verbose_name_plural = _("release boilerplates")
        constraints = [
            models.UniqueConstraint(
                name="release_carries_a_boilerplate_once",
                fields=["release", "boilerplate"],
                violation_error_message=_(
                    "This boilerplate is already on the release."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.boilerplate)


class ReleaseEvent(ReleasePart):
    """An event that a release announces."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, verbose_name=_("event"))

    class Meta(ReleasePart.Meta):
        verbose_name = _("release event")
        verbose_name_plural = _("release events")
        constraints = [
            models.UniqueConstraint(
                name="release_names_an_event_once",
                fields=["release", "event"],
                violation_error_message=_("This event is already on the release."),
            )
        ]

    def __str__(self) -> str:
        return str(self.event)
