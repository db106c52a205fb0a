"""Who read what is not public yet, as the journal has it."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User

from releases.desk.journal_subjects import subject_of_release
from releases.desk.versions import versions_of
from releases.models import Attachment, JournalAction, JournalEntry, Release, State
from releases.record import journal
from releases.record.clock import read_clock

ON_RECORD = {State.APPROVED, State.WITHDRAWN}


def note_reading(
    release: Release,
    *,
    by: User,
    of: str,
    file: str = "",
    now: dt.datetime | None = None,
) -> None:
    """Journal that somebody read the release, unless readers see all of it already.

    `of` names the page that showed it, or the file, with its SHA-256 in `file`; `now` is
    the record's time where the page has read it. Journalled once an hour for each person
    and page.
    """
    if not is_fully_public(release):
        journal.note_reading(
            subject_of_release(release),
            by=by,
            page=of,
            file=file,
            now=now or read_clock(),
        )


def note_file_reading(attachment: Attachment, *, by: User) -> None:
    """Journal that somebody opened the file, for each release that it goes out with."""
    releases = (
        [attachment.release]
        if attachment.release
        else attachment.event.release_set.all()
        if attachment.event
        else []
    )
    for release in releases:
        note_reading(
            release,
            by=by,
            of=f"the file {attachment.name}, {attachment.sha256}",
            file=attachment.sha256,
        )


def files_read(release: Release, *, by: User) -> dict[str, dt.datetime]:
    """Return when this person last opened each file, by its SHA-256."""
    entries = JournalEntry.objects.filter(
        subject=subject_of_release(release),
        action=JournalAction.READ,
        user_id=by.pk,
    ).exclude(facts__file="")
    return dict(entries.order_by("seq").values_list("facts__file", "at"))


def is_fully_public(release: Release) -> bool:
    """Return whether the desk shows nothing of it that readers don't see.

    False for the draft of a correction, though an earlier version is public.
    """
    if release.state not in ON_RECORD:
        return False
    latest = next(iter(versions_of(release)), None)
    return latest is not None and latest.live_from <= read_clock()
