"""Questions about the results of fiscal quarters, for the queryset of publications."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from releases.models.record.publication import Publication  # noqa: F401 - a quoted type


class ResultsQuerySet(models.QuerySet["Publication"]):
    """What publications of results are asked beside what all are asked."""

    def in_quarters(self, first: int, last: int) -> Self:
        """Keep results of fiscal quarters from `first` to `last`, by their numbers."""
        return self.filter(quarter__gte=first, quarter__lte=last)

    def of_quarters(self, quarters: Iterable[int]) -> Self:
        """Keep results of these fiscal quarters, by their numbers."""
        return self.filter(quarter__in=sorted(quarters))

    def latest_quarter_first(self) -> Self:
        """Sort results by fiscal quarter, the last one first, and by first disclosure."""
        return self.filter(quarter__isnull=False).order_by("-quarter", "dated", "id")

    def latest_quarter(self) -> int | None:
        """Return the number of the last fiscal quarter of any of them."""
        found = self.latest_quarter_first().values_list("quarter", flat=True)
        return found.first()
