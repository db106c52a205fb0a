"""How a legal wording changes: by a new revision, once a release has used it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from releases.desk.edit_log import note_edit_of_part
from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_disclaimer
from releases.models import Disclaimer
from releases.record import journal


@transaction.atomic
def save(disclaimer: Disclaimer, *, by: User) -> Disclaimer:
    """Save the wording; where the revision is in use, as the next revision.

    Returns the row that holds the words now. A change of words takes counsel's
    approval with it.
    """
    stored = Disclaimer.objects.filter(pk=disclaimer.pk).first()
    words = (disclaimer.heading, disclaimer.wording)
    if stored is not None and words != (stored.heading, stored.wording):
        disclaimer.approved_by = None
        disclaimer.approved_at = None
        if stored.in_use:
            disclaimer.pk = None
            disclaimer._state.adding = True
            disclaimer.in_use = False
            disclaimer.revision = _last_revision(stored.ref) + 1
    disclaimer.save()
    note_edit_of_part(disclaimer, by=by)
    journal.write(
        "edit",
        subject_of_disclaimer(disclaimer),
        by=by.get_username(),
        detail=f"revision {disclaimer.revision}",
    )
    return disclaimer


@transaction.atomic
def approve(disclaimer: Disclaimer, *, by: User, at: dt.datetime) -> None:
    """Counsel stands by this revision."""
    claimed = Disclaimer.objects.filter(
        pk=disclaimer.pk, approved_at=None, wording=disclaimer.wording
    ).update(approved_by=by, approved_at=at)
    if not claimed:
        raise NotAllowed(
            f"“{disclaimer}” is approved already, or was changed meanwhile."
        )
    disclaimer.refresh_from_db()
    journal.write(
        "approve wording",
        subject_of_disclaimer(disclaimer),
        by=by.get_username(),
        detail=f"revision {disclaimer.revision}",
    )


def _last_revision(ref: uuid.UUID) -> int:
    found = Disclaimer.objects.filter(ref=ref).aggregate(last=Max("revision"))
    return int(found["last"])
