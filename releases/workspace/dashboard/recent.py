"""What was published in the last two weeks, and where else it was announced."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from releases.models import ExchangeNotice, Listing, Publication, Release

ROWS = 6
PERIOD = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVersion:
    """One version of a release as it was published, with its exchange notices."""

    release: Release
    publication: Publication
    notices: tuple[tuple[Listing, ExchangeNotice | None], ...]


def recently_published(now: dt.datetime) -> list[PublishedVersion]:
    """Return the latest versions that went live here, the newest first."""
    publications = list(
        Publication.objects.releases()
        .disclosed(at=now)
        .filter(live_from__gt=now - PERIOD)
        .latest_disclosures()[:ROWS]
    )
    releases = {
        release.address: release
        for release in Release.objects.filter(
            address__in=[publication.address for publication in publications]
        ).prefetch_related("exchange_notices")
    }
    listings = list(Listing.objects.all())
    return [
        PublishedVersion(
            release=release,
            publication=publication,
            notices=tuple(_notices(release, listings)),
        )
        for publication in publications
        if (release := releases.get(publication.address))
    ]


def _notices(
    release: Release, listings: list[Listing]
) -> list[tuple[Listing, ExchangeNotice | None]]:
    given = {notice.listing_id: notice for notice in release.exchange_notices.all()}
    return [(listing, given.get(listing.pk)) for listing in listings]
