"""Forward-looking-statement wordings and other legal notices."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Disclaimer(models.Model):
    """One revision of a legal wording.

    All revisions of a wording share their `ref`. Once an approved release uses a
    revision, the database refuses every change to its words: a change makes the next
    revision.
    """

    ref = models.UUIDField(default=uuid.uuid4, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    name = models.CharField(
        max_length=120,
        help_text="What the desk calls it: Forward-looking statements, clinical.",
    )
    heading = models.CharField(
        max_length=200,
        blank=True,
        help_text="Printed above the wording; empty where it has none.",
    )
    wording = models.TextField(
        help_text="The notice, word for word. An empty line starts a new paragraph."
    )
    jurisdiction = models.CharField(
        max_length=80,
        blank=True,
        help_text="Where it is meant to protect: United States (PSLRA).",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    review_by = models.DateField(
        null=True,
        blank=True,
        help_text="When counsel should read it again. Wordings age: courts ask "
        "whether a warning was current.",
    )
    in_force = models.BooleanField(
        default=True, help_text="Untick to take it off the public disclaimers page."
    )
    in_use = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["name", "-revision"]
        constraints = [
            models.UniqueConstraint(
                name="disclaimer_has_each_revision_once", fields=["ref", "revision"]
            ),
            models.CheckConstraint(
                name="disclaimer_has_a_wording",
                condition=~Q(wording=""),
                violation_error_message="A disclaimer needs its wording.",
            ),
            models.CheckConstraint(
                name="disclaimer_approval_names_who_and_when",
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                violation_error_message="An approval needs both a name and a time.",
            ),
        ]
        permissions = [("approve_disclaimer", "Can approve a disclaimer's wording")]

    def __str__(self) -> str:
        return f"{self.name} (revision {self.revision})"
