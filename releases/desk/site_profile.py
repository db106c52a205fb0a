"""Save and publish: contacts, disclaimers, categories, the issuer, and lone events.

One permitted person publishes one item, now; what others have saved and not published
stays unpublished.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import Enum, auto

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from releases.desk import edit_log, site_documents
from releases.desk.exceptions import NotAllowed
from releases.desk.filings import (
    latest_filing_versions,
    publish_filing,
)
from releases.desk.item_publishing import publish_page
from releases.models import (
    Category,
    Contact,
    Disclaimer,
    Event,
    Filing,
    Issuer,
    Publication,
    Release,
    Report,
    SitePage,
    State,
)
from releases.record import publishing
from releases.record.clock import read_clock
from releases.record.documents import ProfileDocument
from releases.record.freeze import (
    brand_entry,
    category_entry,
    contact_entry,
    disclaimer_entry,
    freeze_event,
    issuer_zone,
    listing_entry,
    logo_entries,
)
from releases.record.freeze_site_documents import freeze_filing
from releases.record.frozen_pages import FrozenPage, profile_page
from releases.record.published import PROFILE

ProfileItem = (
    Issuer | Category | Contact | Disclaimer | Event | Filing | Report | SitePage
)


class PublicationStatus(Enum):
    """How a saved item compares with what is public."""

    PUBLIC = auto()
    CHANGED = auto()
    UNPUBLISHED = auto()
    SCHEDULED = auto()
    OUTDATED = auto()


@transaction.atomic
def publish(
    item: ProfileItem, *, by: User, at: dt.datetime
) -> publishing.PublishResult:
    """Publish the item as it is saved, now.

    Raises NotAllowed for an event that is published with a release, and for a filing
    that names a release which is not public yet.
    """
    if isinstance(item, Filing):
        return publish_filing(item, by=by)
    if isinstance(item, Report | SitePage):
        return site_documents.publish_item(item, by=by)
    publishing.lock_record()  # so that two people's items are added one after the other
    if isinstance(item, Event):
        page = _event_page(item)
    else:
        page = profile_page(PROFILE, _with(item, latest_profile()))
    return publish_page(item, page, by=by, zone=issuer_zone())


def status_of(
    item: ProfileItem, *, profile: ProfileDocument | None = None
) -> PublicationStatus:
    """Return how the saved item compares with what is public.

    For many items, read the `latest_profile` once.
    """
    if isinstance(item, Event):
        latest = latest_event_versions([item]).get(item.slug)
        return event_status(item, latest, now=read_clock())
    if isinstance(item, Filing):
        latest = latest_filing_versions([item]).get(item.accession)
        return filing_status(item, latest)
    if isinstance(item, Report | SitePage):
        return site_document_status(item, site_documents.latest_version(item))
    profile = profile or latest_profile()
    if _with(item, profile) == profile:
        is_shown = not isinstance(item, Contact) or item.shown
        return PublicationStatus.PUBLIC if is_shown else PublicationStatus.UNPUBLISHED
    if _is_in(profile, item):
        return PublicationStatus.CHANGED
    return PublicationStatus.UNPUBLISHED


def is_public(item: ProfileItem) -> bool:
    """Return whether the public sees the item, in whatever version."""
    if isinstance(item, Event):
        return _event_versions(item).exists()
    if isinstance(item, Filing):
        return bool(latest_filing_versions([item]))
    if isinstance(item, Report | SitePage):
        return site_documents.latest_version(item) is not None
    return _is_in(latest_profile(), item)


def note_event_edit(event: Event, *, by: User) -> None:
    """Journal an edit of each pending release that the event is published with."""
    for release in pending_releases(event):
        edit_log.note_edit(release, by=by, detail=f"the event “{event}”")


def release_to_publish_with(event: Event) -> Release | None:
    """Return the release that the event is published with, if neither is public yet."""
    return next(iter(pending_releases(event)), None)


def published_with(release: Release) -> str:
    """Return that an event is published with this release, and what can be done."""
    together = _(
        "It will be published with the release “%(release)s”, at the same time."
    ) % {"release": release}
    return f"{together} {_way_out(release)}"


def _way_out(release: Release) -> str:
    """Return how an event is published apart from the release, or changed with it."""
    if release.state == State.DRAFT:
        return _("To publish it alone, remove it from that release.")
    if release.state == State.APPROVED:
        return _(
            "That release has it as it was approved. To publish a change with it, hold "
            "that release and have it approved again, or call it off."
        )
    return _(
        "To publish it alone, send that release back and remove the event from it."
    )


def is_readable(item: ProfileItem) -> bool:
    """Return whether readers find it now; an event on the record may be still to come."""
    if isinstance(item, Event):
        return _event_versions(item).filter(live_from__lte=read_clock()).exists()
    return is_public(item)


def pending_releases(event: Event) -> list[Release]:
    """Return the releases still to be published that name an unpublished event."""
    now = read_clock()
    if Publication.objects.events().disclosed(at=now).at_address(event.slug).exists():
        return []
    scheduled = (
        Publication.objects.releases().not_called_off().filter(live_from__gt=now)
    )
    return [
        release
        for release in event.release_set.exclude(state=State.WITHDRAWN)
        if release.state != State.APPROVED
        or scheduled.at_address(release.address).exists()
    ]


def is_scheduled(event: Event) -> bool:
    """Return whether the event is on the record and its instant is still to come."""
    return _event_versions(event).filter(live_from__gt=read_clock(), number=1).exists()


def latest_profile() -> ProfileDocument:
    """Return the site profile as last put on the record."""
    latest = (
        Publication.objects.profiles()
        .not_called_off()
        .at_address(PROFILE)
        .order_by("-number")
        .first()
    )
    if latest is None:
        return ProfileDocument(timezone=issuer_zone())
    return ProfileDocument.model_validate_json(latest.document)


def _event_page(event: Event) -> FrozenPage:
    release = release_to_publish_with(event)
    if release:
        together = _(
            "“%(event)s” is published with the release “%(release)s”, at the same time."
        ) % {"event": event, "release": release}
        raise NotAllowed(f"{together} {_way_out(release)}")
    if is_scheduled(event):
        raise NotAllowed(
            _("“%(event)s” is scheduled with a release. Call that release off first.")
            % {"event": event}
        )
    return freeze_event(event)


def _event_versions(event: Event) -> QuerySet[Publication]:
    return Publication.objects.events().not_called_off().at_address(event.slug)


def latest_event_versions(events: Iterable[Event]) -> dict[str, Publication]:
    """Return the latest version of each event that is on the record, by its slug."""
    versions = Publication.objects.events().not_called_off()
    slugs = [event.slug for event in events]
    return {
        row.address: row
        for row in versions.filter(address__in=slugs).order_by("number")
    }


def event_status(
    event: Event, latest: Publication | None, *, now: dt.datetime
) -> PublicationStatus:
    """Return how the saved event compares with its latest version on the record."""
    if latest is None:
        return PublicationStatus.UNPUBLISHED
    is_changed = latest.digest != freeze_event(event).digest
    if latest.number == 1 and latest.live_from > now:
        return PublicationStatus.OUTDATED if is_changed else PublicationStatus.SCHEDULED
    return PublicationStatus.CHANGED if is_changed else PublicationStatus.PUBLIC


def filing_status(filing: Filing, latest: Publication | None) -> PublicationStatus:
    """Return how the saved filing compares with its latest version on the record."""
    if latest is None:
        return PublicationStatus.UNPUBLISHED
    is_changed = latest.digest != freeze_filing(filing).digest
    if is_changed:
        return PublicationStatus.CHANGED
    return PublicationStatus.PUBLIC if filing.shown else PublicationStatus.UNPUBLISHED


def site_document_status(
    item: Report | SitePage, latest: Publication | None
) -> PublicationStatus:
    """Return how the saved report or page compares with its latest version."""
    if latest is None:
        return PublicationStatus.UNPUBLISHED
    if latest.digest != site_documents.freeze_item(item).digest:
        return PublicationStatus.CHANGED
    return PublicationStatus.PUBLIC if item.shown else PublicationStatus.UNPUBLISHED


def _is_in(profile: ProfileDocument, item: ProfileItem) -> bool:
    """Return whether the profile has the item, in whatever version."""
    if isinstance(item, Issuer):
        return bool(profile.name)
    return _without(item, profile) != profile


def _with(item: ProfileItem, profile: ProfileDocument) -> ProfileDocument:
    """Return the profile with the item as it is saved."""
    others = _without(item, profile)
    if isinstance(item, Issuer):
        return others.model_copy(update=_issuer_fields(item))
    if isinstance(item, Contact):
        contacts = [*others.contacts, *([contact_entry(item)] if item.shown else [])]
        contacts.sort(key=lambda contact: (contact.order, contact.name, contact.ref))
        return others.model_copy(update={"contacts": tuple(contacts)})
    if isinstance(item, Disclaimer):
        disclaimers = [
            *others.disclaimers,
            *([disclaimer_entry(item)] if item.in_force else []),
        ]
        disclaimers.sort(key=lambda disclaimer: (disclaimer.name, disclaimer.ref))
        return others.model_copy(update={"disclaimers": tuple(disclaimers)})
    assert isinstance(item, Category)
    categories = [*others.categories, category_entry(item)]
    categories.sort(key=lambda category: (category.order, category.name, category.slug))
    return others.model_copy(update={"categories": tuple(categories)})


def _without(item: ProfileItem, profile: ProfileDocument) -> ProfileDocument:
    """Return the profile without the item."""
    if isinstance(item, Contact):
        contacts = (row for row in profile.contacts if row.ref != item.ref.hex)
        return profile.model_copy(update={"contacts": tuple(contacts)})
    if isinstance(item, Disclaimer):
        disclaimers = (row for row in profile.disclaimers if row.ref != item.ref.hex)
        return profile.model_copy(update={"disclaimers": tuple(disclaimers)})
    if isinstance(item, Category):
        categories = (row for row in profile.categories if row.slug != item.slug)
        return profile.model_copy(update={"categories": tuple(categories)})
    return profile


def _issuer_fields(issuer: Issuer) -> dict[str, object]:
    return {
        "name": issuer.name,
        "legal_name": issuer.legal_name,
        "website": issuer.website,
        "about": issuer.about,
        "brand": brand_entry(issuer),
        **logo_entries(issuer),
        "timezone": issuer.timezone,
        "listings": tuple(map(listing_entry, issuer.listings.all())),
    }
