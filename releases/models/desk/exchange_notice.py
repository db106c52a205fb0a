"""That an exchange was told of a release before the public was."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from releases.models.desk.issuer import Listing
from releases.models.desk.release import Release


class ExchangeNotice(models.Model):
    """One exchange's notice of one release: when it was given, and its reference."""

    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, related_name="exchange_notices"
    )
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(
        "given at", help_text="When the exchange had it, by the company's clock."
    )
    reference = models.CharField(
        max_length=80,
        blank=True,
        help_text="The number that the exchange gave, or who took the call.",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="exchange_notice_is_given_once_for_each_listing",
                fields=["release", "listing"],
                violation_error_message="The notice for this listing is there already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing}: {self.reference or self.given_at}"
