"""Questions about the results of fiscal quarters, for the queryset of publications."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self, TypeVar

from django.db import models

from releases.models.record.kinds import Kind

M = TypeVar("M", bound=models.Model)


class ResultsQuerySet(models.QuerySet[M]):
    """What publications of results, and filings, are asked beside what all are asked."""

    def filings(self) -> Self:
        """Keep filings with the SEC."""
        return self.filter(kind=Kind.FILING)

    def reports(self) -> Self:
        """Keep reports."""
        return self.filter(kind=Kind.REPORT)

    def pages(self) -> Self:
        """Keep pages that staff wrote."""
        return self.filter(kind=Kind.PAGE)

    def listed(self) -> Self:
        """Keep filings, reports and pages that are shown: others are filed under nothing."""
        return self.filter(category__gt="")

    def naming_releases(self, addresses: list[str]) -> Self:
        """Keep the filings that name a release of these addresses, each once."""
        return self.filter(
            kind=Kind.FILING, release_mentions__address__in=addresses
        ).distinct()

    def in_quarters(self, first: int, last: int) -> Self:
        """Keep results of fiscal quarters from `first` to `last`, by their numbers."""
        return self.filter(quarter__gte=first, quarter__lte=last)

    def of_quarters(self, quarters: Iterable[int]) -> Self:
        """Keep results of these fiscal quarters, by their numbers."""
        return self.filter(quarter__in=sorted(quarters))

    def latest_quarter_first(self) -> Self:
        """Sort results by fiscal quarter, the last one first, and by first disclosure."""
        return self.filter(quarter__isnull=False).order_by("-quarter", "dated", "id")

    def distinct_quarters(self) -> models.QuerySet[M, int]:
        """Return the numbers of the fiscal quarters of any of them, the last one first."""
        rows = self.filter(quarter__isnull=False).order_by("-quarter")
        quarters: models.QuerySet[M, int]
        quarters = rows.values_list("quarter", flat=True).distinct()
        return quarters

    def latest_quarter(self) -> int | None:
        """Return the number of the last fiscal quarter of any of them."""
        quarters = self.latest_quarter_first().values_list("quarter", flat=True)
        quarter: int | None = quarters.first()
        return quarter
