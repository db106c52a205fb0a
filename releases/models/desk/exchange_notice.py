"""Notices that exchanges were given before a release was public."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.models.desk.issuer import Listing
from releases.models.desk.release import Release
from releases.models.fields import user_foreign_key


class ExchangeNotice(models.Model):
    """One exchange's notice of one release: when it was given, and its reference."""

    release = models.ForeignKey(
        Release,
        on_delete=models.CASCADE,
        related_name="exchange_notices",
        verbose_name=_("release"),
    )
    listing = models.ForeignKey(
        Listing,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("listing"),
    )
    given_at = models.DateTimeField(
        _("given at"),
        help_text=_("When the exchange received it, in the company's time zone."),
    )
    reference = models.CharField(
        _("reference"),
        max_length=80,
        blank=True,
        help_text=_("The exchange's reference number, or who took the call."),
    )
    by = user_foreign_key(_("recorded by"), optional=True)

    class Meta:
        ordering = ["given_at", "pk"]
        verbose_name = _("exchange notice")
        verbose_name_plural = _("exchange notices")
        constraints = [
            models.UniqueConstraint(
                name="exchange_notice_is_given_once_for_each_listing",
                fields=["release", "listing"],
                violation_error_message=_(
                    "The notice for this listing is already recorded."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing}: {self.reference or self.given_at}"
