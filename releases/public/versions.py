"""The page of one version of a release, and the redline of two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404

from releases.models.record.kinds import Kind
from releases.public.release import VersionsView
from releases.public.version_links import version_links
from releases.record.public_view import PublicationRef
from releases.record.redline import redline_of
from releases.record.release_parts import NOTICE
from releases.record.versions import Version
from releases.text.public_paths import redline_path, version_path


class VersionPage(VersionsView):
    """One version as it was disclosed; its path is permanent."""

    template_name = "releases/version.html"
    indexed = False

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """Return the pages of the version and of all before it, which it supersedes."""
        if ref.kind != Kind.RELEASE:
            return []
        numbers = range(1, ref.number + 1)
        return [version_path(ref.address, number) for number in numbers]

    def shown_versions(self) -> tuple[Version, ...]:
        return (self.version(self.kwargs["number"]),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the version, the one that superseded it, and links to all."""
        (version,) = self.shown_versions()
        return super().get_context_data(
            version=version,
            release=version.release,
            own_path=version.path,
            superseded_by=self.versions[version.number] if version.until else None,
            version_links=version_links(self.versions, version),
            events=(),
            **kwargs,
        )


class RedlinePage(VersionsView):
    """What changed from one version to a later one, word by word."""

    template_name = "releases/redline.html"
    indexed = False

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """Return the redlines to this version from each before it."""
        if ref.kind != Kind.RELEASE:
            return []
        return [
            redline_path(ref.address, before, ref.number)
            for before in range(1, ref.number)
        ]

    def shown_versions(self) -> tuple[Version, ...]:
        """Return the earlier and the later version.

        Raises Http404 if they are in another order, or if one is a notice without text.
        """
        before, after = (
            self.version(self.kwargs[name]) for name in ("number", "later")
        )
        has_notice = any(
            version.release.document.is_notice for version in (before, after)
        )
        if before.number >= after.number or has_notice:
            raise Http404
        return before, after

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both versions, the parts that changed, and the names of the others."""
        before, after = self.shown_versions()
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
