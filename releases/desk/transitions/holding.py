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
from releases.desk.languages import other_languages
from releases.desk.transitions.approving import awaited_instant
from releases.desk.transitions.claim import IS_GONE, RESET, claim, lock
from releases.desk.transitions.publishing import (
    ApprovedRelease,
    approved_languages,
    publish_or_wait,
)
from releases.desk.transitions.rescheduling import reschedule
from releases.desk.versions import is_live, public_version, scheduled_versions
from releases.desk.waivers import require_answers
from releases.models import JournalAction, Publication, Release, State
from releases.models.record.kinds import Kind, Notice
from releases.record import journal, publishing
from releases.record.documents import ReleaseDocument


@transaction.atomic
def hold(release: Release, *, by: User, at: dt.datetime, reason: str = "") -> None:
    """Stop a scheduled release at once, in all its languages; approvals remain valid.

    Any one approver may: an exchange can ask for a delay two minutes before. Raises
    NotAllowed if nothing is scheduled, or it is too late.
    """
    Approver(by, at=at).require(_("Only approvers can hold a release."))
    not_scheduled = _("“%(release)s” isn't scheduled.")
    lock(release, {State.APPROVED, State.CLEARED}, not_scheduled)
    others = []
    if release.state != State.CLEARED:
        others = _call_off_latest(release, by=by, at=at)
    for language in (release, *others):
        claim(
            language,
            {State.APPROVED, State.CLEARED},
            not_scheduled,
            state=State.HELD,
            address=language.address if is_live(language) else "",
            held_by=by,
            held_at=at,
        )
        journal.write(
            JournalAction.HOLD, subject_of_release(language), by=by, detail=reason
        )


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

    Its other languages that are held resume with it. Any one approver may. Raises NotAllowed if anything that was approved has changed,
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
    approved = ApprovedRelease(
        context=context, authorization=approvals.authorization_of(context)
    )
    others = approved_languages(context, resumes=True)
    held = [
        other for other in others or () if other.context.release.state == State.HELD
    ]
    reschedule(release, opens, by=by)
    approved = approved.rescheduled()
    others = others and [other.rescheduled() for other in others]
    require_answers(
        approved.context, by=by, answers=waive or {}, include_warnings=False
    )
    for other in others or ():
        require_answers(other.context, by=by, answers={}, include_warnings=False)
    outcome = publish_or_wait(approved, others, by=by, calls_off=calls_off)
    resumed = [approved, *held] if outcome else [approved]
    for language in resumed:
        journal.write(
            JournalAction.RESUME,
            subject_of_release(language.context.release),
            by=by,
            digest=language.context.page.digest,
            detail=awaited_instant(outcome, others),
            facts={"live_from": outcome.live_from.isoformat() if outcome else None},
        )
    return outcome


@transaction.atomic
def call_off(release: Release, *, by: User, at: dt.datetime) -> None:
    """Stop what is scheduled: it never goes public, and becomes a draft again.

    So do its other languages that were scheduled with it.
    A release whose notice of withdrawal is public stays withdrawn. Raises NotAllowed if
    nothing is scheduled, or it is too late.
    """
    # The row before the record, as everywhere: else two transitions could wait for each
    # other.
    lock(release, set(State), IS_GONE)
    others = []
    if release.state not in {State.CLEARED, State.HELD}:
        others = _call_off_latest(release, by=by, at=at)
    for language in (release, *others):
        _start_over(language, by=by, at=at)


def _start_over(release: Release, *, by: User, at: dt.datetime) -> None:
    """Make a release whose version was called off a draft, or withdrawn as before."""
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


def _call_off_latest(release: Release, *, by: User, at: dt.datetime) -> list[Release]:
    """Call off its latest scheduled version, with what was to go out with it.

    Returns its other languages that were scheduled with it, and are no more.
    """
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
    addresses = {row.address for row in called_off if row.kind == Kind.RELEASE}
    return [
        other
        for other in other_languages(release)
        if other.state == State.APPROVED and other.address in addresses
    ]


def _notice_of(public: Publication) -> dict[str, object]:
    change = ReleaseDocument.model_validate_json(public.document).change
    assert change is not None
    return {"notice": change.text, "notice_kind": change.kind}
