"""Who edited a release, as the journal has it: its editors may not approve it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max

from releases.desk.journal_subjects import subject_of_release
from releases.models import (
    Boilerplate,
    Contact,
    Disclaimer,
    JournalAction,
    JournalEntry,
    Release,
    State,
)
from releases.record import journal


def note_edit(
    release: Release,
    *,
    by: User,
    fields: Sequence[str] = (),
    detail: str = "",
    restored: dt.datetime | None = None,
) -> None:
    """Journal that this person edited the release: these fields of it, or one of its parts.

    `restored` is when the version was saved whose text the release has again.
    """
    facts: dict[str, Any] = {"fields": [*fields]} if fields else {}
    if restored is not None:
        facts |= {"restored": restored.isoformat()}
    journal.write(
        JournalAction.EDIT,
        subject_of_release(release),
        by=by,
        detail=detail or ", ".join(fields),
        facts=facts,
    )


def note_edit_of_part(part: Contact | Disclaimer | Boilerplate, *, by: User) -> None:
    """Journal an edit of each draft or submitted release that carries the part."""
    pending = part.release_set.filter(state__in=[State.DRAFT, State.SUBMITTED])
    for release in pending:
        note_edit(release, by=by, detail=f"{part._meta.model_name} “{part}”")


def editors_since_approval(releases: Iterable[Release]) -> dict[int, frozenset[int]]:
    """Return the accounts that edited each release since its last full approval.

    By the release's key, in one query.
    """
    keys = {subject_of_release(release): release.pk for release in releases}
    edit, approve = JournalAction.EDIT, JournalAction.APPROVE
    entries = list(
        JournalEntry.objects.filter(subject__in=keys, action__in=[edit, approve])
        .order_by()
        .values_list("subject", "user_id", "action")
        .annotate(Max("seq"))
    )
    approved: dict[str, int] = {}
    for subject, _, action, seq in entries:
        if action == approve:
            approved[subject] = max(seq, approved.get(subject, 0))
    editors: dict[int, set[int]] = {key: set() for key in keys.values()}
    for subject, user_id, action, seq in entries:
        if action == edit and seq > approved.get(subject, 0) and user_id is not None:
            editors[keys[subject]].add(user_id)
    return {key: frozenset(user_ids) for key, user_ids in editors.items()}
