"""Record that the newswire has sent a release."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.desk import transitions
from releases.desk.languages import waits_for_wire
from releases.models import State
from releases.workspace.actions.approving import waiting_message
from releases.workspace.actions.base import Action
from releases.workspace.actions.forms import ActionForm, time_field
from releases.workspace.clock import time_in_both_zones
from releases.workspace.context import WorkspaceContext


class WireCrossingForm(ActionForm):
    """When the wire crossed, and its order number."""

    crossed_at = time_field(gettext_lazy("Time the wire crossed"))
    order = forms.CharField(
        label=gettext_lazy("Order number"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("The newswire's number for this release."),
    )

    def configure_fields(self) -> None:
        """Show what is recorded, or the current time."""
        release = self.context.release
        self.initial = {
            "crossed_at": release.wire_crossed_at or self.context.now,
            "order": release.wire_order,
        }


class RecordWireCrossing(Action):
    """Record the wire crossing; a release that waits for it publishes."""

    name = "wire-crossed"
    label = gettext_lazy("Record the wire crossing")
    description = gettext_lazy(
        "Record when the newswire sent the release. A release that waits for the wire "
        "then publishes at its scheduled time, or within one second if that has "
        "passed."
    )
    unavailable_message = gettext_lazy(
        "You can't record a wire crossing for this release in its current state."
    )
    permissions = ("submit_release",)
    open_to_approvers = True
    form_class = WireCrossingForm

    def is_available(self, context: WorkspaceContext) -> bool:
        return context.release.state not in {State.DRAFT, State.WITHDRAWN}

    def is_primary(self, context: WorkspaceContext) -> bool:
        release = context.release
        return release.state == State.CLEARED and waits_for_wire(release)

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        waited_for_wire = context.release.state == State.CLEARED
        outcome = transitions.record_wire_crossing(
            context.release,
            by=context.by,
            at=context.at,
            crossed_at=cleaned_data["crossed_at"],
            order=cleaned_data["order"],
        )
        if outcome:
            return _("Recorded. Public from %(time)s.") % {
                "time": time_in_both_zones(outcome.live_from)
            }
        if waited_for_wire and context.awaited_languages:
            return waiting_message(_("Recorded."), context)
        if waited_for_wire:
            return _(
                "Recorded, but the release does not publish: it changed after it was "
                "approved. Send it back so that it can be approved again."
            )
        return _("Wire crossing recorded.")
