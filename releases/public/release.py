"""The page of one release."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.models.record.publication import PublicationQuerySet
from releases.public import fragments
from releases.public.record_view import RecordView
from releases.public.structured_data import Node, breadcrumbs, news_article
from releases.public.version_links import VersionLink, version_links
from releases.record.documents import EventDocument, ReleaseDocument, ReleaseHead
from releases.record.filings import filings_naming
from releases.record.fiscal_results import related_results
from releases.record.languages import LanguageLinks, default_link, language_links
from releases.record.public_view import PublicationRef
from releases.record.published import Published, live_events, published_head
from releases.record.results_dates import without_dates_of_calls
from releases.record.versions import Version, versions
from releases.text.headings import Heading, contents_of, headings_of
from releases.text.public_paths import (
    ARCHIVE,
    category_path,
    release_path,
    version_path,
)
from releases.translation import words_around

# How many other releases of its category a release shows.
RELATED = 3


class VersionsView(RecordView):
    """Base view of pages that show versions of one release; 410 if one is sealed."""

    section = "releases"
    sealed_template = "releases/sealed.html"

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        """Every disclosed version. Raises Http404 if there is none."""
        address = f"{self.kwargs['year']:04d}/{self.kwargs['slug']}"
        disclosed = versions(address, at=self.at)
        if not disclosed:
            raise Http404
        return disclosed

    @property
    def current_version(self) -> Version:
        """The latest disclosed version."""
        return self.versions[-1]

    def version(self, number: int) -> Version:
        """Return the version of a number. Raises Http404 if it is not disclosed."""
        if number > len(self.versions):
            raise Http404
        return self.versions[number - 1]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render the page, its words in the language of the release."""
        language = self.current_version.release.document.language
        with words_around(language):
            response = super().get(request, *args, **kwargs)
            assert isinstance(response, TemplateResponse)
            return response.render()

    def shown_versions(self) -> tuple[Version, ...]:
        """Return the versions whose text the page shows."""
        return (self.current_version,)

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        """Render the page, or one with status 410 that says the text is sealed."""
        if any(version.sealed for version in self.shown_versions()):
            return TemplateResponse(
                self.request, self.sealed_template, context, status=410
            )
        return super().render_to_response(context, **response_kwargs)

    def headings(self, number: int) -> tuple[Heading, ...]:
        """Return the headings of a version, with the ids that they had in those before.

        What is sealed has no part in it, since an id says what a heading said.
        """
        bodies = [
            version.release.document.body
            for version in self.versions[:number]
            if version.readable
        ]
        return headings_of(bodies) if self.version(number).readable else ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the current version, when the first was published here, and addresses.

        Views add `own_path`, the path of the page that has the forms of what it shows.
        """
        current = self.current_version.release
        permanent = current.permanent_path
        shown = self.shown_versions()[-1].number
        headings = self.headings(shown)
        return super().get_context_data(
            headings=headings,
            contents=contents_of(headings),
            version_url=self.request.build_absolute_uri(
                version_path(current.address, shown)
            ),
            current_version=self.current_version,
            first_live_from=self.versions[0].release.since,
            canonical=self.request.build_absolute_uri(permanent),
            root=self.site.root,
            **kwargs,
        )


class ReleasePage(VersionsView):
    """The current version of a release, with its events as they are now."""

    template_name = "releases/release.html"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """Return its page and those of its other languages, which link it."""
        if ref.kind != Kind.RELEASE:
            return ()
        return map(release_path, (ref.address, *ref.other_languages))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the current version, or the notice in its place."""
        release = self.current_version.release
        return super().get_context_data(
            release=release,
            languages=self.languages,
            default_language=default_link(self.languages, settings.LANGUAGE_CODE)
            if self.languages
            else None,
            own_path=release.path,
            version_links=self.version_links(),
            events=self.events(release.document.events),
            filings=filings_naming([release.address], at=self.at),
            earlier_results=related_results(release.document, at=self.at),
            newer=self.nearest(self.live().newer_than(release)),
            older=self.nearest(self.live().newest_first().older_than(release)),
            related=self.related(release),
            **kwargs,
        )

    def structured_data(self, context: dict[str, Any]) -> list[Node]:
        """Return the release with its corrections, and the way to it."""
        document = self.current_version.release.document
        url: str = context["canonical"]
        category = document.category
        return [
            news_article(
                self.versions, url=url, site=self.site, languages=self.languages
            ),
            breadcrumbs(
                self.front_page(),
                (_("Press releases"), self.site.root + ARCHIVE),
                (category.readable_name, self.site.root + category_path(category.slug)),
                (document.headline, url),
            ),
        ]

    @cached_property
    def languages(self) -> LanguageLinks:
        """The languages that readers have, if there are several."""
        release = self.current_version.release
        return language_links([release], at=self.at).get(release.address, ())

    def version_links(self) -> list[VersionLink]:
        """Return links to all versions, or none if there is only one."""
        if len(self.versions) == 1:
            return []
        return version_links(self.versions, self.current_version)

    def events(self, addresses: tuple[str, ...]) -> list[Published[EventDocument]]:
        """Return the live events at these addresses, in their order."""
        live = live_events(addresses, at=self.at)
        events = [live[address] for address in addresses if address in live]
        return without_dates_of_calls(events, events)

    def live(self) -> PublicationQuerySet:
        """Return all other releases that readers see, each in one language."""
        languages = self.current_version.release.document.languages
        live = Publication.objects.releases().live(at=self.at)
        if languages:
            live = live.in_no_group(languages.name)
        return live.one_language(settings.LANGUAGE_CODE, at=self.at)

    def nearest(
        self, publications: PublicationQuerySet
    ) -> Published[ReleaseHead] | None:
        """Return the first of them, or None."""
        publication = publications.first()
        return published_head(publication) if publication else None

    def related(self, release: Published[ReleaseDocument]) -> list[SafeString]:
        """Return the newest other releases of its category, as items of a list."""
        same = self.live().in_category(release.document.category.slug).newest_first()
        others = [row for row in same[: RELATED + 1] if row.address != release.address]
        return [
            fragments.render_release_item(published_head(row), level="h3")
            for row in others[:RELATED]
        ]
