"""The page of one release."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from releases.models.record.kinds import Kind
from releases.public.record_view import RecordView
from releases.public.structured_data import Node, breadcrumbs, news_article
from releases.public.version_links import VersionLink, version_links
from releases.record.documents import EventDocument
from releases.record.filings import filings_naming
from releases.record.fiscal_results import related_results
from releases.record.public_view import PublicationRef
from releases.record.published import Published, live_events
from releases.record.results_dates import without_dates_of_calls
from releases.record.versions import Version, versions
from releases.text.public_paths import ARCHIVE, category_path, release_path


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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the current version, when the first was published here, and the origin.

        Views add `own_path`, the path of the page that has the forms of what it shows.
        """
        permanent = self.current_version.release.permanent_path
        return super().get_context_data(
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
        return (release_path(ref.address),) if ref.kind == Kind.RELEASE else ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the current version, or the notice in its place."""
        release = self.current_version.release
        return super().get_context_data(
            release=release,
            own_path=release.path,
            version_links=self.version_links(),
            events=self.events(release.document.events),
            filings=filings_naming([release.address], at=self.at),
            related=related_results(release.document, at=self.at),
            **kwargs,
        )

    def structured_data(self, context: dict[str, Any]) -> list[Node]:
        """Return the release with its corrections, and the way to it."""
        document = self.current_version.release.document
        url: str = context["canonical"]
        category = document.category
        return [
            news_article(self.versions, url=url, site=self.site),
            breadcrumbs(
                self.front_page(),
                (_("Press releases"), self.site.root + ARCHIVE),
                (category.name, self.site.root + category_path(category.slug)),
                (document.headline, url),
            ),
        ]

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
