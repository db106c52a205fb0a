"""The page of one release."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.public.pages import RecordView
from releases.public.version_links import Line, lines
from releases.record.documents import EventDocument
from releases.record.public_view import PublicationRef
from releases.record.published import Published, published_event
from releases.record.versions import Version, versions
from releases.text.public_paths import release_path


class ChainView(RecordView):
    """A page about the versions of one release; a sealed one says so (410)."""

    section = "releases"
    sealed_template = "releases/sealed.html"

    @cached_property
    def chain(self) -> tuple[Version, ...]:
        """Every version disclosed; 404 where there is none."""
        address = f"{self.kwargs['year']:04d}/{self.kwargs['slug']}"
        found = versions(address, at=self.at)
        if not found:
            raise Http404
        return found

    @property
    def standing(self) -> Version:
        """The version that stands."""
        return self.chain[-1]

    def version(self, number: int) -> Version:
        """The version of this number; one to come is as good as none."""
        if number > len(self.chain):
            raise Http404
        return self.chain[number - 1]

    def shown(self) -> tuple[Version, ...]:
        """The versions that this page is made of."""
        return (self.standing,)

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        """The page, or the word that what it would show is sealed."""
        if any(version.sealed for version in self.shown()):
            return TemplateResponse(
                self.request, self.sealed_template, context, status=410
            )
        return super().render_to_response(context, **response_kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version that stands, its page, and when the first one came here."""
        present = self.standing.release.permanent
        return super().get_context_data(
            standing=self.standing,
            brought=self.chain[0].release.since,
            canonical=self.request.build_absolute_uri(present),
            **kwargs,
        )


class ReleasePage(ChainView):
    """Everything that a release's document holds, and its events as they stand."""

    template_name = "releases/release.html"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """By its own release."""
        if ref.kind != Kind.RELEASE:
            return ()
        return (release_path(ref.address),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version that stands, or the notice in its place."""
        release = self.standing.release
        return super().get_context_data(
            release=release,
            lines=self.lines(),
            events=self.events(release.document.events),
            **kwargs,
        )

    def lines(self) -> list[Line]:
        """Its versions and the ways between them, where there is more than one."""
        return lines(self.chain, self.standing) if len(self.chain) > 1 else []

    def events(self, addresses: tuple[str, ...]) -> list[Published[EventDocument]]:
        """Those of its events that are public, in its order."""
        if not addresses:
            return []
        rows = (
            Publication.objects.events().at_addresses(list(addresses)).live(at=self.at)
        )
        live = {row.address: published_event(row) for row in rows}
        return [live[address] for address in addresses if address in live]
