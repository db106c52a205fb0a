"""The archive of releases: all of them, those of a year, those of a category."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.models.record.list_order import Span
from releases.models.record.publication import PublicationQuerySet
from releases.public import cursor, fragments
from releases.public.archive_counts import (
    ArchiveCount,
    count_releases,
    counts_by_category,
    counts_by_year,
)
from releases.public.archive_form import ArchiveFilterForm
from releases.public.cursor import Cursor, CursorPage, paginate, parse_cursor
from releases.public.path_converters import RELEASE_ADDRESS
from releases.public.record_view import RecordView
from releases.public.structured_data import Node, breadcrumbs
from releases.record.documents import ReleaseHead
from releases.record.fragment_cache import on_the_site
from releases.record.interval_cache import per_interval
from releases.record.languages import language_links
from releases.record.public_view import PublicationRef
from releases.record.published import Published, published_head
from releases.record.search.release_list import matching_releases
from releases.templatetags.datetimes import format_month, in_zone
from releases.text.public_paths import ARCHIVE, SEARCH, category_path, year_path


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveScope:
    """What the path of an archive page limits it to; `current` is the year or slug."""

    heading: str
    current: str = ""
    filters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The releases of a month on this page; `count` is how many there are in all of it."""

    name: str
    items: tuple[SafeString, ...]
    count: int | None


class Archive(RecordView):
    """All releases, newest first, filtered by the query."""

    template_name = "releases/archive.html"
    section = "releases"
    query_params = frozenset({"words", "year", "category"}) | cursor.QUERY_PARAMS

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return () if ref.kind == Kind.EVENT else (ARCHIVE,)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.cursor = parse_cursor(request.GET, address=RELEASE_ADDRESS)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the page; words to look for lead to the search of releases (301)."""
        words = request.GET.get("words", "").strip()
        if words and "words" in self.query_params:
            asked = {"words": words, "kind": Kind.RELEASE.value} | {
                name: request.GET[name]
                for name in ("year", "category")
                if request.GET.get(name)
            }
            return HttpResponsePermanentRedirect(
                f"{on_the_site(SEARCH)}?{urlencode(asked)}"
            )
        return super().get(request, *args, **kwargs)

    @cached_property
    def years(self) -> tuple[ArchiveCount, ...]:
        """The years that have releases."""
        return counts_by_year(per_interval(self.request, count_releases))

    @cached_property
    def categories(self) -> tuple[ArchiveCount, ...]:
        """The categories of the issuer and of releases."""
        counts = per_interval(self.request, count_releases)
        return counts_by_category(counts, self.issuer.categories)

    @cached_property
    def scope(self) -> ArchiveScope:
        """What the path limits the page to. Raises Http404 if there is no such page."""
        return ArchiveScope(heading=_("Press releases"))

    def filter_form(self) -> ArchiveFilterForm:
        """Return the form as the query or the path fills it."""
        fields = {"words", "year", "category"}
        query = self.request.GET if fields & set(self.request.GET) else {}
        return ArchiveFilterForm(
            self.scope.filters or query,
            years=[int(year.key) for year in self.years],
            categories=[(category.key, category.name) for category in self.categories],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and a page of releases; no releases if the form is invalid."""
        form = self.filter_form()
        page = self.release_page(form) if form.is_valid() else None
        entries = page.entries if page else ()
        self.canonical_query = urlencode(
            {**self.query_filters(form), **self.cursor.query}
        )
        return super().get_context_data(
            heading=self.scope.heading,
            category_slug=self.scope.filters.get("category", ""),
            form=fragments.render_archive_form(form),
            page=page,
            months=self.months(entries, form),
            is_filtered=bool(form.filters),
            is_beyond_first_page=bool(self.cursor.address),
            archive_counts=self.years
            and fragments.render_archive_counts(
                self.years, self.categories, current=self.scope.current
            ),
            **kwargs,
        )

    def structured_data(self, context: dict[str, Any]) -> list[Node]:
        """Return the way to the archive of a year or of a category."""
        if not self.scope.filters:
            return []
        return [
            breadcrumbs(
                self.front_page(),
                (_("Press releases"), self.site.root + ARCHIVE),
                (self.scope.heading, context["canonical"]),
            )
        ]

    def query_filters(self, form: ArchiveFilterForm) -> dict[str, str]:
        """Return the filters that are in the query, and not in the path."""
        return {} if self.scope.filters else form.filters

    def months(
        self, entries: Sequence[Published[ReleaseHead]], form: ArchiveFilterForm
    ) -> list[Month]:
        """Return the releases by month, with how many the whole month has.

        Not for words, which would have to be looked for in all of it.
        """
        zone = self.issuer.timezone
        months = by_month(entries, zone=zone, at=self.at)
        spans = [span_of(month, zone=zone) for month in months]
        counts: Iterable[int | None] = [None] * len(spans)
        if "words" not in form.filters:
            counts = self.matching(form).counts_between(spans)
        return [
            Month(name=format_month(month), items=tuple(items), count=count)
            for (month, items), count in zip(months.items(), counts, strict=True)
        ]

    def matching(self, form: ArchiveFilterForm) -> PublicationQuerySet:
        """Return the filtered releases, each in one language."""
        releases = matching_releases(form.filters, at=self.at)
        return releases.one_language(settings.LANGUAGE_CODE, at=self.at)

    def release_page(self, form: ArchiveFilterForm) -> CursorPage[ReleaseHead]:
        """Return the page of filtered releases at the cursor. Raises Http404."""
        releases = self.matching(form)
        if self.cursor.address:
            live = Publication.objects.releases().live(at=self.at)
            anchor = self.first_or_404(live.at_address(self.cursor.address))
            releases = beyond_anchor(releases, self.cursor, anchor)
        return paginate(
            releases,
            self.cursor,
            read=published_head,
            filters=self.query_filters(form),
        )


