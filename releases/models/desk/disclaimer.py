"""Forward-looking-statement wordings and other legal notices."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releases.models.fields import user_foreign_key, who_and_when


class Disclaimer(models.Model):
    """One revision of a legal wording.

    All revisions of a wording share their `ref`. Once an approved release uses a
    revision, the database refuses every change to its words: an edit makes the next
    revision.
    """

    ref = models.UUIDField(_("reference"), default=uuid.uuid4, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    name = models.CharField(
        _("name"),
        max_length=120,
        help_text=_("For the desk, such as: Forward-looking statements, clinical."),
    )
    heading = models.CharField(
        _("heading"),
        max_length=200,
        blank=True,
        help_text=_("Printed above the wording. Leave empty for none."),
    )
    wording = models.TextField(
        _("wording"),
        help_text=_(
            "The notice, word for word. Leave an empty line between paragraphs."
        ),
    )
    jurisdiction = models.CharField(
        _("jurisdiction"),
        max_length=80,
        blank=True,
        help_text=_("Where it protects the company, such as: United States (PSLRA)."),
    )
    approved_by = user_foreign_key(_("approved by"), optional=True)
    approved_at = models.DateTimeField(
        _("approved at"), null=True, blank=True, editable=False
    )
    review_by = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        help_text=_(
            "When counsel should review it again. Courts ask whether a warning was "
            "current."
        ),
    )
    in_force = models.BooleanField(
        _("in force"),
        default=True,
        help_text=_("Untick to remove it from the public disclaimers page."),
    )
    in_use = models.BooleanField(_("in use"), default=False, editable=False)

    class Meta:
        ordering = ["name", "-revision"]
        verbose_name = _("disclaimer")
        verbose_name_plural = _("disclaimers")
        constraints = [
            models.UniqueConstraint(
                name="disclaimer_has_each_revision_once", fields=["ref", "revision"]
            ),
            models.CheckConstraint(
                name="disclaimer_has_a_wording",
                condition=~Q(wording=""),
                violation_error_message=_("Enter the disclaimer's wording."),
            ),
            who_and_when(
                "disclaimer_approval_names_who_and_when",
                who="approved_by",
                when="approved_at",
                message=_("An approval needs both a name and a time."),
            ),
        ]
        permissions = [("approve_disclaimer", "Can approve a disclaimer's wording")]

    def __str__(self) -> str:
        return f"{self.name} (revision {self.revision})"
