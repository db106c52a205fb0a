"""The archive of releases: all of them, by year, by category, by words."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.models.record.queries import PublicationQuerySet
from releases.public.archive_counts import Shelf, by_category, by_year, counts, written
from releases.public.cursor import Cursor, CursorPage, leaf, turn_of
from releases.public.filters import ArchiveFilter
from releases.public.pages import RecordView
from releases.public.path_converters import IN_AN_ARCHIVE
from releases.record.documents import ReleaseHead
from releases.record.interval_cache import once
from releases.record.public_view import PublicationRef
from releases.record.published import published_head
from releases.text.public_paths import ARCHIVE, category_path, year_path


class Archive(RecordView):
    """Newest first, narrowed by what the reader asks for."""

    template_name = "releases/archive.html"
    section = "releases"
    query_params = frozenset({"words", "year", "category", "after", "before"})
    heading = "Press releases"
    current = ""

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """By every release, and by the issuer's particulars."""
        return () if ref.kind == Kind.EVENT else (ARCHIVE,)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the turn."""
        super().setup(request, *args, **kwargs)
        self.turn = turn_of(request.GET, written=IN_AN_ARCHIVE)

    @cached_property
    def years(self) -> tuple[Shelf, ...]:
        """The years that have releases."""
        return by_year(once(self.request, counts))

    @cached_property
    def categories(self) -> tuple[Shelf, ...]:
        """The categories of the issuer and of releases."""
        return by_category(once(self.request, counts), self.issuer.categories)

    def asked(self) -> ArchiveFilter:
        """The form as the reader filled it."""
        given = {"words", "year", "category"} & set(self.request.GET)
        return ArchiveFilter(
            self.request.GET if given else {},
            years=[int(shelf.key) for shelf in self.years],
            categories=[(shelf.key, shelf.name) for shelf in self.categories],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A filter that cannot be read shows nothing but what is wrong with it."""
        form = self.asked()
        kept = self.kept(form)
        self.query = urlencode({**kept, **self.turn.query})
        return super().get_context_data(
            heading=self.heading,
            form=form,
            page=self.page(form, kept) if form.is_valid() else None,
            narrowed=bool(form.chosen),
            turned=bool(self.turn.address),
            shelves=self.years
            and written(self.years, self.categories, current=self.current),
            **kwargs,
        )

    def kept(self, form: ArchiveFilter) -> dict[str, str]:
        """What stays in the query from page to page."""
        return form.chosen

    def page(
        self, form: ArchiveFilter, kept: dict[str, str]
    ) -> CursorPage[ReleaseHead]:
        """The page of the narrowed list that was asked for."""
        live = Publication.objects.releases().live(at=self.at)
        found = narrowed(live, form.chosen).newest_first()
        if self.turn.address:
            mark = self.one(live.at_address(self.turn.address))
            found = turned(found, self.turn, mark)
        return leaf(found, self.turn, read=published_head, kept=kept)


def narrowed(found: PublicationQuerySet, asked: dict[str, str]) -> PublicationQuerySet:
    """Those that answer everything asked."""
    if "year" in asked:
        found = found.in_year(int(asked["year"]))
    if "category" in asked:
        found = found.in_category(asked["category"])
    return found.with_words(asked.get("words", ""))


def turned(
    found: PublicationQuerySet, turn: Cursor, mark: Publication
) -> PublicationQuerySet:
    """Those on the side of the mark that the reader turns to."""
    return found.older_than(mark) if turn.after else found.newer_than(mark)


class Shelved(Archive):
    """An archive page whose address is the filter."""

    query_params = frozenset({"after", "before"})

    def asked(self) -> ArchiveFilter:
        """The form, filled from the address."""
        return ArchiveFilter(
            self.shelf(),
            years=[int(shelf.key) for shelf in self.years],
            categories=[(shelf.key, shelf.name) for shelf in self.categories],
        )

    def kept(self, form: ArchiveFilter) -> dict[str, str]:
        """The address says it all."""
        return {}

    @abstractmethod
    def shelf(self) -> dict[str, str]:
        """What the address asks for; 404 where there is no such shelf."""


class YearShelf(Shelved):
    """The releases of one year in the issuer's zone."""

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """By each release of the year."""
        year = year_path(f"{ref.year:04d}")
        return (year,) if ref.kind == Kind.RELEASE else ()

    def shelf(self) -> dict[str, str]:
        """A year without a release has no page."""
        year = str(self.kwargs["year"])
        if year not in {shelf.key for shelf in self.years}:
            raise Http404
        self.heading = f"Press releases of {year}"
        self.current = year
        return {"year": year}


class CategoryShelf(Shelved):
    """The releases of one category."""

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """By each release of the category, and by particulars that name it."""
        slugs = {ref.category, *ref.profile_categories} - {""}
        return [category_path(slug) for slug in sorted(slugs)]

    def shelf(self) -> dict[str, str]:
        """A category that the issuer has published, though it may be empty."""
        for shelf in self.categories:
            if shelf.key == self.kwargs["slug"]:
                self.heading = shelf.name
                self.current = shelf.key
                return {"category": shelf.key}
        raise Http404
