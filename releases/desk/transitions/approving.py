"""Approve exactly what was read; the last approval puts the release on the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.desk import approvals
from releases.desk.approvals import Approver, Capacity, approval_facts
from releases.desk.context import ReleaseContext
from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.desk.last_transition import refusal_with_facts
from releases.desk.scheduling import require_open_instant
from releases.desk.transitions.claim import lock
from releases.desk.transitions.publishing import (
    ApprovedRelease,
    approved_languages,
    publish_or_wait,
)
from releases.desk.transitions.rescheduling import NOW, reschedule
from releases.desk.transitions.submitting import submit
from releases.desk.waivers import record_answers, require_answers
from releases.models import JournalAction, Release, State
from releases.record import journal, publishing


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
) -> publishing.PublishResult | None:
    """Approve the release; with the last approval required it goes on the record.

    In several languages it goes once all of them are approved, as one bundle.
    `seen` is the full digest of what the approver read: if the release, its instant, a
    contact or an event of it has changed since, NotAllowed is raised. A held release
    that changed after its approval is approved again like one that was submitted. Answers to checks
    (`waive`) are taken with each approval; with the last one, no error may be left
    unanswered. `opens` moves the release to another instant, or to "now", and its other
    languages with it. `calls_off` agrees that what is scheduled for the same instant or
    later never goes public. Returns what went on the record; None while another approval,
    another language or the wire is awaited.
    """
    not_waiting = _("“%(release)s” isn't waiting for approval.")
    lock(release, {State.SUBMITTED, State.HELD}, not_waiting)
    publishing.lock_record()
    context = ReleaseContext(release, at=at)
    if release.state == State.HELD and not approvals.needs_approval_again(context):
        raise refusal_with_facts(release, not_waiting)
    capacity = approvals.capacity_to_approve(Approver(by, at=at), context)
    if seen is not None and context.basis.full_digest != seen:
        raise NotAllowed(
            _(
                "“%(release)s” was changed after you read it. Read it again, then approve."
            )
            % {"release": release}
        )
    approval = approvals.give_approval(context, by=by, capacity=capacity)
    missing = approvals.missing_roles(context)
    # With the instant as it was approved; an approver may move it here.
    approved = ApprovedRelease(
        context=context, authorization=approvals.authorization_of(context)
    )
    others = None if missing else approved_languages(context)
    if opens is not None:
        if opens == NOW and (missing or others is None):
            raise NotAllowed(
                _(
                    "Others must still approve this release, or another language of "
                    "it, so it can't be published now. Choose a time that leaves them "
                    "enough time."
                )
            )
        reschedule(release, opens, by=by)
        approved = approved.rescheduled()
        others = others and [other.rescheduled() for other in others]
        context = approved.context
    if release.go_live_at is not None:
        require_open_instant(release.go_live_at)
    digest = context.page.digest
    if missing:
        record_answers(context, by=by, answers=waive or {})
        roles = " and ".join(str(role) for role in missing)
        journal.write(
            JournalAction.APPROVE_IN_PART,
            subject_of_release(release),
            by=by,
            digest=digest,
            detail=f"still needs {roles}{_capacity_detail(capacity)}",
            facts={
                "missing_roles": [role.pk if role else None for role in missing],
                **approval_facts(approval),
                **_capacity_facts(capacity),
            },
        )
        return None
    require_answers(context, by=by, answers=waive or {}, include_warnings=False)
    for other in others or ():
        require_answers(other.context, by=by, answers={}, include_warnings=False)
    outcome = publish_or_wait(approved, others, by=by, calls_off=calls_off)
    when = awaited_instant(outcome, others)
    journal.write(
        JournalAction.APPROVE,
        subject_of_release(release),
        by=by,
        digest=digest,
        detail=f"{when}{_capacity_detail(capacity)}",
        facts={
            "live_from": outcome.live_from.isoformat() if outcome else None,
            **approval_facts(approval),
            **_capacity_facts(capacity),
        },
    )
    return outcome


def awaited_instant(
    outcome: publishing.PublishResult | None, others: Sequence[ApprovedRelease] | None
) -> str:
    """Return, for the journal, when it goes live or what it waits for."""
    if outcome:
        return f"for {outcome.live_from.isoformat()}"
    return "once the wire crosses" if others is not None else "with other languages"


def _capacity_detail(capacity: Capacity) -> str:
    """Return what the journal adds: the role, the absent colleague, “alone”."""
    role = f", as {capacity.role}" if capacity.role else ""
    absent = f", for {capacity.standing_in_for}" if capacity.standing_in_for else ""
    return f"{role}{absent}{', alone' if capacity.alone else ''}"


def _capacity_facts(capacity: Capacity) -> dict[str, int | bool | None]:
    role, absent = capacity.role, capacity.standing_in_for
    return {
        "role": role.pk if role else None,
        "standing_in_for": absent.pk if absent else None,
        "alone": capacity.alone,
    }


@transaction.atomic
def publish_alone(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    seen: str | None = None,
    waive: Mapping[str, str] | None = None,
) -> publishing.PublishResult | None:
    """Submit and approve in one step, where the desk lets this person publish alone."""
    if release.state == State.DRAFT:
        submit(release, by=by, at=at, waive=waive)
    return approve(release, by=by, at=at, seen=seen, waive=waive)
