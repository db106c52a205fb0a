"""What approval settles: the instant, the address, and the events that go along."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from releases.desk.exceptions import NotAllowed
from releases.models import Publication, Release, ReleaseEvent
from releases.record.clock import MARGIN, next_second, read_clock
from releases.record.freeze import FrozenPage, freeze_event, issuer_zone, parts
from releases.text.slugs import slug_of


def instant_of(release: Release) -> dt.datetime:
    """When it goes public: its own instant, or the next second."""
    now = read_clock()
    instant = release.go_live_at
    if instant is None:
        return next_second(now)
    if instant.microsecond:
        raise NotAllowed("Choose a whole second: readers are told no finer time.")
    if instant - now < MARGIN:
        raise NotAllowed(
            f"Its instant, {instant:%d %B %Y %H:%M:%S} UTC, has passed: choose a new "
            "one, or have it open now."
        )
    return instant


def new_address(release: Release, instant: dt.datetime) -> str:
    """The year of first disclosure in the issuer's zone, and the slug."""
    slug = release.slug or slug_of(release.headline)
    if not slug:
        raise NotAllowed(
            "Choose an address: the headline has no letters to make one of."
        )
    year = instant.astimezone(zoneinfo.ZoneInfo(issuer_zone())).year
    address = f"{year}/{slug}"
    taken = Publication.objects.releases().at_address(address).standing().exists()
    if taken or Release.objects.filter(address=address).exclude(pk=release.pk).exists():
        raise NotAllowed(
            f"Another release has the address {address}: choose another address."
        )
    return address


def named_events(release: Release) -> list[FrozenPage]:
    """The events that it names, as they would go out."""
    return [freeze_event(link.event) for link in parts(ReleaseEvent, release)]


def new_events(named: list[FrozenPage], instant: dt.datetime) -> list[FrozenPage]:
    """Those of the events that would not be on the record by then."""
    pages = []
    for page in named:
        standing = Publication.objects.events().standing().at_address(page.address)
        if standing.filter(live_from__lte=instant).exists():
            continue
        if standing.exists():
            raise NotAllowed(
                f"The event “{page.headline}” goes public later, with another release: "
                "choose a later instant, or call that one off first."
            )
        pages.append(page)
    return pages
