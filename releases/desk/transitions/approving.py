"""Approval: by everybody whom the category asks, of exactly what they read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from django.contrib.auth.models import User
from django.db import transaction

from releases.desk import approvals
from releases.desk.approval_basis import basis_of
from releases.desk.approvals.four_eyes import APPROVE, approves_alone, subject
from releases.desk.check_results import judge
from releases.desk.check_results import waive as answer
from releases.desk.exceptions import NotAllowed
from releases.desk.scheduling import instant_of
from releases.desk.transitions.claim import lock
from releases.desk.transitions.opening import put_or_clear
from releases.desk.transitions.rescheduling import NOW, reschedule
from releases.desk.transitions.submitting import submit
from releases.models import Approval, Release, State
from releases.record import journal, publishing

IN_PART = "approve in part"


@transaction.atomic
def approve(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    seen: str | None = None,
    waive: Mapping[str, str] | None = None,
    opens: dt.datetime | Literal["now"] | None = None,
    calls_off: bool = False,
) -> publishing.Outcome | None:
    """Approve the release; with the last approval that it needs it goes on the record.

    `seen` is the `words_of` what the approver read: where the release, its instant, a
    contact or an event of it has changed since, the approval is refused. What the checks
    say is judged with the last approval, answers (`waive`) are taken with each. `opens` moves
    it to another instant, or to "now", where its own has passed. `calls_off` agrees that
    what is scheduled for the same instant or later never goes public. Returns what went
    on the record; None while another approval, or the wire, is awaited.
    """
    lock(release, {State.SUBMITTED}, "is not waiting for approval")
    publishing.enter()
    alone = approves_alone(release, by)
    approvals.demand(by, at=at, what="approve this")
    read = basis_of(release)
    if seen is not None and read.words != seen:
        raise NotAllowed(
            f"“{release}” was changed after you read it: read it again, then approve."
        )
    given = approvals.give(release, read, by=by, at=at)
    still = approvals.wanting(release, read)
    if opens is not None:
        if opens == NOW and still:
            raise NotAllowed(
                "Others must still approve it, so it cannot open now: choose an "
                "instant that leaves them the time."
            )
        reschedule(release, opens, by=by)
    instant_of(release)
    said = _as_whom(given, alone=alone)
    if still:
        answer(release, by=by, at=at, answers=waive or {})
        names = " and ".join(str(role) for role in still)
        journal.write(
            IN_PART,
            subject(release),
            by=by.get_username(),
            digest=read.page.digest,
            detail=f"still needs {names}{said}",
        )
        return None
    judge(release, by=by, at=at, answers=waive or {}, warnings_too=False)
    outcome = put_or_clear(release, read, by=by, at=at, calls_off=calls_off)
    when = (
        f"for {outcome.live_from.isoformat()}" if outcome else "once the wire crosses"
    )
    journal.write(
        APPROVE,
        subject(release),
        by=by.get_username(),
        digest=read.page.digest,
        detail=when + said,
    )
    return outcome


def _as_whom(given: Approval, *, alone: bool) -> str:
    """What the journal adds: the role, the absent colleague, the want of a second."""
    role = f", as {given.role}" if given.role else ""
    away = f", for {given.standing_in_for}" if given.standing_in_for else ""
    return f"{role}{away}{', alone' if alone else ''}"


@transaction.atomic
def publish_alone(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    seen: str | None = None,
    waive: Mapping[str, str] | None = None,
) -> publishing.Outcome | None:
    """Submit and approve in one step, where the desk lets this person do so."""
    if release.state == State.DRAFT:
        submit(release, by=by, at=at, waive=waive)
    return approve(release, by=by, at=at, seen=seen, waive=waive)
