"""What is public is put right, or taken back."""

from __future__ import annotations

from typing import Any

from django import forms

from releases.desk import transitions
from releases.models import NoticeKind, State
from releases.workspace.actions.base import Step
from releases.workspace.actions.forms import StepForm, words_field
from releases.workspace.release_context import Situation
from releases.workspace.release_context.clock import both


class CorrectForm(StepForm):
    """The notice that the corrected release carries."""

    kind = forms.ChoiceField(
        label="What readers do with the earlier version",
        choices=[
            (
                NoticeKind.CORRECTION,
                "Correction: this one says what was wrong, and is right.",
            ),
            (
                NoticeKind.REPLACEMENT,
                "Correct and replace: the earlier one is to be used no more.",
            ),
        ],
        initial=NoticeKind.CORRECTION,
        widget=forms.RadioSelect,
    )
    notice = words_field(
        "Notice to the public",
        "One or two sentences, printed on the corrected release: The net loss per share "
        "in the second table was corrected to $0.42.",
    )

    def prepare(self) -> None:
        """A correction that is open already has its words."""
        release = self.case.release
        if release.state == State.DRAFT and release.notice:
            self.initial = {"notice": release.notice, "kind": release.notice_kind}


class Correct(Step):
    """Open it for correction."""

    name = "correct"
    label = "Correct"
    explains = (
        "It opens for changes. Readers keep seeing the present version until the "
        "corrected one is approved; then it says that it was corrected, and why, and "
        "every earlier version stays at an address of its own."
    )
    permissions = ("correct_release",)
    form = CorrectForm

    def sensible(self, case: Situation) -> bool:
        """It is public; of a correction that is open already, it rewords the notice."""
        release = case.release
        open_already = release.state == State.DRAFT and bool(release.notice)
        return case.live is not None and (
            release.state == State.APPROVED or open_already
        )

    def leads(self, case: Situation) -> bool:
        """While it is public, and nothing of it is under way."""
        return case.release.state == State.APPROVED and not case.to_come

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """A draft, with its notice."""
        transitions.correct(
            case.release,
            by=case.by,
            at=case.at,
            notice=said["notice"],
            kind=said["kind"],
        )
        return "Open for correction. Readers still see the present version."


class WithdrawForm(StepForm):
    """The notice that takes its place, and what becomes of its texts."""

    kind = forms.ChoiceField(
        label="What the notice says",
        choices=[
            (NoticeKind.WITHDRAWAL, "Withdrawal: the release is taken back."),
            (
                NoticeKind.DISREGARD,
                "Notice to disregard: it should not have been published at all.",
            ),
        ],
        initial=NoticeKind.WITHDRAWAL,
        widget=forms.RadioSelect,
    )
    reason = words_field(
        "Reason, for the public",
        "Printed in the release's place: It was published in error.",
    )
    sealed = forms.ChoiceField(
        label="The withdrawn text",
        choices=[
            ("", "Stays readable, at the addresses of its versions."),
            ("sealed", "Is sealed: the public is shown none of it any more."),
        ],
        required=False,
        initial="",
        widget=forms.RadioSelect,
        help_text="The record keeps it in either case.",
    )
    headline = forms.CharField(
        label="Headline of the notice",
        required=False,
        max_length=300,
        help_text="Only where the release's own headline must not be read any more.",
    )
    later = forms.ChoiceField(
        label="What is scheduled",
        choices=[
            ("call off", "Is called off: the notice stands."),
            ("keep", "Is kept: it takes the notice's place at its instant."),
        ],
        widget=forms.RadioSelect,
    )

    def prepare(self) -> None:
        """Ask what becomes of a scheduled version, where there is one."""
        if not self.case.to_come:
            del self.fields["later"]
            return
        when = both(self.case.to_come[0].live_from)
        self.fields["later"].label = f"The version that is scheduled for {when}"


class Withdraw(Step):
    """Take it back."""

    name = "withdraw"
    label = "Withdraw"
    explains = (
        "In the next second a notice takes its place, for everybody. The address stays, "
        "and the text stays on the record. This cannot be undone."
    )
    permissions = ("withdraw_release",)
    form = WithdrawForm
    confirms = True
    tone = "grave"

    def sensible(self, case: Situation) -> bool:
        """The public reads it, or something of it is to come after its notice."""
        if case.live is None or case.release.state == State.WITHDRAWN:
            return False
        return bool(case.to_come) or not case.shows_notice

    def leads(self, case: Situation) -> bool:
        """While it is public, and nothing of it is under way."""
        return case.release.state == State.APPROVED and not case.to_come

    def says(self, case: Situation) -> str:
        """What it does."""
        return "Withdraw it now"

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """A notice stands in its place."""
        outcome = transitions.withdraw(
            case.release,
            by=case.by,
            at=case.at,
            reason=said["reason"],
            kind=said["kind"],
            sealed=bool(said["sealed"]),
            headline=said["headline"],
            later=said.get("later"),
        )
        return f"Withdrawn: the notice stands from {both(outcome.live_from)}."
