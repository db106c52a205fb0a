"""Correct a public release, or withdraw it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_stubs_ext import StrOrPromise

from releases.desk import transitions
from releases.desk.versions import events_of_its_own
from releases.models import JournalAction, NoticeKind, State
from releases.workspace.actions.base import Action
from releases.workspace.actions.forms import ActionForm, text_area
from releases.workspace.clock import time_in_both_zones
from releases.workspace.context import WorkspaceContext


class CorrectForm(ActionForm):
    """The notice that the corrected release carries."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of correction"),
        choices=[
            (
                NoticeKind.CORRECTION,
                gettext_lazy("Correction: this version says what was wrong."),
            ),
            (
                NoticeKind.REPLACEMENT,
                gettext_lazy(
                    "Correct and replace: the earlier version must not be used any "
                    "more."
                ),
            ),
        ],
        initial=NoticeKind.CORRECTION,
        widget=forms.RadioSelect,
    )
    notice = text_area(
        gettext_lazy("Notice to the public"),
        gettext_lazy(
            "One or two sentences, printed on the corrected release. Example: The net "
            "loss per share in the second table was corrected to $0.42."
        ),
    )

    def configure_fields(self) -> None:
        """Show the notice of a correction that is already open."""
        release = self.context.release
        if release.state == State.DRAFT and release.notice:
            self.initial = {"notice": release.notice, "kind": release.notice_kind}


class Correct(Action):
    """Open a public release for correction, or reword the notice of an open one."""

    name = "correct"
    label = gettext_lazy("Correct")
    journal_actions = (JournalAction.OPEN_FOR_CORRECTION,)
    description = gettext_lazy(
        "The release opens for editing. Readers keep seeing the current version until "
        "the corrected one is approved. The corrected release then says that it was "
        "corrected and why, and every earlier version keeps its own address."
    )
    unavailable_message = gettext_lazy(
        "You can't correct this release in its current state."
    )
    permissions = ("correct_release",)
    form_class = CorrectForm

    def is_available(self, context: WorkspaceContext) -> bool:
        release = context.release
        open_already = release.state == State.DRAFT and bool(release.notice)
        return context.live is not None and (
            release.state == State.APPROVED or open_already
        )

    def is_primary(self, context: WorkspaceContext) -> bool:
        return context.release.state == State.APPROVED and not context.scheduled

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        transitions.correct(
            context.release,
            by=context.by,
            at=context.at,
            notice=cleaned_data["notice"],
            kind=cleaned_data["kind"],
        )
        return _("Open for correction. Readers still see the current version.")


class WithdrawForm(ActionForm):
    """The notice that replaces the release, and what becomes of its text."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of notice"),
        choices=[
            (
                NoticeKind.WITHDRAWAL,
                gettext_lazy("Withdrawal: the company withdraws the release."),
            ),
            (
                NoticeKind.DISREGARD,
                gettext_lazy(
                    "Notice to disregard: the release should never have been published."
                ),
            ),
        ],
        initial=NoticeKind.WITHDRAWAL,
        widget=forms.RadioSelect,
    )
    reason = text_area(
        gettext_lazy("Reason, for the public"),
        gettext_lazy(
            "Printed in place of the release. Example: It was published in error."
        ),
    )
    sealed = forms.ChoiceField(
        label=gettext_lazy("The withdrawn text"),
        choices=[
            ("", gettext_lazy("Stays public, at the addresses of its versions.")),
            ("sealed", gettext_lazy("Is sealed: the public can no longer read it.")),
        ],
        required=False,
        initial="",
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The record keeps the text in either case."),
    )
    headline = forms.CharField(
        label=gettext_lazy("Headline of the notice"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Fill this in only if the public must no longer read the original headline."
        ),
    )
    later = forms.ChoiceField(
        label=gettext_lazy("The scheduled version"),
        choices=[
            ("call off", gettext_lazy("Call it off: the notice stays.")),
            (
                "keep",
                gettext_lazy("Keep it: it replaces the notice at its scheduled time."),
            ),
        ],
        widget=forms.RadioSelect,
    )
    events = forms.ChoiceField(
        label=gettext_lazy("Its events"),
        choices=[
            (
                "cancel",
                gettext_lazy(
                    "Cancel these events: their pages say so from the same second."
                ),
            ),
            ("keep", gettext_lazy("Keep them: they stay announced.")),
        ],
        widget=forms.RadioSelect,
    )

    def configure_fields(self) -> None:
        """Ask about events and a scheduled version only if there are any."""
        if own_events := events_of_its_own(self.context.release):
            self.fields["events"].help_text = _(
                "Only this release announces: %(events)s."
            ) % {"events": "; ".join(map(str, own_events))}
        else:
            del self.fields["events"]
        if not self.context.scheduled:
            del self.fields["later"]
            return
        self.fields["later"].label = _("The version scheduled for %(time)s") % {
            "time": time_in_both_zones(self.context.scheduled[0].live_from)
        }


class Withdraw(Action):
    """Replace a public release by a notice."""

    name = "withdraw"
    label = gettext_lazy("Withdraw")
    journal_actions = (JournalAction.WITHDRAW,)
    description = gettext_lazy(
        "Within one second a notice replaces the release for all readers. The address "
        "stays, and the record keeps the text. You can't undo this."
    )
    unavailable_message = gettext_lazy(
        "You can't withdraw this release in its current state."
    )
    permissions = ("withdraw_release",)
    form_class = WithdrawForm
    requires_reauthentication = True
    tone = "danger"

    def is_available(self, context: WorkspaceContext) -> bool:
        if context.live is None or context.release.state == State.WITHDRAWN:
            return False
        return bool(context.scheduled) or not context.is_withdrawn

    def is_primary(self, context: WorkspaceContext) -> bool:
        return context.release.state == State.APPROVED and not context.scheduled

    def button_label(self, context: WorkspaceContext) -> StrOrPromise:
        return _("Withdraw now")

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        outcome = transitions.withdraw(
            context.release,
            by=context.by,
            at=context.at,
            reason=cleaned_data["reason"],
            kind=cleaned_data["kind"],
            sealed=bool(cleaned_data["sealed"]),
            headline=cleaned_data["headline"],
            later=cleaned_data.get("later"),
            events=cleaned_data.get("events"),
        )
        return _("Withdrawn. The notice is public from %(time)s.") % {
            "time": time_in_both_zones(outcome.live_from)
        }
