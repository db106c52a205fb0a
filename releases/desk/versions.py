"""The versions of a release on the record: those to come, and the one that is public."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from releases.models import (
    Event,
    EventMention,
    Publication,
    Release,
    ReleaseEvent,
    State,
)
from releases.record.clock import read_clock
from releases.record.published import published_event, published_release


def imported_addresses() -> QuerySet[Publication, str]:
    """Return the addresses of the releases that were first published elsewhere."""
    imported = Publication.objects.releases().filter(imported=True, number=1)
    return imported.values_list("address", flat=True)


def versions_of(release: Release) -> list[Publication]:
    """Return the versions that were not called off, the latest first."""
    if not release.address:
        return []
    return list(
        Publication.objects.releases()
        .at_address(release.address)
        .not_called_off()
        .order_by("-number")
    )


def scheduled_versions(release: Release) -> list[Publication]:
    """Return the versions that are still to come, by the record's clock."""
    now = read_clock()
    return [version for version in versions_of(release) if version.live_from > now]


def public_version(release: Release) -> Publication | None:
    """Return the version that the public reads, by the record's clock."""
    now = read_clock()
    return next(
        (version for version in versions_of(release) if version.live_from <= now), None
    )


def events_of_its_own(release: Release) -> list[Event]:
    """Return the public events, not cancelled, that only this release names.

    Another release that names one may be public, scheduled or still at the desk.
    """
    public = public_version(release)
    if public is None:
        return []
    addresses = published_release(public).document.events
    now = read_clock()
    on_record = EventMention.objects.filter(
        publication__in=Publication.objects.releases()
        .not_called_off()
        .exclude(live_until__lte=now)
        .exclude(address=release.address)
    )
    named_elsewhere = set(
        on_record.filter(address__in=addresses).values_list("address", flat=True)
    )
    at_the_desk = ReleaseEvent.objects.exclude(release=release).exclude(
        release__state=State.WITHDRAWN
    )
    known = Event.objects.filter(slug__in=addresses).exclude(
        Exists(at_the_desk.filter(event=OuterRef("pk")))
    )
    events = {event.slug: event for event in known}
    live = Publication.objects.events().live(at=now).at_addresses(list(addresses))
    shown = {row.address for row in live if not published_event(row).document.cancelled}
    return [
        events[address]
        for address in addresses
        if address in events and address in shown and address not in named_elsewhere
    ]


def is_live(release: Release) -> bool:
    """Return whether the public can read it, in whatever version."""
    return public_version(release) is not None
