"""What an approval settles: the instant, the address, and the events that go along."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable

from django.utils.translation import gettext as _

from releases.desk.exceptions import NotAllowed
from releases.models import Publication, Release
from releases.record.clock import MARGIN, read_clock
from releases.record.freeze import issuer_zone
from releases.record.frozen_pages import FrozenPage
from releases.text.slugs import slug_of


def require_open_instant(instant: dt.datetime) -> None:
    """Raise NotAllowed for an instant that has passed, or that isn't a whole second."""
    if instant.microsecond:
        raise NotAllowed(_("Choose a time in whole seconds."))
    if instant - read_clock() < MARGIN:
        raise NotAllowed(
            _("Its time, %(time)s, has passed: choose a new one, or publish it now.")
            % {"time": time_in_utc(instant)}
        )


def choose_address(release: Release, instant: dt.datetime) -> str:
    """Return the year of first disclosure, in the issuer's zone, and the slug.

    Raises NotAllowed if another release has this address: a suffix that made it unique
    would tell of a release under embargo.
    """
    slug = release.slug or slug_of(release.headline)
    if not slug:
        raise NotAllowed(
            _("The headline has no letters to make an address of. Fill in the address.")
        )
    year = instant.astimezone(zoneinfo.ZoneInfo(issuer_zone())).year
    address = f"{year}/{slug}"
    taken = Publication.objects.releases().at_address(address).not_called_off().exists()
    if taken or Release.objects.filter(address=address).exclude(pk=release.pk).exists():
        raise NotAllowed(
            _("Another release has the address %(address)s. Choose another one.")
            % {"address": address}
        )
    return address


def events_to_publish(
    pages: Iterable[FrozenPage], instant: dt.datetime
) -> list[FrozenPage]:
    """Return those of the event pages that are not on the record by that instant.

    Raises NotAllowed for an event that goes public later, with another release.
    """
    unpublished = []
    for page in pages:
        on_record = (
            Publication.objects.events().not_called_off().at_address(page.address)
        )
        if on_record.filter(live_from__lte=instant).exists():
            continue
        if on_record.exists():
            raise NotAllowed(
                _(
                    "The event “%(event)s” goes public later, with another release. "
                    "Choose a later time, or call that release off first."
                )
                % {"event": page.headline}
            )
        unpublished.append(page)
    return unpublished


def time_in_utc(moment: dt.datetime) -> str:
    """Format a moment as in “05 March 2026 16:05:00 UTC”."""
    return f"{moment.astimezone(dt.UTC):%d %B %Y %H:%M:%S} UTC"
