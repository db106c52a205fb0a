"""Whether a person can approve a release now: the transition and every page ask here."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from releases.desk.approvals.approver import Approver
from releases.desk.approvals.four_eyes import approves_alone
from releases.desk.approvals.required import missing_roles, valid_approvals
from releases.desk.context import ReleaseContext
from releases.desk.exceptions import NotAllowed
from releases.desk.last_transition import time_of_day
from releases.models import Approval, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What somebody's approval counts as.

    `role` is None where any second person is enough, `standing_in_for` the absent
    colleague of a deputy, and `alone` whether the approver also wrote the release.
    """

    role: Group | None = None
    standing_in_for: User | None = None
    alone: bool = False


def needs_approval_again(context: ReleaseContext) -> bool:
    """Return whether a held release can't be resumed: it changed after its approval."""
    return context.release.state == State.HELD and bool(missing_roles(context))


def open_to(approver: Approver, context: ReleaseContext) -> bool:
    """Return whether the release waits for this person's approval."""
    if context.release.state != State.SUBMITTED and not needs_approval_again(context):
        return False
    try:
        capacity_to_approve(approver, context)
    except NotAllowed:
        return False
    return True


def capacity_to_approve(approver: Approver, context: ReleaseContext) -> Capacity:
    """Return what this person's approval of the release would count as.

    Raises NotAllowed if it would count as nothing, and says why.
    """
    alone = approves_alone(context, approver.user)
    approver.require(_("Only approvers can approve a release."))
    given = valid_approvals(context)
    if own := next((row for row in given if row.by_id == approver.user.pk), None):
        raise NotAllowed(
            _(
                "You have already approved this release, at %(time)s. Someone else must "
                "approve it now."
            )
            % {"time": time_of_day(own.at)}
        )
    missing = missing_roles(context)
    # Their own roles come before those they stand in for.
    open_roles = sorted(
        (role for role in missing if role is None or role.pk in approver.roles),
        key=lambda role: role is not None and approver.roles[role.pk] is not None,
    )
    if not open_roles:
        others = " ".join(
            _("%(person)s approved it as %(role)s at %(time)s.")
            % {"person": row.by, "role": row.role, "time": time_of_day(row.at)}
            for row in given
            if row.role_id in approver.roles
        )
        needed = _(
            "This release still needs the approval of %(roles)s. You can't give that."
        ) % {"roles": get_text_list([str(role) for role in missing], _("and"))}
        raise NotAllowed(f"{others} {needed}".strip())
    role = open_roles[0]
    if role is not None:
        return Capacity(role=role, standing_in_for=approver.roles[role.pk], alone=alone)
    absent = None if approver.has_permission else approver.absent_approver
    return Capacity(standing_in_for=absent, alone=alone)


def ratification_open_to(approver: Approver, context: ReleaseContext) -> bool:
    """Return whether this person can ratify what was published in an emergency."""
    try:
        approval_to_ratify(approver, context)
    except NotAllowed:
        return False
    return True


def approval_to_ratify(approver: Approver, context: ReleaseContext) -> Approval:
    """Return the emergency approval that this person can ratify.

    Raises NotAllowed where there is none, or another person has to.
    """
    approver.require(_("Only approvers can approve a release."))
    first = context.emergency_approval
    if first is None:
        raise NotAllowed(
            _("“%(release)s” has nothing to approve after the fact.")
            % {"release": context.release}
        )
    if first.by_id == approver.user.pk:
        raise NotAllowed(_("You published this release. Someone else must approve it."))
    approves_alone(context, approver.user)
    return first
