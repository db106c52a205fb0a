"""Who edited a release, as the journal has it: its editors may not approve it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Max

from releases.desk.journal_subjects import subject_of_release
from releases.models import (
    Boilerplate,
    Contact,
    Disclaimer,
    JournalEntry,
    Release,
    State,
)
from releases.record import journal

APPROVE = "approve"
EDIT = "edit"


def note_edit(release: Release, *, by: User, detail: str = "") -> None:
    """Journal that this person edited the release."""
    journal.write(
        EDIT, subject_of_release(release), by=by.get_username(), detail=detail
    )


def note_edit_of_part(part: Contact | Disclaimer | Boilerplate, *, by: User) -> None:
    """Journal an edit of each draft or submitted release that carries the part."""
    pending = part.release_set.filter(state__in=[State.DRAFT, State.SUBMITTED])
    for release in pending:
        note_edit(release, by=by, detail=f"{part._meta.verbose_name} “{part}”")


def editors_since_approval(releases: Iterable[Release]) -> dict[int, frozenset[str]]:
    """Return the usernames of who edited each release since its last full approval.

    By the release's key, in one query.
    """
    keys = {subject_of_release(release): release.pk for release in releases}
    entries = list(
        JournalEntry.objects.filter(subject__in=keys, action__in=[EDIT, APPROVE])
        .order_by()
        .values_list("subject", "by", "action")
        .annotate(Max("seq"))
    )
    approved: dict[str, int] = {}
    for subject, _, action, seq in entries:
        if action == APPROVE:
            approved[subject] = max(seq, approved.get(subject, 0))
    editors: dict[int, set[str]] = {key: set() for key in keys.values()}
    for subject, username, action, seq in entries:
        if action == EDIT and seq > approved.get(subject, 0):
            editors[keys[subject]].add(username)
    return {key: frozenset(usernames) for key, usernames in editors.items()}
