"""What new releases of a category start with."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.models.desk.boilerplate import Boilerplate
from releases.models.desk.category import Category
from releases.models.desk.contact import Contact
from releases.models.desk.disclaimer import Disclaimer


class ReleaseTemplate(models.Model):
    """Text and defaults of a category's releases.

    Names in capitals and square brackets, such as [QUARTER], are placeholders: a check
    blocks a release in which one is left.
    """

    category = models.OneToOneField(
        Category,
        on_delete=models.CASCADE,
        related_name="template",
        verbose_name=_("category"),
    )
    headline = models.CharField(
        _("headline"),
        max_length=300,
        blank=True,
        help_text=_("Such as: [QUARTER] [YEAR] Results."),
    )
    subheadlines = models.TextField(
        _("subheadlines"), blank=True, help_text=_("One per line.")
    )
    dateline_places = models.CharField(
        _("dateline: places"),
        max_length=200,
        blank=True,
        help_text=_("Separate places with semicolons: BOSTON; LONDON."),
    )
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
            "Write what changes each time in capitals and square brackets: [QUARTER], "
            "[REVENUE]. A release in which one is left can’t be published."
        ),
    )
    source = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        help_text=_("Leave empty for the company’s legal name."),
    )
    after_wire = models.BooleanField(
        _("only after the wire"),
        default=False,
        help_text=_("Releases go live only once the newswire has sent them."),
    )

    class Meta:
        ordering = ["category"]
        verbose_name = _("release template")
        verbose_name_plural = _("release templates")

    def __str__(self) -> str:
        return str(self.category)


class TemplatePart(models.Model):
    """A place in the order of a template's contacts, disclaimers or About sections."""

    template = models.ForeignKey(
        ReleaseTemplate,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
        verbose_name=_("release template"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class TemplateContact(TemplatePart):
    """A contact of the category's releases."""

    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, verbose_name=_("contact")
    )

    class Meta(TemplatePart.Meta):
        verbose_name = _("contact of a template")
        verbose_name_plural = _("contacts of a template")
        constraints = [
            models.UniqueConstraint(
                name="template_names_a_contact_once",
                fields=["template", "contact"],
                violation_error_message=_("This contact is already in the template."),
            )
        ]

    def __str__(self) -> str:
        return str(self.contact)


class TemplateDisclaimer(TemplatePart):
    """A wording of the category's releases; they get its latest revision."""

    disclaimer = models.ForeignKey(
        Disclaimer, on_delete=models.PROTECT, verbose_name=_("disclaimer")
    )

    class Meta(TemplatePart.Meta):
        verbose_name = _("disclaimer of a template")
        verbose_name_plural = _("disclaimers of a template")
        constraints = [
            models.UniqueConstraint(
                name="template_carries_a_disclaimer_once",
                fields=["template", "disclaimer"],
                violation_error_message=_(
                    "This disclaimer is already in the template."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.disclaimer)


class TemplateBoilerplate(TemplatePart):
    """An About section of the category's releases."""

    boilerplate = models.ForeignKey(
        Boilerplate, on_delete=models.PROTECT, verbose_name=_("boilerplate")
    )

    class Meta(TemplatePart.Meta):
        verbose_name = _("About section of a template")
        verbose_name_plural = _("About sections of a template")
        constraints = [
            models.UniqueConstraint(
                name="template_carries_a_boilerplate_once",
                fields=["template", "boilerplate"],
                violation_error_message=_("This section is already in the template."),
            )
        ]

    def __str__(self) -> str:
        return str(self.boilerplate)
