"""To the approvers, and back from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from releases.desk import approvals
from releases.desk.approval_basis import preview
from releases.desk.approvals.four_eyes import subject
from releases.desk.check_results import judge
from releases.desk.transitions.claim import AFRESH, claim, lock
from releases.models import Comment, Release, State
from releases.record import journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What should change in a passage, in the words of whoever sends it back."""

    passage: str
    text: str


@transaction.atomic
def submit(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    waive: Mapping[str, str] | None = None,
) -> None:
    """Ask for approval of the release as it stands.

    `waive` answers checks by their id, with a reason: an error by whoever may override
    checks, a warning by the author.
    """
    lock(release, {State.DRAFT}, "is no longer a draft")
    judge(release, by=by, at=at, answers=waive or {}, warnings_too=True)
    claim(
        release,
        {State.DRAFT},
        "is no longer a draft",
        state=State.SUBMITTED,
        submitted_by=by,
        submitted_at=at,
    )
    journal.write(
        "submit", subject(release), by=by.get_username(), digest=preview(release).digest
    )


@transaction.atomic
def send_back(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    reason: str,
    remarks: Sequence[Remark] = (),
) -> None:
    """Return a release to its authors, with what they should change and where.

    Approvals that were given end with it.
    """
    claim(
        release,
        {State.SUBMITTED, State.CLEARED, State.HELD},
        "is not waiting for approval",
        state=State.DRAFT,
        **AFRESH,
    )
    approvals.end(release, at=at)
    Comment.objects.bulk_create(
        Comment(release=release, by=by, at=at, passage=one.passage, text=one.text)
        for one in remarks
    )
    journal.write("send back", subject(release), by=by.get_username(), detail=reason)
