"""Questions about many publications at once: counts, years and latest changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Self, TypeVar

from django.db import models
from django.db.models import Count, Max, Q

from releases.models.record.language_queries import LanguagesQuerySet
from releases.models.record.list_order import Span

M = TypeVar("M", bound=models.Model)


class SummariesQuerySet(LanguagesQuerySet[M]):
    """What sums the record up, for the queryset of publications."""

    def search_columns(self) -> models.QuerySet[M, tuple[int, int, str, str]]:
        """Return (id, year, category, kind), in no order."""
        return self.order_by().values_list("id", "year", "category", "kind")

    def addresses_by_change(self) -> models.QuerySet[M, tuple[str, dt.datetime]]:
        """Return (address, when this version went live), the latest first."""
        return self.order_by("-live_from", "-id").values_list("address", "live_from")

    def latest_change_by_year(self) -> models.QuerySet[M, tuple[int, dt.datetime]]:
        """Return (year, when the last of these versions went live), by year."""
        grouped = self.order_by("year").values_list("year")
        latest: models.QuerySet[M, tuple[int, dt.datetime]]
        latest = grouped.annotate(Max("live_from"))
        return latest

    def latest_change_by_category(self) -> models.QuerySet[M, tuple[str, dt.datetime]]:
        """Return (slug, when the last of these versions went live), by category."""
        grouped = self.order_by("category").values_list("category")
        latest: models.QuerySet[M, tuple[str, dt.datetime]]
        latest = grouped.annotate(Max("live_from"))
        return latest

    def latest_change_by_kind(self) -> models.QuerySet[M, tuple[str, dt.datetime]]:
        """Return (kind, when the last of these versions went live), by kind."""
        grouped = self.order_by("kind").values_list("kind")
        latest: models.QuerySet[M, tuple[str, dt.datetime]]
        latest = grouped.annotate(Max("live_from"))
        return latest

    def latest_year(self) -> int | None:
        """Return the last year of any of them; None if there is none."""
        year: int | None = self.last_year_first().values_list("year", flat=True).first()
        return year

    def last_year_first(self) -> Self:
        """Sort by year, the last one first, and by first disclosure in it."""
        # The order of the index on years, read backwards, and a bound that leads to it.
        return self.filter(year__lte=dt.MAXYEAR).order_by("-year", "dated", "id")

    def earliest_live_from(self) -> dt.datetime | None:
        """Return the instant at which the first of them went live."""
        by_instant = self.order_by("live_from").values_list("live_from", flat=True)
        first: dt.datetime | None = by_instant.first()
        return first

    def first_disclosed_between(self, first: dt.datetime, end: dt.datetime) -> Self:
        """Keep what was first disclosed from `first` on and before `end`."""
        return self.filter(dated__gte=first, dated__lt=end)

    def counts_between(self, spans: Sequence[Span]) -> tuple[int, ...]:
        """Return how many were first disclosed in each span; its end is not in it."""
        if not spans:
            return ()
        bounds = [bound for span in spans for bound in span]
        within = self.first_disclosed_between(min(bounds), max(bounds)).order_by()
        counts = within.aggregate(
            **{
                f"span_{number}": Count("id", filter=Q(dated__gte=first, dated__lt=end))
                for number, (first, end) in enumerate(spans)
            }
        )
        return tuple(counts[f"span_{number}"] for number in range(len(spans)))

    def counts_by_year_and_category(self) -> models.QuerySet[M, tuple[int, str, int]]:
        """Return (year, category, how many) for the archive's filters."""
        # Every year is at most MAXYEAR; saying it leads to the index that holds the
        # whole answer.
        grouped = self.filter(year__lte=dt.MAXYEAR).order_by()
        counts: models.QuerySet[M, tuple[int, str, int]]
        counts = grouped.values_list("year", "category").annotate(Count("id"))
        return counts
