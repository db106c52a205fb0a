"""Submit a release for approval, or send it back to its authors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.desk import approvals
from releases.desk.context import ReleaseContext
from releases.desk.journal_subjects import subject_of_release
from releases.desk.transitions.claim import RESET, claim, lock
from releases.desk.waivers import require_answers
from releases.models import Comment, JournalAction, Release, State
from releases.record import journal
from releases.text.highlighting import Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What should change in a passage of a release that is sent back."""

    anchor: Anchor
    text: str


@transaction.atomic
def submit(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    waive: Mapping[str, str] | None = None,
) -> None:
    """Ask for approval of the release as it is.

    `waive` answers checks by their id with a reason: an error by somebody who may
    override checks, a warning by the author. Raises NotAllowed while one is unanswered.
    """
    refusal = _("“%(release)s” is no longer a draft.")
    lock(release, {State.DRAFT}, refusal)
    context = ReleaseContext(release, at=at)
    require_answers(context, by=by, answers=waive or {}, include_warnings=True)
    claim(
        release,
        {State.DRAFT},
        refusal,
        state=State.SUBMITTED,
        submitted_by=by,
        submitted_at=at,
    )
    journal.write(
        JournalAction.SUBMIT,
        subject_of_release(release),
        by=by,
        digest=context.page.digest,
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

    Its approvals end.
    """
    claim(
        release,
        {State.SUBMITTED, State.CLEARED, State.HELD},
        _("“%(release)s” isn't waiting for approval."),
        state=State.DRAFT,
        **RESET,
    )
    approvals.end_round(release, at=at)
    Comment.objects.bulk_create(
        Comment(
            release=release,
            by=by,
            at=at,
            passage=remark.anchor.passage,
            words_before=remark.anchor.before,
            words_after=remark.anchor.after,
            text=remark.text,
        )
        for remark in remarks
    )
    journal.write(
        JournalAction.SEND_BACK,
        subject_of_release(release),
        by=by,
        detail=reason,
        facts={"reason": reason},
    )
