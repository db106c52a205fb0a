"""Save and publish: contacts, wordings, the issuer's particulars, and lone events.

One permitted person puts one thing before the public, now; what others have saved
and not published stays unpublished.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum

from django.contrib.auth.models import User
from django.db import transaction

from releases.desk import edit_log
from releases.desk.exceptions import NotAllowed
from releases.models import (
    Category,
    Contact,
    Disclaimer,
    Event,
    Issuer,
    Publication,
    Release,
    State,
)
from releases.models.record.kinds import Kind
from releases.record import journal, publishing
from releases.record.clock import read_clock
from releases.record.documents import ProfileDocument
from releases.record.freeze import (
    FrozenPage,
    category_entry,
    freeze_event,
    issuer_zone,
    listing_entry,
    person,
    wording,
)
from releases.record.published import PROFILE

Particular = Issuer | Category | Contact | Disclaimer | Event


class Standing(Enum):
    """How what is saved stands to what is public."""

    PUBLIC = "Public as it stands here."
    CHANGED = "Saved, not yet public: the public page still shows what was before."
    UNPUBLISHED = "Saved, not yet public."
    SCHEDULED = "Goes public with a scheduled release."


@transaction.atomic
def publish(
    particular: Particular, *, by: User, at: dt.datetime
) -> publishing.PublishResult:
    """Put the particular before the public as it is saved, now.

    Raises NotAllowed for an event that is to go out with an unpublished release.
    """
    publishing.lock_record()  # so that two people's entries are added one after the other
    if isinstance(particular, Event):
        release = waits_for(particular)
        if release:
            raise NotAllowed(
                f"“{particular}” goes public with the release “{release}”, at the "
                "same instant. Take it off that release to publish it alone."
            )
        if is_scheduled(particular):
            raise NotAllowed(
                f"“{particular}” is scheduled with a release: call that off first."
            )
        page = freeze_event(particular)
    else:
        page = _profile_page(_with(particular, profile_head()))
    outcome = publishing.publish(
        [page], at=None, by=by.get_username(), zone=issuer_zone()
    )
    journal.write(
        "publish",
        f"{particular._meta.model_name}:{particular.pk}",
        by=by.get_username(),
        digest=page.digest,
        detail=str(particular),
    )
    return outcome


def standing(
    particular: Particular, *, head: ProfileDocument | None = None
) -> Standing:
    """Whether the public sees the particular as it is saved here.

    Who asks for many reads the `profile_head` once.
    """
    if isinstance(particular, Event):
        return _standing_of_event(particular)
    head = head or profile_head()
    if _with(particular, head) == head:
        shown = not isinstance(particular, Contact) or particular.shown
        return Standing.PUBLIC if shown else Standing.UNPUBLISHED
    known = _stands_in(head, particular)
    return Standing.CHANGED if known else Standing.UNPUBLISHED


def is_public(particular: Particular) -> bool:
    """Whether the public sees it at all, in whatever wording."""
    if isinstance(particular, Event):
        return bool(
            Publication.objects.events()
            .not_called_off()
            .at_address(particular.slug)
            .count()
        )
    return _stands_in(profile_head(), particular)


def _stands_in(head: ProfileDocument, particular: Particular) -> bool:
    if isinstance(particular, Issuer):
        return bool(head.name)
    return _without(particular, head) != head


def _standing_of_event(event: Event) -> Standing:
    head = (
        Publication.objects.events()
        .not_called_off()
        .at_address(event.slug)
        .order_by("-number")
        .first()
    )
    if head is None:
        return Standing.UNPUBLISHED
    if head.digest != freeze_event(event).digest:
        return Standing.CHANGED
    if head.number == 1 and head.live_from > read_clock():
        return Standing.SCHEDULED
    return Standing.PUBLIC


def note_edit(event: Event, *, by: User) -> None:
    """Who wrote an event wrote the releases that it is to go out with."""
    for release in waiting_releases(event):
        edit_log.note_edit(release, by=by, detail=f"the event “{event}”")


def waits_for(event: Event) -> Release | None:
    """The release that this event is to go out with, if neither is out yet."""
    return next(iter(waiting_releases(event)), None)


def waiting_releases(event: Event) -> list[Release]:
    """The releases still to go out that name an event not yet public."""
    now = read_clock()
    if Publication.objects.events().disclosed(at=now).at_address(event.slug).exists():
        return []
    to_come = Publication.objects.releases().not_called_off().filter(live_from__gt=now)
    return [
        release
        for release in event.release_set.exclude(state=State.WITHDRAWN)
        if release.state != State.APPROVED
        or to_come.at_address(release.address).exists()
    ]


def is_scheduled(event: Event) -> bool:
    """Whether the event is on the record and its instant is still to come."""
    standing = Publication.objects.events().not_called_off().at_address(event.slug)
    return standing.filter(live_from__gt=read_clock(), number=1).exists()


def profile_head() -> ProfileDocument:
    """The particulars as last put on the record."""
    head = (
        Publication.objects.profiles()
        .not_called_off()
        .at_address(PROFILE)
        .order_by("-number")
        .first()
    )
    if head is None:
        return ProfileDocument(timezone=issuer_zone())
    return ProfileDocument.model_validate_json(head.document)


def _profile_page(document: ProfileDocument) -> FrozenPage:
    return FrozenPage(
        kind=Kind.PROFILE,
        address=PROFILE,
        document=document,
        headline=document.name,
    )


def _with(particular: Particular, head: ProfileDocument) -> ProfileDocument:
    """The particulars with this one as it is saved."""
    rest = _without(particular, head)
    if isinstance(particular, Issuer):
        return rest.model_copy(update=_issuer_fields(particular))
    if isinstance(particular, Contact):
        people = [*rest.contacts, *([person(particular)] if particular.shown else [])]
        people.sort(key=lambda one: (one.order, one.name, one.ref))
        return rest.model_copy(update={"contacts": tuple(people)})
    if isinstance(particular, Disclaimer):
        mine = [wording(particular)] if particular.in_force else []
        wordings = sorted(
            [*rest.disclaimers, *mine], key=lambda one: (one.name, one.ref)
        )
        return rest.model_copy(update={"disclaimers": tuple(wordings)})
    assert isinstance(particular, Category)
    categories = sorted(
        [*rest.categories, category_entry(particular)],
        key=lambda one: (one.order, one.name, one.slug),
    )
    return rest.model_copy(update={"categories": tuple(categories)})


def _without(particular: Particular, head: ProfileDocument) -> ProfileDocument:
    """The particulars without any word of this one."""
    if isinstance(particular, Contact):
        keep = [one for one in head.contacts if one.ref != particular.ref.hex]
        return head.model_copy(update={"contacts": tuple(keep)})
    if isinstance(particular, Disclaimer):
        left = [one for one in head.disclaimers if one.ref != particular.ref.hex]
        return head.model_copy(update={"disclaimers": tuple(left)})
    if isinstance(particular, Category):
        others = [one for one in head.categories if one.slug != particular.slug]
        return head.model_copy(update={"categories": tuple(others)})
    return head


def _issuer_fields(issuer: Issuer) -> dict[str, object]:
    return {
        "name": issuer.name,
        "legal_name": issuer.legal_name,
        "website": issuer.website,
        "about": issuer.about,
        "timezone": issuer.timezone,
        "listings": tuple(map(listing_entry, issuer.listings.all())),
    }
