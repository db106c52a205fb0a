"""The shelves of the archive: by year and by category, and how many stand on each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from releases.models import Publication
from releases.record import documents
from releases.record.fragment_cache import kept

Counts = tuple[tuple[int, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One year or one category, and how many releases stand on it."""

    key: str
    name: str
    count: int


def counts(*, at: dt.datetime) -> Counts:
    """(year, category, how many) of what is live."""
    return tuple(Publication.objects.releases().live(at=at).counted())


def by_year(counts: Counts) -> tuple[Shelf, ...]:
    """The years that have releases, the latest first."""
    sums: dict[int, int] = {}
    for year, _, count in counts:
        sums[year] = sums.get(year, 0) + count
    return tuple(
        Shelf(key=str(year), name=str(year), count=sums[year])
        for year in sorted(sums, reverse=True)
    )


def by_category(
    counts: Counts, categories: Iterable[documents.Shelf]
) -> tuple[Shelf, ...]:
    """The issuer's categories in their order, then any that only releases name."""
    sums: dict[str, int] = {}
    for _, slug, count in counts:
        sums[slug] = sums.get(slug, 0) + count
    names = {category.slug: category.name for category in categories}
    for slug in sorted(sums):
        names.setdefault(slug, slug.replace("-", " ").capitalize())
    return tuple(
        Shelf(key=slug, name=name, count=sums.get(slug, 0))
        for slug, name in names.items()
    )


@kept(64)
def written(
    years: tuple[Shelf, ...], categories: tuple[Shelf, ...], *, current: str
) -> SafeString:
    """The way to each of them; every page of the archive has the same."""
    return render_to_string(
        "partials/archive_counts.html",
        {"years": years, "categories": categories, "current": current},
    )
