"""Stopping what is scheduled: for a while, or for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from django.contrib.auth.models import User
from django.db import transaction

from releases.desk import approvals, bundles
from releases.desk.approval_basis import basis_of, is_live, scheduled, stands
from releases.desk.approvals.four_eyes import subject
from releases.desk.check_results import judge
from releases.desk.exceptions import NotAllowed
from releases.desk.transitions.claim import AFRESH, claim, lock
from releases.desk.transitions.opening import put_or_clear
from releases.desk.transitions.rescheduling import reschedule
from releases.models import Publication, Release, State
from releases.models.record.kinds import Notice
from releases.record import journal, publishing
from releases.record.documents import ReleaseDocument


@transaction.atomic
def hold(release: Release, *, by: User, at: dt.datetime, reason: str = "") -> None:
    """Stop a scheduled release at once, with its approvals standing.

    Any one approver may: an exchange can ask for a delay two minutes before.
    """
    approvals.demand(by, at=at, what="hold this")
    if release.state != State.CLEARED:
        _take_off_the_record(release, by=by, at=at)
    claim(
        release,
        {State.APPROVED, State.CLEARED},
        "is not scheduled",
        state=State.HELD,
        address=release.address if is_live(release) else "",
        held_by=by,
        held_at=at,
    )
    journal.write("hold", subject(release), by=by.get_username(), detail=reason)


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
) -> publishing.Outcome | None:
    """Put a held release back on the record for a later instant: one approver does.

    Refused where anything that was approved has changed meanwhile.
    """
    lock(release, {State.HELD}, "is not held")
    approvals.demand(by, at=at, what="let this go on")
    publishing.enter()
    reading = basis_of(release)
    if seen is not None and reading.words != seen:
        raise NotAllowed(
            f"“{release}” was changed after you read it: read it again, then go on."
        )
    if approvals.wanting(release, reading):
        raise NotAllowed(
            f"“{release}” is no longer what was approved: send it back, so that it "
            "can be approved as it is now."
        )
    reschedule(release, opens, by=by)
    judge(release, by=by, at=at, answers=waive or {}, warnings_too=False)
    outcome = put_or_clear(release, reading, by=by, at=at, calls_off=calls_off)
    when = (
        f"for {outcome.live_from.isoformat()}" if outcome else "once the wire crosses"
    )
    journal.write(
        "resume",
        subject(release),
        by=by.get_username(),
        digest=reading.page.digest,
        detail=when,
    )
    return outcome


@transaction.atomic
def call_off(release: Release, *, by: User, at: dt.datetime) -> None:
    """Stop what is scheduled: it never goes public, and is a draft again.

    Where a notice of withdrawal stands meanwhile, the release stays withdrawn.
    """
    if release.state not in {State.CLEARED, State.HELD}:
        _take_off_the_record(release, by=by, at=at)
    public = stands(release)
    if public is not None and public.notice == Notice.WITHDRAWAL:
        claim(
            release,
            set(State),
            "is gone",
            state=State.WITHDRAWN,
            **_notice_of(public),
            **AFRESH,
        )
    else:
        claim(
            release,
            set(State) - {State.WITHDRAWN},
            "is withdrawn",
            state=State.DRAFT,
            address=release.address if public else "",
            **AFRESH,
        )
    approvals.end(release, at=at)
    journal.write("call off", subject(release), by=by.get_username())


def _take_off_the_record(release: Release, *, by: User, at: dt.datetime) -> None:
    """Call off what of it comes last, with what was to go out with it."""
    to_come = scheduled(release)
    if not to_come:
        raise NotAllowed(
            f"“{release}” has nothing scheduled. If it is public already, withdraw it."
        )
    try:
        called_off = publishing.call_off(to_come[0].bundle, by=by.get_username())
    except publishing.TooLate:
        raise NotAllowed(
            f"“{release}” goes public this second: it is too late to call it off. "
            "Withdraw it."
        ) from None
    bundles.give_back(called_off, by=by.get_username())
    approvals.forget_emergency(release, called_off, at=at)


def _notice_of(public: Publication) -> dict[str, object]:
    change = ReleaseDocument.model_validate_json(public.document).change
    assert change is not None
    return {"notice": change.text, "notice_kind": change.kind}
