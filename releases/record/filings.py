"""Filings with the SEC that are live, with the releases that they furnish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from releases.models import Publication
from releases.record.documents import FilingDocument, ReleaseHead
from releases.record.published import Published, published_filing, published_head

Filing = Published[FilingDocument]
# The most filings that the page of one release, or of results, shows.
MAX_NAMING = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFiling:
    """A filing, and those of its releases that are live."""

    filing: Filing
    releases: tuple[Published[ReleaseHead], ...]


def filings_naming(addresses: Iterable[str], *, at: dt.datetime) -> tuple[Filing, ...]:
    """Return the filings live at `at` that name any of these releases, the oldest first."""
    wanted = sorted(set(addresses))
    if not wanted:
        return ()
    rows = Publication.objects.listed().live(at=at).naming_releases(wanted)
    filings = map(published_filing, rows.newest_first()[:MAX_NAMING])
    return tuple(sorted(filings, key=lambda row: (row.document.filed_on, row.address)))


def with_releases(
    filings: Iterable[Filing], *, at: dt.datetime
) -> tuple[ListedFiling, ...]:
    """Return the filings, each with those of its releases that are live at `at`."""
    listed = tuple(filings)
    addresses = {address for filing in listed for address in filing.document.releases}
    rows = Publication.objects.releases().at_addresses(sorted(addresses)).live(at=at)
    heads = {row.address: published_head(row) for row in rows} if addresses else {}
    return tuple(
        ListedFiling(
            filing=filing,
            releases=tuple(
                heads[address]
                for address in filing.document.releases
                if address in heads
            ),
        )
        for filing in listed
    )
