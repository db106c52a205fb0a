"""What went out lately, and what is recorded of its other channels."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from releases.models import ExchangeNotice, Listing, Publication, Release

LENGTH = 6
LATELY = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One version as it went out."""

    release: Release
    publication: Publication
    notices: tuple[tuple[Listing, ExchangeNotice | None], ...]


def went_out(now: dt.datetime) -> list[Sent]:
    """The latest versions that opened here, the newest first."""
    rows = list(
        Publication.objects.releases()
        .disclosed(at=now)
        .filter(live_from__gt=now - LATELY, imported=False)
        .order_by("-live_from", "-pk")[:LENGTH]
    )
    releases = {
        one.address: one
        for one in Release.objects.filter(
            address__in=[row.address for row in rows]
        ).prefetch_related("exchange_notices")
    }
    listings = list(Listing.objects.all())
    return [
        Sent(
            release=release,
            publication=row,
            notices=tuple(_notices(release, listings)),
        )
        for row in rows
        if (release := releases.get(row.address))
    ]


def _notices(
    release: Release, listings: list[Listing]
) -> list[tuple[Listing, ExchangeNotice | None]]:
    given = {one.listing_id: one for one in release.exchange_notices.all()}
    return [(listing, given.get(listing.pk)) for listing in listings]
