"""One person's tasks: to approve, to ratify, to resume, to record, to rework."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.desk.approvals import (
    Approver,
    needs_approval_again,
    open_to,
    ratification_open_to,
)
from releases.desk.authors import load_authorships
from releases.desk.context import ReleaseContext
from releases.desk.journal_subjects import subject_of_release
from releases.desk.languages import waits_for_wire
from releases.models import JournalEntry, Release, State
from releases.workspace.actions import ACTIONS
from releases.workspace.actions.base import Action
from releases.workspace.clock import time_in_both_zones
from releases.workspace.dashboard.current_releases import CurrentReleases

# Drafts that were changed longer ago are found in their list.
LATEST_DRAFTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalTask:
    """A release, what it needs of this person, and the action for that, if any."""

    release: Release
    message: str
    action: Action | None = None
    is_overdue: bool = False


def tasks_of(
    approver: Approver,
    current: CurrentReleases,
    contexts: Mapping[int, ReleaseContext],
) -> list[PersonalTask]:
    """Return this person's tasks, the most urgent kind first.

    `contexts` hold every submitted, held and unratified release, if they may approve.
    """
    tasks: list[PersonalTask] = []
    if approver.may_approve:
        tasks += _to_ratify(approver, contexts.values())
        tasks += _to_approve(approver, contexts.values())
        tasks += _held(approver, contexts.values())
    if approver.may_approve or approver.user.has_perm("releases.submit_release"):
        tasks += _awaiting_wire(current)
    return [*tasks, *_to_rework(approver.user)]


def _to_ratify(
    approver: Approver, contexts: Iterable[ReleaseContext]
) -> list[PersonalTask]:
    tasks = []
    for context in contexts:
        deadline = context.release.ratify_by
        if deadline and ratification_open_to(approver, context):
            message = _("Published in an emergency. Approve it by %(time)s.")
            task = PersonalTask(
                release=context.release,
                message=message % {"time": time_in_both_zones(deadline)},
                action=ACTIONS["ratify"],
                is_overdue=deadline <= context.at,
            )
            tasks.append((deadline, task))
    return [task for _deadline, task in sorted(tasks, key=lambda pair: pair[0])]


def _to_approve(
    approver: Approver, contexts: Iterable[ReleaseContext]
) -> Iterator[PersonalTask]:
    for context in contexts:
        if context.release.state == State.SUBMITTED and open_to(approver, context):
            yield PersonalTask(
                release=context.release,
                message=_approval_message(context),
                action=ACTIONS["approve"],
            )


def _approval_message(context: ReleaseContext) -> str:
    instant = context.release.go_live_at
    if instant is None:
        return _("Needs your approval. It publishes as soon as it is approved.")
    if instant <= context.at:
        return _("Needs your approval. Its time has passed.")
    return _("Needs your approval. It publishes on %(time)s.") % {
        "time": time_in_both_zones(instant)
    }


def _held(
    approver: Approver, contexts: Iterable[ReleaseContext]
) -> Iterator[PersonalTask]:
    for context in contexts:
        if context.release.state != State.HELD:
            continue
        if not needs_approval_again(context):
            message = _("Held by %(person)s. Resume it or return it to the author.")
            action = ACTIONS["resume"]
        elif open_to(approver, context):
            message = _(
                "Held by %(person)s, and changed after its approval. Approve it again "
                "or send it back."
            )
            action = ACTIONS["approve"]
        else:
            message = _(
                "Held by %(person)s, and changed after its approval. Someone else must "
                "approve it again, or send it back."
            )
            action = ACTIONS["send-back"]
        yield PersonalTask(
            release=context.release,
            message=message % {"person": context.release.held_by},
            action=action,
        )


def _awaiting_wire(current: CurrentReleases) -> Iterator[PersonalTask]:
    for release in filter(waits_for_wire, current.in_state(State.CLEARED)):
        yield PersonalTask(
            release=release,
            message=_("Approved. Record when the newswire has crossed."),
            action=ACTIONS["wire-crossed"],
        )


def _to_rework(user: User) -> Iterator[PersonalTask]:
    """Yield this person's drafts that were sent back or have open comments."""
    drafts = list(
        Release.objects.filter(state=State.DRAFT)
        .annotate(
            open_comments=Count(
                "comments",
                filter=Q(comments__resolved_at=None, comments__reply_to=None),
            )
        )
        .order_by("-changed_at")[:LATEST_DRAFTS]
    )
    authorships = load_authorships(map(subject_of_release, drafts))
    sent_back = [row.sent_back for row in authorships.values() if row.sent_back]
    reasons = dict(
        JournalEntry.objects.filter(seq__in=sent_back).values_list(
            "subject", "facts__reason"
        )
    )
    for release in drafts:
        subject = subject_of_release(release)
        if user.pk not in authorships[subject].authors:
            continue
        messages = []
        if subject in reasons:
            messages.append(_("Sent back: %(reason)s") % {"reason": reasons[subject]})
        if release.open_comments:
            messages.append(
                ngettext(
                    "%(count)s comment to resolve.",
                    "%(count)s comments to resolve.",
                    release.open_comments,
                )
                % {"count": release.open_comments}
            )
        if messages:
            yield PersonalTask(release=release, message=" ".join(messages))
