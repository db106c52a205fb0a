"""The approvals of a release as its page lists them: given, needed, and invalid."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from releases.desk import approvals
from releases.models import Approval
from releases.workspace.context import WorkspaceContext

INVALID_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalSlot:
    """One approval that is required: its role, who gave it, and whether you can."""

    role: str
    approval: Approval | None
    is_yours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidApproval:
    """An approval that no longer counts, and why."""

    approval: Approval
    reason: str


def approval_slots(context: WorkspaceContext) -> list[ApprovalSlot]:
    """Return the required approvals, in the order of the category's policy."""
    capacity = context.capacity
    roles = approvals.required_roles(context)
    if not roles:
        return [
            ApprovalSlot(
                role=_("A second person"),
                approval=next(iter(context.valid_approvals), None),
                is_yours=capacity is not None,
            )
        ]
    by_role = {approval.role_id: approval for approval in context.valid_approvals}
    return [
        ApprovalSlot(
            role=role.name,
            approval=by_role.get(role.pk),
            is_yours=capacity is not None and capacity.role == role,
        )
        for role in roles
    ]


def invalid_approvals(context: WorkspaceContext) -> list[InvalidApproval]:
    """Return the latest approvals that no longer count."""
    valid = {approval.pk for approval in context.valid_approvals}
    return [
        InvalidApproval(approval=approval, reason=_reason(approval, context))
        for approval in context.approvals
        if approval.pk not in valid and not approval.emergency
    ][:INVALID_SHOWN]


def _reason(approval: Approval, context: WorkspaceContext) -> str:
    if approval.ended_at is not None:
        return _("the release was sent back, called off or reopened")
    if approval.content_digest != context.basis.content_digest:
        return _("the text, a file, an event or the channel has changed")
    return _("its time has changed")
