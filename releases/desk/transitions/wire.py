"""The newswire has crossed: publish what waited for that."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.desk import approvals
from releases.desk.context import ReleaseContext
from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.desk.transitions.claim import IS_GONE, claim, lock
from releases.desk.transitions.publishing import (
    ApprovedRelease,
    approved_languages,
    publish_approved,
)
from releases.models import JournalAction, Release, State
from releases.record import journal, publishing
from releases.record.clock import MARGIN, read_clock


@transaction.atomic
def record_wire_crossing(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    crossed_at: dt.datetime,
    order: str = "",
) -> publishing.PublishResult | None:
    """Record that the newswire has sent the release; publish it if it waited for that.

    It goes live at its own instant if that is still to come, and in the next second if
    not. Where its approvals are no longer valid, or another language of it is awaited,
    the crossing is recorded and nothing is published. Raises NotAllowed for a crossing in the future.
    """
    if crossed_at > at:
        raise NotAllowed(_("Enter a time in the past: the wire hasn't crossed yet."))
    lock(release, set(State), IS_GONE)
    claim(
        release,
        set(State),
        IS_GONE,
        wire_crossed_at=crossed_at,
        wire_order=order.strip() or release.wire_order,
    )
    journal.write(
        JournalAction.RECORD_WIRE,
        subject_of_release(release),
        by=by,
        detail=f"at {crossed_at.isoformat()}"
        + (f", order {release.wire_order}" if release.wire_order else ""),
        facts={"crossed_at": crossed_at.isoformat(), "order": release.wire_order},
    )
    if release.state != State.CLEARED:
        return None
    publishing.lock_record()
    context = ReleaseContext(release, at=at)
    if approvals.missing_roles(context):
        return None
    others = approved_languages(context)
    if others is None:
        return None
    languages = [
        ApprovedRelease(
            context=context, authorization=approvals.authorization_of(context)
        ),
        *others,
    ]
    approver = release.approved_by
    assert approver is not None
    has_passed = release.go_live_at and release.go_live_at - read_clock() < MARGIN
    if has_passed:
        keys = [language.context.release.pk for language in languages]
        Release.objects.filter(pk__in=keys).update(go_live_at=None)
    outcome = publish_approved(
        [language.rescheduled() for language in languages], by=approver, calls_off=False
    )
    journal.write(
        JournalAction.PUBLISH_AFTER_WIRE,
        subject_of_release(release),
        by=by,
        digest=outcome.publications[0].digest,
        detail=f"for {outcome.live_from.isoformat()}",
        facts={"live_from": outcome.live_from.isoformat()},
    )
    return outcome
