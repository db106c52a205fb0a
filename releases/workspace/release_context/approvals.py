"""The approvals of a release: given, still needed, and void, each with why."""

from __future__ import annotations

from dataclasses import dataclass

from releases.desk import approvals
from releases.models import Approval
from releases.workspace.release_context.context import Situation

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


def places(case: Situation) -> list[Place]:
    """The approvals that it needs, in the order of its policy."""
    mine = case.seat
    roles = approvals.required_roles(case.release)
    if not roles:
        given = case.standing[0] if case.standing else None
        return [Place(name=ANYBODY, given=given, mine=mine is not None)]
    by_role = {one.role_id: one for one in case.standing}
    return [
        Place(
            name=role.name,
            given=by_role.get(role.pk),
            mine=mine is not None and mine[0] == role,
        )
        for role in roles
    ]


def voids(case: Situation) -> list[Void]:
    """The latest approvals that stand no more."""
    standing = {one.pk for one in case.standing}
    return [
        Void(approval=one, why=_why(one, case))
        for one in case.approvals
        if one.pk not in standing and not one.emergency
    ][:LATEST]


def _why(approval: Approval, case: Situation) -> str:
    if approval.ended_at is not None:
        return "its round ended when it was sent back, called off or opened again"
    if approval.content != case.reading.content:
        return "the text, a file, an event or the channel was changed since"
    return "its instant was changed since"
