"""Stop what is scheduled: hold it for a while, or call it off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.desk import approvals, bundles
from releases.desk.approvals import Approver
from releases.desk.context import ReleaseContext
from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.desk.transitions.claim import IS_GONE, RESET, claim, lock
from releases.desk.transitions.publishing import publish_or_await_wire
from releases.desk.transitions.rescheduling import reschedule
from releases.desk.versions import is_live, public_version, scheduled_versions
from releases.desk.waivers import require_answers
from releases.models import JournalAction, Publication, Release, State
from releases.models.record.kinds import Notice
from releases.record import journal, publishing
from releases.record.documents import ReleaseDocument


@transaction.atomic
def hold(release: Release, *, by: User, at: dt.datetime, reason: str = "") -> None:
    """Stop a scheduled release at once; its approvals remain valid.

    Any one approver may: an exchange can ask for a delay two minutes before. Raises
    NotAllowed if nothing is scheduled, or it is too late.
    """
    Approver(by, at=at).require(_("Only approvers can hold a release."))
    not_scheduled = _("“%(release)s” isn't scheduled.")
    lock(release, {State.APPROVED, State.CLEARED}, not_scheduled)
    if release.state != State.CLEARED:
        _call_off_latest(release, by=by, at=at)
    claim(
        release,
        {State.APPROVED, State.CLEARED},
        not_scheduled,
        state=State.HELD,
        address=release.address if is_live(release) else "",
        held_by=by,
        held_at=at,
    )
    journal.write(JournalAction.HOLD, subject_of_release(release), by=by, detail=reason)


@transaction.atomic
def resume(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    opens: dt.datetime | Literal["now"],
    seen: str | None = None,
    waive: Mapping[str, str] | None = None,
    calls_off: bool = False,
) -> publishing.PublishResult | None:
    """Put a held release back on the record for a later instant, or for now.

    Any one approver may. Raises NotAllowed if anything that was approved has changed,
    or isn't what was read (`seen`, its full digest).
    """
    lock(
        release,
        {State.HELD},
        _("“%(release)s” isn't held."),
    )
    Approver(by, at=at).require(_("Only approvers can resume a release."))
    publishing.lock_record()
    context = ReleaseContext(release, at=at)
    if seen is not None and context.basis.full_digest != seen:
        raise NotAllowed(
            _(
                "“%(release)s” was changed after you read it. Read it again, then resume."
            )
            % {"release": release}
        )
    if approvals.missing_roles(context):
        raise NotAllowed(
            _(
                "“%(release)s” was changed after its approval. Send it back, so that it "
                "can be approved as it is now."
            )
            % {"release": release}
        )
    authorization = approvals.authorization_of(context)
    reschedule(release, opens, by=by)
    context = context.rescheduled()
    require_answers(context, by=by, answers=waive or {}, include_warnings=False)
    outcome = publish_or_await_wire(
        context, by=by, calls_off=calls_off, authorization=authorization
    )
    when = (
        f"for {outcome.live_from.isoformat()}" if outcome else "once the wire crosses"
    )
    journal.write(
        JournalAction.RESUME,
        subject_of_release(release),
        by=by,
        digest=context.page.digest,
        detail=when,
        facts={"live_from": outcome.live_from.isoformat() if outcome else None},
    )
    return outcome


@transaction.atomic
def call_off(release: Release, *, by: User, at: dt.datetime) -> None:
    """Stop what is scheduled: it never goes public, and becomes a draft again.

    A release whose notice of withdrawal is public stays withdrawn. Raises NotAllowed if
    nothing is scheduled, or it is too late.
    """
    # The row before the record, as everywhere: else two transitions could wait for each
    # other.
    lock(release, set(State), IS_GONE)
    if release.state not in {State.CLEARED, State.HELD}:
        _call_off_latest(release, by=by, at=at)
    public = public_version(release)
    if public is not None and public.notice == Notice.WITHDRAWAL:
        claim(
            release,
            set(State),
            IS_GONE,
            state=State.WITHDRAWN,
            **_notice_of(public),
            **RESET,
        )
    else:
        claim(
            release,
            set(State) - {State.WITHDRAWN},
            _("“%(release)s” is withdrawn."),
            state=State.DRAFT,
            address=release.address if public else "",
            **RESET,
        )
    approvals.end_round(release, at=at)
    journal.write(JournalAction.CALL_OFF, subject_of_release(release), by=by)


def _call_off_latest(release: Release, *, by: User, at: dt.datetime) -> None:
    """Call off its latest scheduled version, with what was to go out with it."""
    scheduled = scheduled_versions(release)
    if not scheduled:
        raise NotAllowed(
            _("“%(release)s” isn't scheduled. If it is already public, withdraw it.")
            % {"release": release}
        )
    try:
        called_off = publishing.call_off(scheduled[0].bundle, by=by)
    except publishing.TooLate:
        raise NotAllowed(
            _("“%(release)s” goes public this second, too late to stop. Withdraw it.")
            % {"release": release}
        ) from None
    bundles.republish_shared_events(called_off, by=by)
    approvals.cancel_emergency(release, called_off, at=at)


def _notice_of(public: Publication) -> dict[str, object]:
    change = ReleaseDocument.model_validate_json(public.document).change
    assert change is not None
    return {"notice": change.text, "notice_kind": change.kind}
