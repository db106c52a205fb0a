"""The company, and where its shares trade."""

from __future__ import annotations

import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releases.text.colours import (
    LEAST_CONTRAST,
    LIGHT_PAPERS,
    in_light,
    is_colour,
    least_contrast,
)
from releases.text.exchanges import MICS


def exchange_choices() -> list[tuple[str, str]]:
    """Return the exchanges by their market identifier code, ordered by name.

    A function, so that another exchange changes no migration.
    """
    return sorted(MICS.items(), key=lambda mic: mic[1])


class Face(models.TextChoices):
    """The typefaces in which the public pages can be set."""

    SERIF = "serif", _("Serif")
    SANS = "sans", _("Sans serif")


def validate_zone(name: str) -> None:
    """Refuse a name that is not in the IANA time zone database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _(
                "“%(name)s” is not a time zone. Write its IANA name, such as "
                "America/New_York or Europe/London."
            ),
            params={"name": name},
        )


def validate_colour(colour: str) -> None:
    """Refuse what is no colour, or one in which text on light paper is hard to read."""
    if not is_colour(colour):
        raise ValidationError(
            _("Write a colour as # and six digits from 0 to f, such as #14466b.")
        )
    ratio = least_contrast(colour, LIGHT_PAPERS)
    if ratio < LEAST_CONTRAST:
        raise ValidationError(
            _(
                "Text in %(colour)s is hard to read on the pages: its contrast is "
                "%(ratio).1f to 1, and 4.5 to 1 is needed. %(darker)s, which is as little "
                "darker as possible, would do."
            ),
            params={"colour": colour, "ratio": ratio, "darker": in_light(colour)},
        )


class Issuer(models.Model):
    """The listed company whose newsroom this is."""

    name = models.CharField(
        _("name"),
        max_length=200,
        help_text=_("The name that readers know, shown at the top of every page."),
    )
    legal_name = models.CharField(
        _("legal name"),
        max_length=200,
        blank=True,
        help_text=_("The registered name, if different: Example Industries, Inc."),
    )
    website = models.URLField(
        _("website"), blank=True, help_text=_("The company's main site.")
    )
    timezone = models.CharField(
        _("time zone"),
        max_length=64,
        default="America/New_York",
        validators=[validate_zone],
        help_text=_(
            "The company's time zone, by its IANA name. Public pages show times in it."
        ),
    )
    about = models.TextField(
        _("about"),
        blank=True,
        help_text=_("One or two sentences under the name on the front page."),
    )

    colour = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        default="",
        db_default="",
        validators=[validate_colour],
        help_text=_(
            "Of the company's name and the rules of the masthead, such as #14466b. Empty "
            "for black. Where readers prefer a dark page, it is made as light as needed."
        ),
    )
    link_colour = models.CharField(
        _("colour of links"),
        max_length=7,
        blank=True,
        default="",
        db_default="",
        validators=[validate_colour],
        help_text=_("Of links and buttons. Empty for the site's own blue."),
    )
    face = models.CharField(
        _("typeface"),
        max_length=5,
        choices=Face.choices,
        default=Face.SERIF,
        db_default=Face.SERIF,
        help_text=_("Of headlines and texts on the public pages."),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints = [
            models.CheckConstraint(
                name="issuer_has_a_name",
                condition=~Q(name=""),
                violation_error_message=_("Enter the company's name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Listing(models.Model):
    """One exchange on which the issuer's shares trade."""

    issuer = models.ForeignKey(
        Issuer,
        on_delete=models.CASCADE,
        related_name="listings",
        verbose_name=_("company"),
    )
    exchange = models.CharField(
        _("exchange"),
        max_length=4,
        choices=exchange_choices,
        help_text=_("Stored as its market identifier code (ISO 10383)."),
    )
    symbol = models.CharField(
        _("symbol"), max_length=20, help_text=_("The ticker symbol, such as: LRKM.")
    )
    primary = models.BooleanField(
        _("primary"), default=False, help_text=_("The listing that is named first.")
    )

    class Meta:
        ordering = ["-primary", "pk"]
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        constraints = [
            models.UniqueConstraint(
                name="listing_is_named_once",
                fields=["issuer", "exchange", "symbol"],
                violation_error_message=_("This listing already exists."),
            ),
            models.UniqueConstraint(
                name="listing_is_primary_on_one_exchange",
                fields=["issuer"],
                condition=Q(primary=True),
                violation_error_message=_("Only one listing can be the primary one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_exchange_display()}: {self.symbol}"
