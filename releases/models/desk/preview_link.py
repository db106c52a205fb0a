"""A way for somebody without an account to read one release before it is public."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from releases.models.desk.release import Release


class PreviewLink(models.Model):
    """A link for one outsider to one release, until it expires or is revoked.

    Its address is signed; what the table holds is not enough to make one.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, related_name="preview_links"
    )
    whom = models.CharField(
        "for whom",
        max_length=200,
        help_text="The person who will read it; the journal names them.",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="preview_link_expires_after_it_was_made",
                condition=Q(expires_at__gt=F("made_at")),
            ),
            models.CheckConstraint(
                name="preview_link_names_its_reader", condition=~Q(whom="")
            ),
            models.CheckConstraint(
                name="preview_link_is_revoked_by_somebody_at_some_time",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"for {self.whom}"

    def opens(self, *, at: dt.datetime) -> bool:
        """Whether it still leads anywhere at this moment."""
        return self.revoked_at is None and self.made_at <= at < self.expires_at
