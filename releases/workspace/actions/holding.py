"""Hold a scheduled release, resume it, or call it off."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_stubs_ext import StrOrPromise

from releases.desk import transitions
from releases.desk.transitions import NOW
from releases.models import JournalAction, State
from releases.workspace.actions.approving import waiting_message
from releases.workspace.actions.base import Action
from releases.workspace.actions.forms import (
    ActionForm,
    SchedulingForm,
    text_area,
    times_after_hold,
)
from releases.workspace.clock import time_in_both_zones
from releases.workspace.context import WorkspaceContext

SCHEDULED = {State.APPROVED, State.CLEARED}


class HoldForm(ActionForm):
    """An optional reason: when seconds count, nothing needs to be typed."""

    reason = text_area(
        gettext_lazy("Reason"),
        gettext_lazy("For the journal. You can leave it empty now."),
        required=False,
    )


class Hold(Action):
    """Stop a scheduled release; its approvals stay valid."""

    name = "hold"
    label = gettext_lazy("Hold")
    journal_actions = (JournalAction.HOLD,)
    description = gettext_lazy(
        "Stops publication at once. Approvals stay valid, and one approver can resume "
        "the release, as scheduled or for a later time."
    )
    unavailable_message = gettext_lazy(
        "You can't hold this release in its current state."
    )
    open_to_approvers = True
    form_class = HoldForm
    tone = "danger"

    def is_available(self, context: WorkspaceContext) -> bool:
        state = context.release.state
        return state == State.CLEARED or (
            state == State.APPROVED and bool(context.scheduled)
        )

    def is_primary(self, context: WorkspaceContext) -> bool:
        return True

    def button_label(self, context: WorkspaceContext) -> StrOrPromise:
        return _("Hold now")

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        transitions.hold(
            context.release,
            by=context.by,
            at=context.at,
            reason=cleaned_data["reason"].strip(),
        )
        return _("Held. It will not publish until an approver resumes it.")


class ResumeForm(SchedulingForm):
    """The time at which the release publishes instead."""

    @property
    def asks_for_time(self) -> bool:
        """Return True: somebody stopped it, so somebody decides when it publishes."""
        return True

    @property
    def choices(self) -> list[tuple[str, StrOrPromise]]:
        """Return its scheduled time while that is to come, a later time, or now."""
        return times_after_hold(self.context)


class Resume(Action):
    """Schedule a held release again, as it was approved."""

    name = "resume"
    label = gettext_lazy("Resume")
    journal_actions = (JournalAction.RESUME,)
    description = gettext_lazy(
        "Schedules the release again, exactly as approved, for the time that you "
        "choose."
    )
    unavailable_message = gettext_lazy(
        "You can't resume this release: it is not on hold, or it changed after its "
        "approval and must be approved again."
    )
    open_to_approvers = True
    form_class = ResumeForm
    requires_reauthentication = True
    template_name = "admin/releases/action/with_checks.html"
    tone = "default"

    def is_available(self, context: WorkspaceContext) -> bool:
        return context.release.state == State.HELD and not context.needs_approval_again

    def is_primary(self, context: WorkspaceContext) -> bool:
        return True

    def shown_digest(self, context: WorkspaceContext) -> str:
        return context.basis.full_digest

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        opens: Any = cleaned_data["opens"] or context.release.go_live_at
        assert opens == NOW or isinstance(opens, dt.datetime)
        outcome = transitions.resume(
            context.release,
            by=context.by,
            at=context.at,
            opens=opens,
            seen=cleaned_data["seen"],
            waive=cleaned_data["waive"],
            calls_off=cleaned_data["calls_off"],
        )
        if outcome is None:
            return waiting_message(_("Resumed."), context)
        return _("Resumed. Public from %(time)s.") % {
            "time": time_in_both_zones(outcome.live_from)
        }


class CallOff(Action):
    """Cancel what is scheduled; the release is a draft again."""

    name = "call-off"
    label = gettext_lazy("Call off")
    journal_actions = (JournalAction.CALL_OFF,)
    description = gettext_lazy(
        "What is scheduled will not publish. The release becomes a draft again with "
        "everything in it, and needs new approvals."
    )
    unavailable_message = gettext_lazy(
        "You can't call off this release in its current state."
    )
    permissions = ("call_off_release",)
    tone = "danger"

    def is_available(self, context: WorkspaceContext) -> bool:
        is_stopped = context.release.state in {State.CLEARED, State.HELD}
        is_scheduled = (
            bool(context.scheduled) and context.release.state != State.WITHDRAWN
        )
        return is_stopped or is_scheduled

    def is_primary(self, context: WorkspaceContext) -> bool:
        return context.release.state in SCHEDULED

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        transitions.call_off(context.release, by=context.by, at=context.at)
        return _("Called off. What was scheduled will not publish.")
