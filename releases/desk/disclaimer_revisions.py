"""Revisions of disclaimers: once a release carries a revision, it is never edited."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from releases.desk.edit_log import note_edit_of_part
from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_disclaimer
from releases.models import Disclaimer, JournalAction
from releases.record import journal


@transaction.atomic
def save_revision(disclaimer: Disclaimer, *, by: User) -> Disclaimer:
    """Save the disclaimer; if its revision is in use, as the next revision.

    Returns the row that holds the text now. A changed text loses counsel's approval.
    """
    stored = Disclaimer.objects.filter(pk=disclaimer.pk).first()
    text = (disclaimer.heading, disclaimer.wording)
    if stored is not None and text != (stored.heading, stored.wording):
        disclaimer.approved_by = None
        disclaimer.approved_at = None
        if stored.in_use:
            disclaimer.pk = None
            disclaimer._state.adding = True
            disclaimer.in_use = False
            disclaimer.revision = _latest_revision(stored.ref) + 1
    disclaimer.save()
    note_edit_of_part(disclaimer, by=by)
    journal.write(
        JournalAction.EDIT,
        subject_of_disclaimer(disclaimer),
        by=by,
        detail=f"revision {disclaimer.revision}",
        facts={"revision": disclaimer.revision},
    )
    return disclaimer


@transaction.atomic
def approve_revision(disclaimer: Disclaimer, *, by: User, at: dt.datetime) -> None:
    """Record counsel's approval of this revision.

    Raises NotAllowed if it is already approved, or its text has changed.
    """
    approved = Disclaimer.objects.filter(
        pk=disclaimer.pk, approved_at=None, wording=disclaimer.wording
    ).update(approved_by=by, approved_at=at)
    if not approved:
        raise NotAllowed(
            _(
                "“%(disclaimer)s” is already approved, or has changed. Reload the page to "
                "see what changed."
            )
            % {"disclaimer": disclaimer}
        )
    disclaimer.refresh_from_db()
    journal.write(
        JournalAction.APPROVE_WORDING,
        subject_of_disclaimer(disclaimer),
        by=by,
        detail=f"revision {disclaimer.revision}",
        facts={"revision": disclaimer.revision},
    )


def _latest_revision(ref: uuid.UUID) -> int:
    latest = Disclaimer.objects.filter(ref=ref).aggregate(revision=Max("revision"))
    return int(latest["revision"])
