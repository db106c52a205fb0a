"""The page of one version, and what changed between two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404

from releases.models.record.kinds import Kind
from releases.public.release import ChainView
from releases.public.version_links import lines
from releases.record.public_view import PublicationRef
from releases.record.redline import NOTICE, redline_of
from releases.record.versions import Version
from releases.text.public_paths import redline_path, version_path


class VersionPage(ChainView):
    """A version as it was disclosed, at an address that is its own for good."""

    template_name = "releases/version.html"
    indexed = False

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """Its own page, and those of the versions before it, which it supersedes."""
        numbers = range(1, ref.number + 1)
        if ref.kind != Kind.RELEASE:
            return []
        return [version_path(ref.address, number) for number in numbers]

    def shown(self) -> tuple[Version, ...]:
        """The one asked for."""
        return (self.version(self.kwargs["number"]),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version, whether it stands, and the others."""
        (version,) = self.shown()
        return super().get_context_data(
            version=version,
            release=version.release,
            following=self.chain[version.number] if version.until else None,
            lines=lines(self.chain, version),
            events=(),
            **kwargs,
        )


class RedlinePage(ChainView):
    """What changed from one version to a later one, word by word."""

    template_name = "releases/redline.html"
    indexed = False

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """The ways that lead to it from each version before it."""
        if ref.kind != Kind.RELEASE:
            return []
        return [
            redline_path(ref.address, before, ref.number)
            for before in range(1, ref.number)
        ]

    def shown(self) -> tuple[Version, ...]:
        """The two, the earlier first; a notice has no text to compare."""
        before, after = (self.version(self.kwargs[one]) for one in ("number", "later"))
        notices = [one for one in (before, after) if one.release.document.is_notice]
        if before.number >= after.number or notices:
            raise Http404
        return before, after

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each part of the release, with what became of it."""
        before, after = self.shown()
        sections = [
            section
            for section in redline_of(before.release.document, after.release.document)
            if section.key != NOTICE
        ]
        return super().get_context_data(
            before=before,
            after=after,
            release=after.release,
            changed=[section for section in sections if section.changed],
            unchanged=[section.name for section in sections if not section.changed],
            **kwargs,
        )
