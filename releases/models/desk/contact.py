"""Whom readers may call."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import Q

from releases.models.record.kinds import Audience


def validate_emails(lines: str) -> None:
    """Refuse a line that is not an e-mail address, and say which."""
    for line in filter(None, map(str.strip, lines.splitlines())):
        try:
            validate_email(line)
        except ValidationError:
            raise ValidationError(
                f"“{line}” is not an e-mail address. Write one address a line."
            ) from None


class Contact(models.Model):
    """A person or desk that answers investors or the press."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    audience = models.CharField(
        max_length=10,
        choices=Audience,
        default=Audience.INVESTORS,
        help_text="Whom this contact answers.",
    )
    name = models.CharField(max_length=200, blank=True, help_text="The person.")
    title = models.CharField(
        max_length=200, blank=True, help_text="Director, Investor Relations."
    )
    organization = models.CharField(
        "organisation",
        max_length=200,
        blank=True,
        help_text="The company, or the agency that speaks for it.",
    )
    phones = models.TextField(
        blank=True, help_text="One number a line, as it should be printed."
    )
    emails = models.TextField(
        "e-mails",
        blank=True,
        validators=[validate_emails],
        help_text="One address a line.",
    )
    order = models.PositiveSmallIntegerField(
        default=0, help_text="Smaller comes first on the contact page."
    )
    shown = models.BooleanField(
        "shown on the contact page",
        default=True,
        help_text="Untick for a contact who stands in single releases only.",
    )

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_has_a_name_or_an_organization",
                condition=~Q(name="") | ~Q(organization=""),
                violation_error_message="A contact needs a name or an organisation.",
            )
        ]

    def __str__(self) -> str:
        names = ", ".join(filter(None, [self.name, self.organization]))
        return f"{names} ({self.get_audience_display().lower()})"
