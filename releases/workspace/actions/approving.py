"""Approve: exactly what the approver has read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_stubs_ext import StrOrPromise

from releases.desk import transitions
from releases.desk.languages import waits_for_wire
from releases.models import JournalAction, State
from releases.record import publishing
from releases.workspace.actions.base import Action
from releases.workspace.actions.forms import SchedulingForm, times_after_hold
from releases.workspace.approvals import approval_slots, invalid_approvals
from releases.workspace.clock import time_in_both_zones
from releases.workspace.comparison import (
    changes_since_own_approval,
    compare_with_public,
)
from releases.workspace.context import WorkspaceContext
from releases.workspace.covered import covered_parts, unopened_files
from releases.workspace.text import highlighted_text, open_comments


def is_last_approval(context: WorkspaceContext) -> bool:
    """Return whether the release needs at most one more approval."""
    return len([slot for slot in approval_slots(context) if slot.approval is None]) <= 1


def approval_message(
    outcome: publishing.PublishResult | None, context: WorkspaceContext
) -> str:
    """Return the message that says what an approval led to."""
    if outcome:
        return _("Approved. Public from %(time)s.") % {
            "time": time_in_both_zones(outcome.live_from)
        }
    if context.release.state == State.CLEARED:
        return waiting_message(_("Approved."), context)
    return _("You approved it. Other approvals are still needed.")


def waiting_message(done: str, context: WorkspaceContext) -> str:
    """Return what was done, and what the release waits for before it publishes."""
    waiting = (
        _("It will publish once the wire crossing is recorded.")
        if waits_for_wire(context.release)
        else _("It will publish once its other languages are approved too.")
    )
    return f"{done} {waiting}"


class ApproveForm(SchedulingForm):
    """Answers to checks and, where the scheduled time has passed, another one."""

    @property
    def requires_all_answers(self) -> bool:
        """Return True for the last approval only: no other one publishes."""
        return is_last_approval(self.context)

    @property
    def asks_for_time(self) -> bool:
        """Return whether its time has passed, or somebody stopped it."""
        return super().asks_for_time or self.context.release.state == State.HELD

    @property
    def choices(self) -> list[tuple[str, StrOrPromise]]:
        if self.context.release.state == State.HELD:
            return times_after_hold(self.context)
        return super().choices


class Approve(Action):
    """Approve the release as it reads now."""

    name = "approve"
    label = gettext_lazy("Read and approve")
    journal_actions = (JournalAction.APPROVE, JournalAction.APPROVE_IN_PART)
    description = gettext_lazy(
        "When the last required approver approves, this exact version is scheduled."
    )
    unavailable_message = gettext_lazy("This release is not waiting for approval.")
    open_to_approvers = True
    form_class = ApproveForm
    requires_reauthentication = True
    template_name = "admin/releases/action/approve.html"
    tone = "default"

    def is_available(self, context: WorkspaceContext) -> bool:
        return context.release.state == State.SUBMITTED or context.needs_approval_again

    def is_done(self, context: WorkspaceContext) -> bool:
        """Return True as well for those who gave one of several approvals."""
        is_own = any(row.by_id == context.by.pk for row in context.valid_approvals)
        return is_own or super().is_done(context)

    def is_primary(self, context: WorkspaceContext) -> bool:
        return not context.refusal

    def button_label(self, context: WorkspaceContext) -> StrOrPromise:
        """Say what pressing it leads to."""
        if not is_last_approval(context):
            return _("Approve")
        if context.release.after_wire and context.release.wire_crossed_at is None:
            return _("Approve: publishes when the wire has crossed")
        if context.goes_live_at is None and context.release.state != State.HELD:
            return _("Approve and publish now")
        if (
            context.goes_live_at is None
            or context.missed_its_instant
            or context.release.state == State.HELD
        ):
            return _("Approve")
        return _("Approve for %(time)s") % {
            "time": time_in_both_zones(context.goes_live_at)
        }

    def shown_digest(self, context: WorkspaceContext) -> str:
        return context.basis.full_digest

    def extra_context(self, context: WorkspaceContext) -> dict[str, Any]:
        since = changes_since_own_approval(context)
        text = highlighted_text(context)
        parts = covered_parts(context)
        return {
            "covered_parts": parts,
            "unopened_files": unopened_files(parts),
            "since": since,
            "comparison": since.comparison if since else compare_with_public(context),
            "approval_slots": approval_slots(context),
            "invalid_approvals": invalid_approvals(context),
            "text": text,
            "open_comments": open_comments(context, text),
        }

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        outcome = transitions.approve(
            context.release,
            by=context.by,
            at=context.at,
            seen=cleaned_data["seen"],
            waive=cleaned_data["waive"],
            opens=cleaned_data["opens"],
            calls_off=cleaned_data["calls_off"],
        )
        return approval_message(outcome, context)
