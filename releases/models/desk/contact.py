"""People whom readers may call."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releases.models.record.kinds import Audience


def validate_emails(lines: str) -> None:
    """Refuse a line that is not an e-mail address, and name it."""
    for line in filter(None, map(str.strip, lines.splitlines())):
        try:
            validate_email(line)
        except ValidationError:
            raise ValidationError(
                _("“%(line)s” is not an e-mail address. Write one address per line."),
                params={"line": line},
            ) from None


class Contact(models.Model):
    """A person or department that answers investors or journalists."""

    ref = models.UUIDField(
        _("reference"), default=uuid.uuid4, unique=True, editable=False
    )
    audience = models.CharField(
        _("audience"),
        max_length=10,
        choices=Audience,
        default=Audience.INVESTORS,
        help_text=_("Who may call this contact."),
    )
    name = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("The person's name.")
    )
    title = models.CharField(
        _("title"),
        max_length=200,
        blank=True,
        help_text=_("Such as: Director, Investor Relations."),
    )
    organization = models.CharField(
        _("organisation"),
        max_length=200,
        blank=True,
        help_text=_("The company, or the agency that speaks for it."),
    )
    phones = models.TextField(
        _("phones"),
        blank=True,
        help_text=_("One number per line, as it should be printed."),
    )
    emails = models.TextField(
        _("e-mails"),
        blank=True,
        validators=[validate_emails],
        help_text=_("One address per line."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"),
        default=0,
        help_text=_("Contacts with a lower number come first on the contact page."),
    )
    shown = models.BooleanField(
        _("shown on the contact page"),
        default=True,
        help_text=_("Untick for a contact who is printed only in releases."),
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                name="contact_has_a_name_or_an_organization",
                condition=~Q(name="") | ~Q(organization=""),
                violation_error_message=_(
                    "Enter the contact's name or its organisation."
                ),
            )
        ]

    def __str__(self) -> str:
        names = ", ".join(filter(None, [self.name, self.organization]))
        return f"{names} ({self.get_audience_display().lower()})"
