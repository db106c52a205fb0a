"""Who is named in a comment that is open: told where it is, without a word of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext as _

from releases.desk.comments import people_named
from releases.models import Comment
from releases.readers.models import MailingKind
from releases.staff_alerts.alert import StaffAlert, StaffMessage, release_url
from releases.staff_alerts.staff import Staff

# After so long a comment is no news.
TOLD_FOR = dt.timedelta(days=7)
VIEW_RELEASE = "releases.view_release"


def mention_alerts(*, at: dt.datetime) -> Iterator[StaffAlert]:
    """Yield an alert for each open comment, or reply to one, that names somebody."""
    is_open = Q(reply_to=None, resolved_at=None) | Q(
        reply_to__isnull=False, reply_to__resolved_at=None
    )
    comments = Comment.objects.filter(
        is_open, text__contains="@", at__gt=at - TOLD_FOR, at__lte=at
    )
    for comment in comments.order_by("pk"):
        named = frozenset(user.pk for user in people_named(comment.text))
        if named - {comment.by_id}:
            yield StaffAlert(
                key=f"mentioned:{comment.pk}",
                kind=MailingKind.MENTIONED,
                opens=comment.at,
                release=comment.release_id,
                find_recipients=partial(_readers, named - {comment.by_id}),
                write_message=partial(_message, comment.release_id),
            )


def _readers(named: frozenset[int], staff: Staff) -> frozenset[int]:
    """Return those of them who can get mail and may read releases."""
    return staff.among(named) & staff.with_permission(VIEW_RELEASE)


def _message(release: int) -> StaffMessage:
    return StaffMessage(
        subject=_("A comment at the desk names you"),
        sentences=(
            _("Somebody named you in a comment on release %(number)s. The desk has it.")
            % {"number": release},
        ),
        url=release_url(release),
    )
