"""Which mails a member of staff wants: all, but those that the person refused."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from releases.readers.database import readers_database
from releases.readers.models import STAFF_MAILS, MailingKind, StaffOptOut


def wanted_mails(staff: int) -> list[MailingKind]:
    """Return the kinds of mail that this account wants."""
    refused = StaffOptOut.objects.filter(staff=staff).values_list("kind", flat=True)
    return [kind for kind in STAFF_MAILS if kind not in {*refused}]


def save_wanted_mails(staff: int, wanted: Collection[str]) -> None:
    """Keep what this account wants, and refuse the rest. What is sent already is sent."""
    refused = [kind for kind in STAFF_MAILS if kind not in wanted]
    with transaction.atomic(using=readers_database()):
        StaffOptOut.objects.filter(staff=staff).exclude(kind__in=refused).delete()
        StaffOptOut.objects.bulk_create(
            (StaffOptOut(staff=staff, kind=kind) for kind in refused),
            ignore_conflicts=True,
        )
