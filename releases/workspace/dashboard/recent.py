"""What was published in the last two weeks, and where else it was announced."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from releases.models import ExchangeNotice, Listing, Publication, Release
from releases.workspace.dashboard.current_releases import CurrentReleases


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVersion:
    """One version of a release as it was published, with its exchange notices."""

    release: Release
    publication: Publication
    notices: tuple[tuple[Listing, ExchangeNotice | None], ...]


def recently_published(current: CurrentReleases) -> list[PublishedVersion]:
    """Return the latest versions that went live here, the newest first."""
    releases = current.releases_of(current.recent)
    prefetch_related_objects(list(releases.values()), "exchange_notices")
    listings = list(Listing.objects.all())
    return [
        PublishedVersion(
            release=release,
            publication=publication,
            notices=tuple(_notices(release, listings)),
        )
        for publication in current.recent
        if (release := releases.get(publication.address))
    ]


def _notices(
    release: Release, listings: list[Listing]
) -> list[tuple[Listing, ExchangeNotice | None]]:
    given = {notice.listing_id: notice for notice in release.exchange_notices.all()}
    return [(listing, given.get(listing.pk)) for listing in listings]
