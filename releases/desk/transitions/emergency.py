"""Out now, approved after: for the hour when waiting is the greater wrong."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from releases.desk import approvals
from releases.desk.approval_basis import basis_of
from releases.desk.approvals.four_eyes import approves_alone, subject
from releases.desk.check_results import pass_over
from releases.desk.exceptions import NotAllowed
from releases.desk.transitions.claim import claim
from releases.desk.transitions.opening import put_on_record
from releases.models import Approval, Release, State
from releases.record import journal, publishing

PERMISSION = "releases.publish_in_emergency"


@transaction.atomic
def publish_in_emergency(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    reason: str,
    seen: str | None = None,
    calls_off: bool = False,
) -> publishing.Outcome:
    """Publish in the next second on one person's word; a second approves it after.

    For news that is out already and must be everybody's (Regulation FD). What checks
    still report is passed over with this reason, and journalled; only what blocks
    without override still does. A second person must approve by `ratify_by`.
    """
    if not by.has_perm(PERMISSION):
        raise NotAllowed("You may not publish without a second person.")
    if not reason.strip():
        raise NotAllowed("Say why it cannot wait for its approvals.")
    claim(
        release,
        {State.DRAFT, State.SUBMITTED, State.CLEARED, State.HELD},
        "is on its way already",
        go_live_at=None,
        after_wire=False,
        ratify_by=at + dt.timedelta(hours=settings.IRSITE_RATIFY_HOURS),
        **({} if release.submitted_by_id else {"submitted_by": by, "submitted_at": at}),
    )
    publishing.enter()
    reading = basis_of(release)
    if seen is not None and reading.page.digest != seen:
        raise NotAllowed(
            f"“{release}” was changed after you read it: read it again, then publish."
        )
    pass_over(release, by=by, at=at, reason=reason.strip())
    approvals.end(release, at=at)
    given = approvals.give(release, reading, by=by, at=at, emergency=True)
    outcome = put_on_record(release, reading, by=by, at=at, calls_off=calls_off)
    journal.write(
        "PUBLISH IN EMERGENCY",
        subject(release),
        by=by.get_username(),
        digest=outcome.publications[0].digest,
        detail=f"{reason.strip()}; words {given.words}; for "
        f"{outcome.live_from.isoformat()}",
    )
    return outcome


@transaction.atomic
def ratify(release: Release, *, by: User, at: dt.datetime, seen: str) -> None:
    """Approve, after the fact, what was published in an emergency.

    `seen` is the `words` of the emergency approval: what its second reader has read.
    """
    approvals.demand(by, at=at, what="approve this")
    first = approvals.to_ratify(release)
    if first is None or first.words != seen:
        raise NotAllowed(f"“{release}” has nothing that waits for a second approval.")
    if first.by_id == by.pk:
        raise NotAllowed("Somebody else must approve what you published.")
    approves_alone(release, by)
    late = release.ratify_by is not None and at > release.ratify_by
    claim(release, set(State), "is gone", ratify_by=None)
    Approval.objects.create(
        release=release,
        by=by,
        at=at,
        ended_at=at,
        words=first.words,
        content=first.content,
        document=first.document,
    )
    journal.write(
        "ratify",
        subject(release),
        by=by.get_username(),
        detail=f"what {first.by} published in an emergency"
        + (", after its deadline" if late else ""),
    )
