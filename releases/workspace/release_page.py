"""The workspace: the column beside a release's form, or beside its text.

It shows the steps, the state, the next thing to do, the time left, what blocks the
release, its approvals and its comments; the rest is folded away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from releases.desk.journal_subjects import subject_of_release
from releases.models import (
    Comment,
    ExchangeNotice,
    Listing,
    Release,
    State,
    Waiver,
)
from releases.text.public_paths import release_path
from releases.translation import language_name
from releases.workspace.actions import COMMENT, PUBLISH, SUBMIT, available_actions
from releases.workspace.actions.base import Action
from releases.workspace.actions.forms import ActionForm
from releases.workspace.approvals import (
    ApprovalSlot,
    InvalidApproval,
    approval_slots,
    invalid_approvals,
)
from releases.workspace.clock import Countdown, publication_countdown
from releases.workspace.context import WorkspaceContext
from releases.workspace.findings import (
    RECORDED_BY,
    FindingGroup,
    FindingMatter,
    finding_groups,
    matter_of,
)
from releases.workspace.history.lines import HistoryFilter, HistoryLine, history_page
from releases.workspace.history.subjects import subjects_of
from releases.workspace.labels import Status, next_step, status_of
from releases.workspace.progress import ProgressStep, progress_of
from releases.workspace.text import (
    HighlightedText,
    OpenComment,
    highlighted_text,
    open_comments,
    replies_to,
)

HISTORY_LINES = 12
# Actions whose buttons stand beside Save or beside the text, not among the others.
PLACED_ELSEWHERE = (SUBMIT, PUBLISH, COMMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskItem:
    """A task around the release, its deadline, and the action that records it."""

    message: str
    due: Countdown | None
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLanguage:
    """The release in another language, and that language's own name."""

    release: Release
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """What is recorded of the newswire, the 8-K and each exchange."""

    wire_crossed_at: dt.datetime | None
    wire_order: str
    filing_number: str
    filed_at: dt.datetime | None
    notices: tuple[tuple[Listing, ExchangeNotice | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """What the column shows, in its order."""

    status: Status
    progress: tuple[ProgressStep, ...]
    next_step: str
    opens: Countdown | None
    publishes_on_approval: bool
    has_passed: bool
    ratify_by: Countdown | None
    languages: tuple[OtherLanguage, ...]
    primary_actions: tuple[Action, ...]
    other_actions: tuple[Action, ...]
    finding_groups: tuple[FindingGroup, ...]
    tasks: tuple[TaskItem, ...]
    waivers: tuple[Waiver, ...]
    approval_slots: tuple[ApprovalSlot, ...]
    invalid_approvals: tuple[InvalidApproval, ...]
    open_comments: tuple[OpenComment, ...]
    can_resolve: bool
    resolved_comments: tuple[tuple[Comment, list[Comment]], ...]
    text: HighlightedText
    comment_form: ActionForm | None
    distribution: Distribution | None
    public_url: str
    notice: str
    notice_kind: str
    comparisons: tuple[tuple[str, str], ...]
    history: tuple[HistoryLine, ...]


def workspace_of(context: WorkspaceContext) -> Workspace:
    """Return the workspace of a release for one person."""
    release, waits = context.release, context.is_pending
    actions = available_actions(context)
    text = highlighted_text(context)
    needs_approval = release.state not in {State.APPROVED, State.WITHDRAWN}
    return Workspace(
        status=status_of(context),
        languages=tuple(
            OtherLanguage(release=other, name=language_name(other.language))
            for other in context.other_languages
        ),
        progress=progress_of(context),
        next_step=next_step(context),
        opens=publication_countdown(context),
        publishes_on_approval=waits
        and context.goes_live_at is None
        and release.state != State.HELD,
        has_passed=context.missed_its_instant and release.state != State.HELD,
        ratify_by=Countdown(instant=release.ratify_by, now=context.now)
        if release.ratify_by
        else None,
        primary_actions=tuple(
            action for action in actions if action.is_primary(context)
        ),
        other_actions=tuple(
            action
            for action in actions
            if not action.is_primary(context) and action not in PLACED_ELSEWHERE
        ),
        finding_groups=tuple(finding_groups(_matters(context, text, actions)))
        if waits or context.scheduled
        else (),
        tasks=tuple(tasks(context, actions)),
        waivers=tuple(context.waivers),
        approval_slots=tuple(approval_slots(context)) if needs_approval else (),
        invalid_approvals=tuple(invalid_approvals(context)) if needs_approval else (),
        open_comments=tuple(open_comments(context, text)),
        can_resolve=COMMENT.is_permitted(context),
        resolved_comments=tuple(
            (comment, replies_to(comment, context))
            for comment in context.comments
            if comment.resolved_at
        ),
        text=text,
        comment_form=COMMENT.form_class(context) if COMMENT in actions else None,
        distribution=None if context.is_history else distribution(context),
        public_url=release_path(release.address) if context.live else "",
        notice=release.notice if waits else "",
        notice_kind=release.get_notice_kind_display() if release.notice else "",
        comparisons=tuple(comparisons(context)),
        history=tuple(
            # What was changed stands in the whole history, to which it leads.
            history_page(
                HistoryFilter(
                    subjects=subjects_of(release),
                    rows={subject_of_release(release): release},
                    with_changes=False,
                )
            )[0][:HISTORY_LINES]
        ),
    )


def _matters(
    context: WorkspaceContext, text: HighlightedText, actions: list[Action]
) -> Iterator[FindingMatter]:
    """Yield what the checks found that nobody has answered, the gravest first."""
    available = {action.name for action in actions}
    for result in context.unanswered:
        yield matter_of(
            result, context.release, marks=text.highlighted_keys, actions=available
        )


def tasks(context: WorkspaceContext, actions: list[Action]) -> list[TaskItem]:
    """Return what is still to be done around a release that is on its way or out."""
    if context.release.state in {State.DRAFT, State.WITHDRAWN}:
        return []
    available = {action.name for action in actions}
    # Its deadlines follow from its publication, for which there is no time now.
    is_held = context.release.state == State.HELD
    return [
        TaskItem(
            message=task.message,
            due=Countdown(instant=task.due, now=context.now)
            if task.due and not is_held
            else None,
            action=action
            if (action := RECORDED_BY.get(task.field, "")) in available
            else "",
        )
        for task in context.tasks
    ]


def distribution(context: WorkspaceContext) -> Distribution:
    """Return what is recorded of the wire, the filing and each exchange."""
    release = context.release
    return Distribution(
        wire_crossed_at=release.wire_crossed_at,
        wire_order=release.wire_order,
        filing_number=release.filing_number,
        filed_at=release.filed_at,
        notices=tuple(
            (listing, context.exchange_notices.get(listing.pk))
            for listing in context.listings
        ),
    )


def comparisons(context: WorkspaceContext) -> list[tuple[str, str]]:
    """Return the comparisons that can be shown: the name in the address, and a label."""
    if not context.is_pending:
        return []
    comparable = []
    if context.approvals:
        comparable.append(("approved", _("Changes since the last approval")))
    if context.live is not None and not context.is_withdrawn:
        comparable.append(("public", _("Changes since the public version")))
    return comparable