def by_month(
    releases: Sequence[Published[ReleaseHead]], *, zone: str, at: dt.datetime
) -> dict[dt.date, list[SafeString]]:
    """Return the releases as items of lists, by the first day of the month of each.

    The month is that in the issuer's zone, as the year of a release is.
    """
    months: dict[dt.date, list[SafeString]] = {}
    links = language_links(releases, at=at)
    items = fragments.render_release_items(releases, links, level="h3")
    for release, item in zip(releases, items, strict=True):
        first = in_zone(release.dated, zone).date().replace(day=1)
        months.setdefault(first, []).append(item)
    return months


def span_of(month: dt.date, *, zone: str) -> Span:
    """Return the first instant of the month of this first day, and of the next month."""
    following = (month + dt.timedelta(days=31)).replace(day=1)
    midnight = dt.time(tzinfo=zoneinfo.ZoneInfo(zone))
    return (
        dt.datetime.combine(month, midnight),
        dt.datetime.combine(following, midnight),
    )


def beyond_anchor(
    releases: PublicationQuerySet, cursor: Cursor, anchor: Publication
) -> PublicationQuerySet:
    """Return the releases on the cursor's side of the anchor."""
    return releases.older_than(anchor) if cursor.after else releases.newer_than(anchor)


class YearArchive(Archive):
    """The releases of one year in the issuer's time zone."""

    query_params = cursor.QUERY_PARAMS

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        if ref.kind != Kind.RELEASE:
            return ()
        return [year_path(f"{year:04d}") for year in ref.years]

    @cached_property
    def scope(self) -> ArchiveScope:
        """The year. Raises Http404 if it has no release."""
        year = str(self.kwargs["year"])
        if year not in {count.key for count in self.years}:
            raise Http404
        return ArchiveScope(
            heading=_("Press releases of %(year)s") % {"year": year},
            current=year,
            filters={"year": year},
        )


class CategoryArchive(Archive):
    """The releases of one category."""

    query_params = cursor.QUERY_PARAMS

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        own = {ref.category} if ref.kind == Kind.RELEASE else set()
        own |= {category for _, category in ref.languages}
        slugs = (own | set(ref.profile_categories)) - {""}
        return [category_path(slug) for slug in sorted(slugs)]

    @cached_property
    def scope(self) -> ArchiveScope:
        """The category, which may be empty. Raises Http404 if nobody has published it."""
        slug = self.kwargs["slug"]
        name = {count.key: count.name for count in self.categories}.get(slug)
        if name is None:
            raise Http404
        return ArchiveScope(heading=name, current=slug, filters={"category": slug})
