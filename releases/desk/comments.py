"""Comments on a release, each on a passage or on all of it."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.models import Comment, JournalAction, Release
from releases.record import journal


@transaction.atomic
def add_comment(
    release: Release, *, by: User, at: dt.datetime, text: str, passage: str = ""
) -> Comment:
    """Add a comment on a passage of the text, or on all of it.

    Raises NotAllowed for an empty comment.
    """
    if not text.strip():
        raise NotAllowed(_("Say what should change."))
    comment = Comment.objects.create(
        release=release, by=by, at=at, passage=passage.strip(), text=text.strip()
    )
    journal.write(
        JournalAction.COMMENT,
        subject_of_release(release),
        by=by,
        detail=text,
        facts={"comment": comment.pk},
    )
    return comment


@transaction.atomic
def resolve_comment(comment: Comment, *, by: User, at: dt.datetime) -> None:
    """Mark the comment as resolved. Raises NotAllowed if it is already."""
    resolved = Comment.objects.filter(pk=comment.pk, resolved_at=None).update(
        resolved_by=by, resolved_at=at
    )
    if not resolved:
        raise NotAllowed(_("This comment is already resolved."))
    comment.refresh_from_db()
    journal.write(
        JournalAction.RESOLVE_COMMENT,
        subject_of_release(comment.release),
        by=by,
        detail=comment.text,
        facts={"comment": comment.pk},
    )
