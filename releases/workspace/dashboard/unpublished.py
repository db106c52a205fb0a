"""Contacts and disclaimers that were changed at the desk, while readers see what was before."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User

from releases.desk.site_profile import PublicationStatus, status_of
from releases.models import Contact, Disclaimer
from releases.record.documents import ProfileDocument


def unpublished_changes(
    user: User, published: ProfileDocument
) -> Iterator[Contact | Disclaimer]:
    """Yield those that this person may publish; of a disclaimer, the latest revision.

    What was never public is left out: many a contact stands in releases alone.
    """
    if not user.has_perm("releases.publish_particulars"):
        return
    latest = {row.ref: row for row in Disclaimer.objects.order_by("revision")}
    items: list[Contact | Disclaimer] = [*latest.values(), *Contact.objects.all()]
    for item in items:
        if status_of(item, profile=published) is PublicationStatus.CHANGED:
            yield item
