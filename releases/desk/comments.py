"""Comments on a release, each on a passage or on all of it, and the replies to them."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.models import Comment, JournalAction, Release
from releases.record import journal
from releases.text.highlighting import Anchor
from releases.text.mentions import named_in

WHOLE_RELEASE = Anchor("")


@transaction.atomic
def add_comment(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    text: str,
    anchor: Anchor = WHOLE_RELEASE,
) -> Comment:
    """Add a comment on a passage of the text, or on all of it.

    Raises NotAllowed for an empty comment.
    """
    _require_words(text)
    comment = Comment.objects.create(
        release=release,
        by=by,
        at=at,
        passage=anchor.passage.strip(),
        words_before=anchor.before,
        words_after=anchor.after,
        text=text.strip(),
    )
    _write(JournalAction.COMMENT, comment, by=by)
    return comment


@transaction.atomic
def reply_to_comment(
    comment: Comment, *, by: User, at: dt.datetime, text: str
) -> Comment:
    """Add a reply below a comment.

    Raises NotAllowed for an empty reply, and where the comment is resolved.
    """
    _require_words(text)
    root = Comment.objects.select_for_update().get(pk=comment.reply_to_id or comment.pk)
    if root.resolved_at:
        raise NotAllowed(_("This comment is resolved. Reopen it first."))
    reply = Comment.objects.create(
        release_id=root.release_id, reply_to=root, by=by, at=at, text=text.strip()
    )
    _write(JournalAction.REPLY_TO_COMMENT, reply, by=by)
    return reply


@transaction.atomic
def resolve_comment(comment: Comment, *, by: User, at: dt.datetime) -> None:
    """Mark the comment as resolved. Raises NotAllowed if it is already."""
    resolved = Comment.objects.filter(
        pk=comment.pk, resolved_at=None, reply_to=None
    ).update(resolved_by=by, resolved_at=at)
    if not resolved:
        raise NotAllowed(_("This comment is already resolved."))
    comment.refresh_from_db()
    _write(JournalAction.RESOLVE_COMMENT, comment, by=by)


@transaction.atomic
def reopen_comment(comment: Comment, *, by: User) -> None:
    """Mark a resolved comment as open again. Raises NotAllowed if it is open."""
    reopened = Comment.objects.filter(pk=comment.pk, resolved_at__isnull=False).update(
        resolved_by=None, resolved_at=None
    )
    if not reopened:
        raise NotAllowed(_("This comment is open already."))
    comment.refresh_from_db()
    _write(JournalAction.REOPEN_COMMENT, comment, by=by)


def people_named(text: str) -> list[User]:
    """Return the active members of staff whom a comment names with an @."""
    names = named_in(text)
    if not names:
        return []
    staff = User.objects.filter(is_active=True, is_staff=True)
    return list(staff.alias(name=Lower("username")).filter(name__in=names))


def _require_words(text: str) -> None:
    if not text.strip():
        raise NotAllowed(_("Say what should change."))


def _write(action: JournalAction, comment: Comment, *, by: User) -> None:
    journal.write(
        action,
        subject_of_release(comment.release),
        by=by,
        detail=comment.text,
        facts={"comment": comment.pk},
    )
