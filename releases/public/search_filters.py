"""The filters of the search as addresses, with how many hits each would leave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from releases.models.record.kinds import Kind
from releases.public.archive_counts import YearCategoryCounts, counts_by_category
from releases.record.documents import CategoryEntry
from releases.record.search.engines import Hit
from releases.record.search.finding import Answer, SearchFilters, category_of

YEAR = re.compile("[0-9]{4}")
SLUG = re.compile(r"[-\w]{1,50}", re.ASCII)
KINDS = (Kind.RELEASE, Kind.EVENT, Kind.REPORT, Kind.PAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterOption:
    """One value of a filter and the query that it leads to; `count` is None if unknown."""

    name: str
    query: str
    count: int | None
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilter:
    """A filter, with what can be chosen; `every` is the choice of all values."""

    label: str
    every: FilterOption
    options: tuple[FilterOption, ...]


def filters_of(query: QueryDict) -> SearchFilters:
    """Return the filters that a query names; a value that cannot be one is left out."""
    year, category = query.get("year", ""), query.get("category", "")
    kind = query.get("kind", "")
    return SearchFilters(
        kind=kind if kind in KINDS else "",
        year=int(year) if YEAR.fullmatch(year) else None,
        category=category if SLUG.fullmatch(category) else "",
    )


def search_query(words: str, filters: SearchFilters, **more: str) -> str:
    """Return the query of a page of results."""
    return urlencode({"words": words, **filters.as_query(), **more})


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChoices:
    """What can be chosen for the answer to a question.

    `archive` has the years and categories of all that is live: what is offered without
    numbers where the answer is cut, since those of the hits would be of a part.
    """

    words: str
    filters: SearchFilters
    answer: Answer
    archive: YearCategoryCounts
    categories: tuple[CategoryEntry, ...]

    def all(self) -> list[SearchFilter]:
        """Return the filters that have something to choose, or to take back."""
        kinds = {
            Kind.RELEASE.value: _("Releases"),
            Kind.EVENT.value: _("Events"),
            Kind.REPORT.value: _("Reports"),
            Kind.PAGE.value: _("Pages"),
        }
        filters = [
            self._filter(_("Kind"), "kind", kinds, lambda hit: hit.kind),
            self._filter(_("Year"), "year", self._years(), lambda hit: str(hit.year)),
            self._filter(_("Category"), "category", self._names(), category_of),
        ]
        return [each for each in filters if each.options]

    def _years(self) -> dict[str, str]:
        years = {hit.year for hit in self.answer.hits}
        if self.answer.is_cut:
            years |= {year for year, _, _ in self.archive}
        return {str(year): str(year) for year in sorted(years, reverse=True)}

    def _names(self) -> dict[str, str]:
        """Return the names of the categories by slug, in the issuer's order."""
        counts = (
            self.archive
            if self.answer.is_cut
            else tuple((hit.year, category_of(hit), 1) for hit in self.answer.hits)
        )
        named = tuple(one for one in counts if one[1])
        return {
            category.key: category.name
            for category in counts_by_category(named, self.categories)
        }

    def _filter(
        self, label: str, name: str, values: dict[str, str], of: Callable[[Hit], str]
    ) -> SearchFilter:
        """Return a filter; none of its values that no hit has, unless it is chosen."""
        is_cut = self.answer.is_cut
        counts = Counter(() if is_cut else map(of, self.answer.hits))
        current = self.filters.as_query().get(name, "")
        options = tuple(
            FilterOption(
                name=text,
                query=self._query(name, value),
                count=None if is_cut else counts[value],
                is_current=value == current,
            )
            for value, text in values.items()
            if value in counts or is_cut
        )
        every = FilterOption(
            name=_("All"),
            query=self._query(name, ""),
            count=None,
            is_current=not current,
        )
        is_choice = current or len(options) > 1
        return SearchFilter(
            label=label, every=every, options=options if is_choice else ()
        )

    def _query(self, name: str, value: str) -> str:
        changed = {
            "kind": lambda: replace(self.filters, kind=value),
            "year": lambda: replace(self.filters, year=int(value) if value else None),
            "category": lambda: replace(self.filters, category=value),
        }
        return search_query(self.words, changed[name]())
