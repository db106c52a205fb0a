"""The disclosed versions of a release, and which of them are sealed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from releases.models import Publication
from releases.models.record.seal_context import seal_moment
from releases.record.documents import ReleaseDocument
from releases.record.published import Published, published_release


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version; `until` is when the next one replaced it, if one has."""

    release: Published[ReleaseDocument]
    until: dt.datetime | None
    sealed: bool

    @property
    def number(self) -> int:
        """Its place in the chain."""
        return self.release.number

    @property
    def path(self) -> str:
        """Its permanent path, below the script prefix."""
        return self.release.version_path

    @property
    def readable(self) -> bool:
        """Whether it has a text that the public may read."""
        return not self.sealed and not self.release.document.is_notice


class VersionRow(NamedTuple):
    """The row of a version; `until` is when the next one replaced it, if one has."""

    publication: Publication
    until: dt.datetime | None
    sealed: bool


def version_rows(address: str, *, at: dt.datetime) -> list[VersionRow]:
    """Return every version disclosed by `at`, the last of which is live, in order.

    A version is sealed for good by a later one that seals what is before it.
    """
    chain = Publication.objects.releases().at_address(address)
    known = list(chain.disclosed(at=seal_moment(at)).order_by("number"))
    last_seal = max((row.number for row in known if row.seals_earlier), default=0)
    rows = [row for row in known if row.live_from <= at]
    ends = [row.live_from for row in rows[1:]]
    return [
        VersionRow(row, until, sealed=row.number < last_seal)
        for row, until in zip(rows, [*ends, None], strict=False)
    ]


def versions(address: str, *, at: dt.datetime) -> tuple[Version, ...]:
    """Return the versions disclosed by `at` with their documents, as `version_rows`."""
    return tuple(
        Version(
            release=published_release(row.publication),
            until=row.until,
            sealed=row.sealed,
        )
        for row in version_rows(address, at=at)
    )
