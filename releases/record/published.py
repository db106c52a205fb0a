"""Publications as public views get them: the document and its times, never the row.

The `live_until` of a live row may itself be under embargo.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.record.documents import (
    EventDocument,
    FilingDocument,
    PageDocument,
    PageHead,
    ProfileDocument,
    ReleaseDocument,
    ReleaseHead,
    ReportDocument,
)
from releases.record.fragment_cache import on_the_site
from releases.text.public_paths import (
    event_path,
    filing_path,
    page_path,
    release_path,
    report_path,
    version_path,
)

D = TypeVar(
    "D",
    bound=ReleaseHead
    | EventDocument
    | ProfileDocument
    | FilingDocument
    | ReportDocument
    | PageHead,
)
PATHS = {
    Kind.RELEASE: release_path,
    Kind.EVENT: event_path,
    Kind.FILING: filing_path,
    Kind.REPORT: report_path,
    Kind.PAGE: page_path,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Published(Generic[D]):
    """One version that is or was live.

    `dated` is the first disclosure of its chain, `since` the instant at which this
    version went live, `number` its place in the chain; `starts` and `ends` are an
    event's. `id` tells apart what was disclosed at one instant, as lists do; a preview
    has none.
    """

    address: str
    number: int
    dated: dt.datetime
    since: dt.datetime
    imported: bool
    digest: str
    starts: dt.datetime | None
    ends: dt.datetime | None
    document: D
    id: int = 0

    @property
    def changed_at(self) -> dt.datetime | None:
        """When this version took the place of one that readers saw; None for the first.

        Not when a release that was published elsewhere came here: it did not change.
        """
        return self.since if self.number > 1 else None

    @property
    def permanent_path(self) -> str:
        """Its path from the root of the site."""
        return PATHS[Kind(self.document.kind)](self.address)

    @property
    def path(self) -> str:
        """Its path below the script prefix."""
        return on_the_site(self.permanent_path)

    @property
    def version_path(self) -> str:
        """The permanent path of this version, below the script prefix."""
        return on_the_site(version_path(self.address, self.number))


def as_first_version(
    document: D,
    *,
    address: str,
    at: dt.datetime,
    digest: str = "",
    starts: dt.datetime | None = None,
    ends: dt.datetime | None = None,
) -> Published[D]:
    """Return what is not on the record as the first version of its chain, live from `at`."""
    return Published(
        address=address,
        number=1,
        dated=at,
        since=at,
        imported=False,
        digest=digest,
        starts=starts,
        ends=ends,
        document=document,
    )


def published_release(publication: Publication) -> Published[ReleaseDocument]:
    """Return the release of this row."""
    assert publication.kind == Kind.RELEASE
    return _published(
        publication, ReleaseDocument.model_validate_json(publication.document)
    )


def published_head(publication: Publication) -> Published[ReleaseHead]:
    """Return what a list shows of this row's release, in a fifth of the time."""
    assert publication.kind == Kind.RELEASE
    return _published(
        publication, ReleaseHead.model_validate_json(publication.document)
    )


def published_event(publication: Publication) -> Published[EventDocument]:
    """Return the event of this row."""
    assert publication.kind == Kind.EVENT
    return _published(
        publication, EventDocument.model_validate_json(publication.document)
    )


def published_filing(publication: Publication) -> Published[FilingDocument]:
    """Return the filing of this row."""
    assert publication.kind == Kind.FILING
    return _published(
        publication, FilingDocument.model_validate_json(publication.document)
    )


def published_report(publication: Publication) -> Published[ReportDocument]:
    """Return the report of this row."""
    assert publication.kind == Kind.REPORT
    return _published(
        publication, ReportDocument.model_validate_json(publication.document)
    )


def published_page(publication: Publication) -> Published[PageDocument]:
    """Return the page of this row, with its text."""
    assert publication.kind == Kind.PAGE
    return _published(
        publication, PageDocument.model_validate_json(publication.document)
    )


def published_page_head(publication: Publication) -> Published[PageHead]:
    """Return what the navigation shows of this row's page."""
    assert publication.kind == Kind.PAGE
    return _published(publication, PageHead.model_validate_json(publication.document))


def live_events(
    addresses: Iterable[str], *, at: dt.datetime
) -> dict[str, Published[EventDocument]]:
    """Return by address the events of these addresses that are live at `at`."""
    wanted = sorted(set(addresses))
    if not wanted:
        return {}
    rows = Publication.objects.events().at_addresses(wanted).live(at=at)
    return {row.address: published_event(row) for row in rows}


def events_of(
    releases: Iterable[Published[ReleaseDocument]], *, at: dt.datetime
) -> dict[str, Published[EventDocument]]:
    """Return by address the events live at `at` that any of these releases names."""
    addresses = (address for release in releases for address in release.document.events)
    return live_events(addresses, at=at)


def _published(publication: Publication, document: D) -> Published[D]:
    return Published(
        address=publication.address,
        number=publication.number,
        dated=publication.dated,
        since=publication.live_from,
        imported=publication.imported,
        digest=publication.digest,
        starts=publication.starts,
        ends=publication.ends,
        document=document,
        id=publication.id,
    )


PROFILE = "profile"


def published_profile(*, at: dt.datetime) -> Published[ProfileDocument] | None:
    """Return the site profile that is live; None before the first is published."""
    publication = Publication.objects.profiles().at_address(PROFILE).live(at=at).first()
    if publication is None:
        return None
    return _published(
        publication, ProfileDocument.model_validate_json(publication.document)
    )


def profile(*, at: dt.datetime) -> ProfileDocument:
    """Return the site profile that is live; an empty one before the first is published."""
    published = published_profile(at=at)
    return published.document if published else ProfileDocument()
