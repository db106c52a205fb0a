"""How a fiscal period is named to readers and staff."""

from __future__ import annotations

from django.utils.translation import gettext as _

from releases.models.record.kinds import FiscalPart
from releases.text.fiscal_periods import FiscalPeriod, parse_period


def period_name(period: FiscalPeriod) -> str:
    """Return a fiscal period as “Third quarter 2026”."""
    names = {"part": FiscalPart(period.part).label, "year": period.year}
    return _("%(part)s %(year)d") % names


def period_label(code: str) -> str:
    """Return the period of a document as “Third quarter 2026”; nothing for none."""
    return period_name(parse_period(code)) if code else ""
