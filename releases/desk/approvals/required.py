"""Which approvals a release requires, and which of them are given and valid."""

from __future__ import annotations

from django.contrib.auth.models import Group, User

from releases.desk.context import ReleaseContext
from releases.desk.journal_subjects import subject_of_category
from releases.models import Approval, Category, JournalAction
from releases.record import journal
from releases.record.authorization import Authorization, Ground


def required_roles(context: ReleaseContext) -> list[Group]:
    """Return the roles that must approve it; empty where any second person is enough."""
    return [required.role for required in context.required_approvals]


def valid_approvals(context: ReleaseContext) -> list[Approval]:
    """Return the approvals that cover the release as it is now, the oldest first.

    Editing anything that an approval covers makes it invalid, in whatever way. Where an approver moved the instant, the approvals move with it.
    """
    release = context.release
    given = [approval for approval in context.approvals if approval.ended_at is None]
    if not given:
        return []
    basis = context.basis
    moved = release.go_live_at is not None and (
        release.go_live_at == release.rescheduled_to
    )
    return [
        approval
        for approval in reversed(given)
        if approval.content_digest == basis.content_digest
        and (moved or approval.full_digest == basis.full_digest)
    ]


def missing_roles(context: ReleaseContext) -> list[Group | None]:
    """Return the roles that have yet to approve it; None is any second person."""
    given = valid_approvals(context)
    roles = required_roles(context)
    if not roles:
        return [] if given else [None]
    approved = {approval.role_id for approval in given}
    return [role for role in roles if role.pk not in approved]


def authorization_of(context: ReleaseContext) -> Authorization:
    """Return the approvals that count now, and the roles that have to be among them."""
    return Authorization(
        ground=Ground.APPROVALS,
        release=context.release.pk,
        approvals=tuple(approval.pk for approval in valid_approvals(context)),
        roles=tuple(role.pk for role in required_roles(context)),
    )


def note_required_roles(category: Category, *, by: User) -> None:
    """Journal the roles that must approve the category's releases from now on."""
    rows = category.required_approvals.select_related("role")
    roles = ", ".join(str(row.role) for row in rows)
    journal.write(
        JournalAction.REQUIRE_APPROVALS,
        subject_of_category(category),
        by=by,
        detail=roles or "one person who did not write it",
        facts={"roles": [row.role_id for row in rows]},
    )
