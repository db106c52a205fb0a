"""What waits for an approval: told to whoever can give it, by the dashboard's question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext as _

from releases.desk.approvals import (
    Approver,
    needs_approval_again,
    open_to,
    ratification_open_to,
)
from releases.desk.context import ReleaseContext, load_contexts
from releases.models import Release, State
from releases.readers.models import MailingKind
from releases.record.site_key import Purpose, codes_of
from releases.staff_alerts.alert import StaffAlert, StaffMessage, release_url
from releases.staff_alerts.staff import Staff


def waiting_approvals(*, at: dt.datetime) -> Iterator[StaffAlert]:
    """Yield an alert for each release as it waits for approval now, or after the fact.

    One that was changed, or was submitted anew, waits anew.
    """
    waiting = Release.objects.filter(
        Q(state__in=[State.SUBMITTED, State.HELD]) | Q(ratify_by__isnull=False)
    )
    releases = waiting.select_related("category", "held_by").order_by("pk")
    for context in load_contexts(releases, at=at):
        release = context.release
        emergency = context.emergency_approval
        if emergency is not None:
            yield StaffAlert(
                key=f"ratify:{release.pk}:{emergency.pk}",
                kind=MailingKind.APPROVAL,
                opens=emergency.at,
                release=release.pk,
                find_recipients=partial(_approvers, ratification_open_to, context),
                write_message=partial(_message, release.pk),
            )
        if release.state == State.SUBMITTED or needs_approval_again(context):
            since = release.held_at or release.submitted_at or at
            yield StaffAlert(
                key=f"approve:{release.pk}:{_code(context, since)}",
                kind=MailingKind.APPROVAL,
                opens=since,
                release=release.pk,
                find_recipients=partial(_approvers, open_to, context),
                write_message=partial(_message, release.pk),
            )


def _approvers(
    is_open_to: Callable[[Approver, ReleaseContext], bool],
    context: ReleaseContext,
    staff: Staff,
) -> frozenset[int]:
    return frozenset(
        approver.user.pk
        for approver in staff.approvers
        if is_open_to(approver, context)
    )


def _code(context: ReleaseContext, since: dt.datetime) -> str:
    """Return a code of what is to be approved, which tells nothing of it.

    The key of a mailing is in the Message-ID of its mails: a plain digest would confirm
    what somebody guesses of the text.
    """
    text = f"{context.basis.full_digest} {since.isoformat()}"
    return codes_of(Purpose.STAFF_ALERT, text)[0][:32]


def _message(release: int) -> StaffMessage:
    return StaffMessage(
        subject=_("A release waits for your approval"),
        sentences=(
            _("Release %(number)s at the desk needs your approval.")
            % {"number": release},
        ),
        url=release_url(release),
    )
