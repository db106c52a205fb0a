"""The fiscal period whose results a release or an event is about."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releases.models.record.kinds import FiscalPart
from releases.text.fiscal_periods import FIRST_YEAR, LAST_YEAR, FiscalPeriod


class FiscalPeriodFields(models.Model):
    """A fiscal year and a part of it, both chosen or both empty."""

    fiscal_year = models.PositiveSmallIntegerField(
        _("fiscal year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
        help_text=_(
            "The fiscal year whose results it is about, as the company counts it. "
            "Leave empty for anything else."
        ),
    )
    fiscal_part = models.CharField(
        _("fiscal period"),
        max_length=8,
        blank=True,
        choices=FiscalPart,
        default="",
        db_default="",
        help_text=_(
            "The results page shows it in the row of this period, with its events and "
            "files."
        ),
    )

    class Meta:
        abstract = True

    @property
    def fiscal_period(self) -> FiscalPeriod | None:
        """The period; None where none is chosen."""
        if self.fiscal_year is None or not self.fiscal_part:
            return None
        return FiscalPeriod(year=self.fiscal_year, part=self.fiscal_part)


def whole_fiscal_period(name: str) -> models.CheckConstraint:
    """Make the constraint that year and part are both there, or both empty."""
    return models.CheckConstraint(
        name=name,
        condition=Q(fiscal_year__isnull=True, fiscal_part="")
        | (Q(fiscal_year__isnull=False) & ~Q(fiscal_part="")),
        violation_error_message=_(
            "A fiscal period needs both its year and which part of the year it is."
        ),
    )
