"""Publish in an emergency on one person's word; a second person approves it after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.desk import approvals
from releases.desk.approvals import Approver, Capacity, approval_facts
from releases.desk.context import ReleaseContext
from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.desk.transitions.claim import IS_GONE, claim, lock
from releases.desk.transitions.publishing import ApprovedRelease, publish_approved
from releases.desk.waivers import waive_all
from releases.models import (
    Approval,
    Category,
    Disclaimer,
    JournalAction,
    Release,
    ReleaseDisclaimer,
    State,
)
from releases.models.desk.choices import Answer
from releases.record import journal, publishing
from releases.record.authorization import Authorization, Ground
from releases.record.documents import digest_of

PERMISSION = "releases.publish_in_emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyAnswers:
    """The answers that a draft lacks, given by the person who publishes it in an emergency.

    Only what nobody has answered yet is filled in.
    """

    category: Category | None = None
    forward_looking: str = ""
    disclaimer: Disclaimer | None = None


@transaction.atomic
def publish_in_emergency(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    reason: str,
    seen: str | None = None,
    calls_off: bool = False,
    answers: EmergencyAnswers | None = None,
) -> publishing.PublishResult:
    """Publish in the next second on one person's word.

    For news that is out already and must be everybody's (Regulation FD), so it waits for
    no other language. Every check
    that can be overridden is waived with this reason. A second person must approve by
    `ratify_by`. `seen` is the digest of the page that was read; `answers` fill in
    what the draft lacks. Raises NotAllowed if a check blocks.
    """
    if not by.has_perm(PERMISSION):
        raise NotAllowed(_("You don't have permission to publish in an emergency."))
    if not reason.strip():
        raise NotAllowed(_("Say why this release can't wait for its approvals."))
    claim(
        release,
        {State.DRAFT, State.SUBMITTED, State.CLEARED, State.HELD},
        _("“%(release)s” is already approved or withdrawn."),
        go_live_at=None,
        after_wire=False,
        ratify_by=at + dt.timedelta(hours=settings.IRSITE_RATIFY_HOURS),
        **({} if release.submitted_by_id else {"submitted_by": by, "submitted_at": at}),
    )
    publishing.lock_record()
    context = ReleaseContext(release, at=at)
    if seen is not None and context.page.digest != seen:
        raise NotAllowed(
            _(
                "“%(release)s” was changed after you read it. Read it again, then publish."
            )
            % {"release": release}
        )
    if answers is not None and _fill_in(release, answers):
        release.refresh_from_db()
        context = ReleaseContext(release, at=at)
    waive_all(context, by=by, reason=reason.strip())
    approvals.end_round(release, at=at)
    approval = approvals.give_approval(
        context, by=by, capacity=Capacity(), emergency=True
    )
    authorization = Authorization(
        ground=Ground.EMERGENCY, release=release.pk, approvals=(approval.pk,)
    )
    outcome = publish_approved(
        [ApprovedRelease(context=context, authorization=authorization)],
        by=by,
        calls_off=calls_off,
    )
    journal.write(
        JournalAction.PUBLISH_IN_EMERGENCY,
        subject_of_release(release),
        by=by,
        digest=outcome.publications[0].digest,
        detail=f"{reason.strip()}; words {approval.full_digest}; for "
        f"{outcome.live_from.isoformat()}",
        facts={
            **approval_facts(approval),
            "live_from": outcome.live_from.isoformat(),
        },
    )
    return outcome


def _fill_in(release: Release, answers: EmergencyAnswers) -> bool:
    """Fill in what the release lacks; return whether that changed anything."""
    changes: dict[str, object] = {}
    if release.category is None and answers.category:
        changes["category"] = answers.category
    if release.forward_looking == Answer.UNANSWERED and answers.forward_looking:
        changes["forward_looking"] = answers.forward_looking
    if changes:
        Release.objects.filter(pk=release.pk).update(**changes)
    adds_disclaimer = bool(answers.disclaimer) and not release.disclaimers.exists()
    if adds_disclaimer and answers.disclaimer:
        ReleaseDisclaimer.objects.create(
            release=release, disclaimer=answers.disclaimer, order=0
        )
    return bool(changes) or adds_disclaimer


@transaction.atomic
def ratify(release: Release, *, by: User, at: dt.datetime, seen: str) -> None:
    """Approve, after the fact, what was published in an emergency.

    `seen` is the full digest of the emergency approval that was read.
    """
    lock(release, set(State), IS_GONE)
    publishing.lock_record()
    context = ReleaseContext(release, at=at)
    first = approvals.approval_to_ratify(Approver(by, at=at), context)
    if first.full_digest != seen:
        raise NotAllowed(
            _("“%(release)s” has nothing to approve after the fact.")
            % {"release": release}
        )
    is_late = release.ratify_by is not None and at > release.ratify_by
    claim(release, set(State), IS_GONE, ratify_by=None)
    approval = Approval.objects.create(
        release=release,
        by=by,
        at=at,
        ended_at=at,
        full_digest=first.full_digest,
        content_digest=first.content_digest,
        document=first.document,
    )
    journal.write(
        JournalAction.RATIFY,
        subject_of_release(release),
        by=by,
        digest=digest_of(first.document),
        detail=f"what {first.by} published in an emergency"
        + (", after its deadline" if is_late else ""),
        facts={**approval_facts(approval), "ratifies": first.pk, "late": is_late},
    )
