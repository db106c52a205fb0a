"""The approvals of a release: given, still needed, and void, each with why."""

from __future__ import annotations

from dataclasses import dataclass

from releases.desk import approvals
from releases.models import Approval
from releases.workspace.release_context.context import WorkspaceContext

ANYBODY = "Somebody who did not write it"
LATEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One approval that is needed: who gave it, or whether this person can."""

    name: str
    given: Approval | None
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Void:
    """An approval that covers what it says no longer."""

    approval: Approval
    why: str


def places(context: WorkspaceContext) -> list[Place]:
    """The approvals that it needs, in the order of its policy."""
    mine = context.capacity
    roles = approvals.required_roles(context)
    if not roles:
        given = context.valid_approvals[0] if context.valid_approvals else None
        return [Place(name=ANYBODY, given=given, mine=mine is not None)]
    by_role = {one.role_id: one for one in context.valid_approvals}
    return [
        Place(
            name=role.name,
            given=by_role.get(role.pk),
            mine=mine is not None and mine.role == role,
        )
        for role in roles
    ]


def voids(context: WorkspaceContext) -> list[Void]:
    """The latest approvals that stand no more."""
    standing = {one.pk for one in context.valid_approvals}
    return [
        Void(approval=one, why=_why(one, context))
        for one in context.approvals
        if one.pk not in standing and not one.emergency
    ][:LATEST]


def _why(approval: Approval, context: WorkspaceContext) -> str:
    if approval.ended_at is not None:
        return "its round ended when it was sent back, called off or opened again"
    if approval.content_digest != context.basis.content_digest:
        return "the text, a file, an event or the channel was changed since"
    return "its instant was changed since"
