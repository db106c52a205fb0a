"""Filings with the SEC that readers are led to."""

from __future__ import annotations

from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.models.desk.fiscal_period import FiscalPeriodFields, whole_fiscal_period
from releases.models.desk.release import Release, validate_accession
from releases.text.edgar import FORM, MAX_FORM


class Filing(FiscalPeriodFields):
    """One filing with the SEC, which is kept there: what it is, and where.

    Saved and published by one permitted person, or imported by `manage.py filings`.
    """

    accession = models.CharField(
        _("accession number"),
        max_length=20,
        unique=True,
        validators=[validate_accession],
        help_text=_("As the SEC writes it, with its dashes: 0001234567-26-000123."),
    )
    form = models.CharField(
        _("form"),
        max_length=MAX_FORM,
        validators=[
            RegexValidator(
                FORM, _("Write the form as the SEC does: 8-K, 10-Q or DEF 14A.")
            )
        ],
        help_text=_("Such as 8-K, 10-Q or DEF 14A."),
    )
    filed_on = models.DateField(_("filed on"))
    title = models.CharField(
        _("what it is"),
        max_length=300,
        blank=True,
        help_text=_(
            "In a line, such as: Results of the third quarter. Leave empty to name the "
            "form alone."
        ),
    )
    url = models.URLField(
        _("link"),
        max_length=400,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("Its page at the SEC, beginning with https://www.sec.gov/."),
    )
    shown = models.BooleanField(
        _("shown"),
        default=True,
        help_text=_("Untick, save and publish to remove it from the list of filings."),
    )
    releases = models.ManyToManyField(
        Release,
        blank=True,
        related_name="filings",
        verbose_name=_("press releases"),
        help_text=_("Those that it furnishes or files as exhibits."),
    )

    class Meta:
        ordering = ["-filed_on", "-accession"]
        verbose_name = _("SEC filing")
        verbose_name_plural = _("SEC filings")
        constraints = [whole_fiscal_period("filing_fiscal_period_is_whole")]

    def __str__(self) -> str:
        return f"{self.form}, {self.accession}"
