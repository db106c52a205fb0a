"""Who read what is not public yet, as the journal has it."""

from __future__ import annotations

from django.contrib.auth.models import User

from releases.desk.journal_subjects import subject_of_release
from releases.desk.versions import versions_of
from releases.models import Release, State
from releases.record import journal
from releases.record.clock import read_clock

ON_RECORD = {State.APPROVED, State.WITHDRAWN}


def note_reading(release: Release, *, by: User, of: str) -> None:
    """Journal that somebody read the release, unless readers see all of it already.

    `of` names the page that showed it. Journalled once an hour for each person and page.
    """
    if not is_fully_public(release):
        journal.note_reading(
            subject_of_release(release), by=by.get_username(), detail=of
        )


def is_fully_public(release: Release) -> bool:
    """Return whether the desk shows nothing of it that readers don't see.

    False for the draft of a correction, though an earlier version is public.
    """
    if release.state not in ON_RECORD:
        return False
    latest = next(iter(versions_of(release)), None)
    return latest is not None and latest.live_from <= read_clock()
