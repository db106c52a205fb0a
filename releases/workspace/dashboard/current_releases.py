"""The releases that the panels of the dashboard share: what is under way, and scheduled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from releases.models import Publication, Release, State

IN_PROGRESS = {State.SUBMITTED, State.CLEARED, State.HELD}
# How long a draft whose instant has passed is still listed.
GRACE_PERIOD = dt.timedelta(days=7)
RECENT_PERIOD = dt.timedelta(days=14)
RECENT_ROWS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentReleases:
    """What is under way at the desk, scheduled on the record or just published.

    `releases` are ordered by their instant; `scheduled` are the versions to come, and
    `recent` those disclosed in the last two weeks, the newest first.
    """

    scheduled: tuple[Publication, ...]
    recent: tuple[Publication, ...]
    releases: tuple[Release, ...]

    def in_state(self, *states: State) -> Iterator[Release]:
        """Yield those in one of these states."""
        return (release for release in self.releases if release.state in states)

    def by_address(self) -> dict[str, Release]:
        """Return the releases of the scheduled versions, by their address."""
        return self.releases_of(self.scheduled)

    def releases_of(self, publications: Iterable[Publication]) -> dict[str, Release]:
        """Return the releases of these versions, by their address."""
        addresses = {publication.address for publication in publications}
        return {
            release.address: release
            for release in self.releases
            if release.address in addresses
        }


def current_releases(now: dt.datetime) -> CurrentReleases:
    """Return them as they are at `now`, by the record's clock, in three queries."""
    scheduled = tuple(
        Publication.objects.releases()
        .not_called_off()
        .filter(live_from__gt=now)
        .order_by("live_from", "pk")
    )
    recent = tuple(
        Publication.objects.releases()
        .disclosed(at=now)
        .filter(live_from__gt=now - RECENT_PERIOD)
        .latest_disclosures()[:RECENT_ROWS]
    )
    addresses = {publication.address for publication in (*scheduled, *recent)}
    wanted = Release.objects.filter(
        Q(address__in=addresses)
        | Q(state__in=IN_PROGRESS)
        | Q(state=State.DRAFT, go_live_at__gt=now - GRACE_PERIOD)
        | Q(ratify_by__isnull=False)
    )
    releases = wanted.select_related("category", "held_by").order_by("go_live_at", "pk")
    return CurrentReleases(scheduled=scheduled, recent=recent, releases=tuple(releases))
