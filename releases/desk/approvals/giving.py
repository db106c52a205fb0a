"""Give approvals, and end the round that they belong to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from releases.desk.approvals.eligibility import Capacity
from releases.desk.context import ReleaseContext
from releases.desk.exceptions import NotAllowed
from releases.models import Approval, Publication, Release


@transaction.atomic
def give_approval(
    context: ReleaseContext,
    *,
    by: User,
    capacity: Capacity,
    emergency: bool = False,
) -> Approval:
    """Record the approval of exactly what this context froze.

    The database takes one approval of the same basis from each person and for each
    role. Raises NotAllowed for the second of two who press at once.
    """
    basis = context.basis
    earlier = context.approvals
    try:
        with transaction.atomic():
            approval = Approval.objects.create(
                release=context.release,
                role=capacity.role,
                standing_in_for=capacity.standing_in_for,
                by=by,
                at=context.at,
                emergency=emergency,
                full_digest=basis.full_digest,
                content_digest=basis.content_digest,
                document=basis.page.text,
            )
    except IntegrityError:
        raise NotAllowed(
            _(
                "Someone has just given this approval of “%(release)s”. Reload the page "
                "to see what is missing."
            )
            % {"release": context.release}
        ) from None
    earlier.insert(0, approval)
    return approval


def approval_facts(approval: Approval) -> dict[str, int | str]:
    """Return the facts by which a journal entry names the approval that was given."""
    return {
        "approval": approval.pk,
        "full_digest": approval.full_digest,
        "content_digest": approval.content_digest,
    }


def end_round(release: Release, *, at: dt.datetime) -> None:
    """End the round of approvals: what was approved must be approved again."""
    release.approvals.filter(ended_at=None).update(ended_at=at)


def cancel_emergency(
    release: Release, called_off: Iterable[Publication], *, at: dt.datetime
) -> None:
    """Drop the deadline to ratify an emergency release that was called off in time."""
    documents = {publication.document for publication in called_off}
    given = release.approvals.filter(emergency=True, ended_at=None)
    if given.filter(document__in=documents).update(ended_at=at):
        Release.objects.filter(pk=release.pk).update(ratify_by=None)
