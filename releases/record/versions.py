"""The versions of a release: every one that ever stood, and which of them are sealed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from releases.models import Publication
from releases.models.record.seal_context import seal_moment
from releases.record.documents import ReleaseDocument
from releases.record.published import Published, published_release


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version; `until` is when the next took its place, if one has."""

    release: Published[ReleaseDocument]
    until: dt.datetime | None
    sealed: bool

    @property
    def number(self) -> int:
        """Its place in the chain."""
        return self.release.number

    @property
    def path(self) -> str:
        """Its permanent address, whatever comes after it."""
        return self.release.version_path

    @property
    def readable(self) -> bool:
        """Whether it has a text, and the public may read it."""
        return not self.sealed and not self.release.document.is_notice


def versions(address: str, *, at: dt.datetime) -> tuple[Version, ...]:
    """Every version disclosed by `at`, in order: a chain has no gap, the last stands.

    A version is sealed by a later one whose notice says so, for good.
    """
    rows = Publication.objects.releases().at_address(address)
    known = [
        published_release(row)
        for row in rows.disclosed(at=seal_moment(at)).order_by("number")
    ]
    sealing = max((one.number for one in known if _seals(one.document)), default=0)
    disclosed = [one for one in known if one.since <= at]
    ends = [one.since for one in disclosed[1:]]
    return tuple(
        Version(release=one, until=until, sealed=one.number < sealing)
        for one, until in zip(disclosed, [*ends, None], strict=False)
    )


def _seals(document: ReleaseDocument) -> bool:
    return document.change is not None and document.change.sealed
