"""The company that speaks, and where its shares trade."""

from __future__ import annotations

import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from releases.text.exchanges import MICS

EXCHANGES: list[tuple[str, str]] = sorted(MICS.items(), key=lambda mic: mic[1])


def validate_zone(name: str) -> None:
    """Refuse a name that is not in the IANA time zone database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            f"“{name}” is not a time zone. Write its IANA name, such as "
            "America/New_York or Europe/London."
        )


class Issuer(models.Model):
    """The listed company whose newsroom this is."""

    name = models.CharField(
        max_length=200,
        help_text="The name readers know, shown at the top of every page.",
    )
    legal_name = models.CharField(
        max_length=200,
        blank=True,
        help_text="The registered name, where it differs: Example Industries, Inc.",
    )
    website = models.URLField(blank=True, help_text="The company's main site.")
    timezone = models.CharField(
        "time zone",
        max_length=64,
        default="America/New_York",
        validators=[validate_zone],
        help_text="The zone of the company's own clock, by its IANA name. Times on "
        "the public pages are given in it.",
    )
    about = models.TextField(
        blank=True,
        help_text="One or two sentences under the name on the front page.",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="issuer_has_a_name",
                condition=~Q(name=""),
                violation_error_message="An issuer needs a name.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Listing(models.Model):
    """One exchange that the issuer's shares trade on."""

    issuer = models.ForeignKey(
        Issuer, on_delete=models.CASCADE, related_name="listings"
    )
    exchange = models.CharField(
        max_length=4,
        choices=EXCHANGES,
        help_text="By its market identifier code (ISO 10383).",
    )
    symbol = models.CharField(max_length=20, help_text="As it trades: LRKM.")
    primary = models.BooleanField(
        default=False, help_text="The listing that is named first."
    )

    class Meta:
        ordering = ["-primary", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="listing_is_named_once",
                fields=["issuer", "exchange", "symbol"],
                violation_error_message="This listing is there already.",
            ),
            models.UniqueConstraint(
                name="listing_is_primary_on_one_exchange",
                fields=["issuer"],
                condition=Q(primary=True),
                violation_error_message="Only one listing can be the primary one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_exchange_display()}: {self.symbol}"
