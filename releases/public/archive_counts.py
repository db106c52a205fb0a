"""How many live releases each year and each category of the archive has."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from releases.models import Publication
from releases.record import documents

YearCategoryCounts = tuple[tuple[int, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveCount:
    """The number of live releases of one year or one category.

    `key` is the year or the category's slug, `name` what readers see.
    """

    key: str
    name: str
    count: int


def count_releases(*, at: dt.datetime) -> YearCategoryCounts:
    """Return (year, slug of the category, number of releases live at `at`).

    A release in several languages counts once. The further ones are few, and are taken
    off the sum: the index on years answers for all releases, and knows no languages.
    """
    live = Publication.objects.releases().live(at=at)
    further = live.further_languages(settings.LANGUAGE_CODE, at=at)
    counts = Counter(
        {
            (year, category): count
            for year, category, count in live.counts_by_year_and_category()
        }
    )
    for year, category, count in further.counts_by_year_and_category():
        counts[year, category] -= count
    return tuple(
        (year, category, count) for (year, category), count in (+counts).items()
    )


def counts_by_year(counts: YearCategoryCounts) -> tuple[ArchiveCount, ...]:
    """Return the years that have releases, the latest first."""
    sums: dict[int, int] = {}
    for year, _, count in counts:
        sums[year] = sums.get(year, 0) + count
    return tuple(
        ArchiveCount(key=str(year), name=str(year), count=sums[year])
        for year in sorted(sums, reverse=True)
    )


def counts_by_category(
    counts: YearCategoryCounts, categories: Iterable[documents.CategoryEntry]
) -> tuple[ArchiveCount, ...]:
    """Return the issuer's categories in their order, then any that only releases name."""
    sums: dict[str, int] = {}
    for _, slug, count in counts:
        sums[slug] = sums.get(slug, 0) + count
    names = {category.slug: category.name for category in categories}
    for slug in sorted(sums):
        names.setdefault(slug, slug.replace("-", " ").capitalize())
    return tuple(
        ArchiveCount(key=slug, name=name, count=sums.get(slug, 0))
        for slug, name in names.items()
    )
