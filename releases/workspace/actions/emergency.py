"""Publish in an emergency without approvals, and approve that afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_stubs_ext import StrOrPromise

from releases.desk import transitions
from releases.desk.check_results import CheckResult
from releases.desk.checks import Level
from releases.models import Category, Disclaimer, JournalAction
from releases.models.desk.choices import Answer
from releases.record.documents import ReleaseDocument
from releases.workspace.actions.base import Action
from releases.workspace.actions.forms import CheckQuestion, SchedulingForm, text_area
from releases.workspace.clock import time_in_both_zones
from releases.workspace.context import WorkspaceContext
from releases.workspace.covered import covered_parts
from releases.workspace.text import highlight, highlighted_text, open_comments

# The fields that ask for what a draft lacks, each with the check that finds it missing.
ANSWERED_BY = {
    "category": "complete.category",
    "forward_looking": "forward_looking.unanswered",
    "disclaimer": "forward_looking.no_disclaimer",
}


class EmergencyForm(SchedulingForm):
    """The one reason that answers every check."""

    reason = text_area(
        gettext_lazy("Why it cannot wait"),
        gettext_lazy(
            "Answers every check on this page and stays in the journal for good. Example: The "
            "figures are on a message board."
        ),
    )

    category = forms.ModelChoiceField(
        Category.objects.all(), label=gettext_lazy("Category")
    )
    forward_looking = forms.ChoiceField(
        label=gettext_lazy("Does it contain forward-looking statements?"),
        choices=[choice for choice in Answer.choices if choice[0]],
        widget=forms.RadioSelect,
    )
    disclaimer = forms.ModelChoiceField(
        Disclaimer.objects.filter(in_force=True).exclude(approved_at=None),
        label=gettext_lazy("Disclaimer"),
        required=False,
        help_text=gettext_lazy("Required if it contains forward-looking statements."),
    )

    def configure_fields(self) -> None:
        """Ask only for what the draft lacks: the person who publishes may not edit it."""
        super().configure_fields()
        release = self.context.release
        if release.category is not None:
            del self.fields["category"]
        if self.context.disclaimers or release.forward_looking == Answer.NO:
            del self.fields["disclaimer"]
        if release.forward_looking != Answer.UNANSWERED:
            del self.fields["forward_looking"]

    @property
    def asks_for_time(self) -> bool:
        """Return False: it publishes in the next second."""
        return False

    @property
    def is_blocked(self) -> bool:
        """Return whether a check that nobody can override found something."""
        return any(
            question.result.check.level is Level.BLOCK for question in self.questions()
        )

    def questions(self) -> Iterator[CheckQuestion]:
        """Yield what the checks found, but for what a field of this form asks."""
        asked = {ANSWERED_BY[name] for name in self.fields if name in ANSWERED_BY}
        for question in super().questions():
            if question.result.check.id not in asked:
                yield question

    @property
    def answer_fields(self) -> list[BoundField]:
        """Return the fields for what the draft lacks."""
        return [self[name] for name in ANSWERED_BY if name in self.fields]

    def is_rendered_apart(self, name: str) -> bool:
        return name in ANSWERED_BY or super().is_rendered_apart(name)

    def clean(self) -> dict[str, Any] | None:
        """Ask for a disclaimer where the answer calls for one."""
        cleaned_data = super().clean() or self.cleaned_data
        says_yes = cleaned_data.get("forward_looking") == Answer.YES
        if (
            says_yes
            and "disclaimer" in self.fields
            and not cleaned_data.get("disclaimer")
        ):
            self.add_error(
                "disclaimer",
                _("Choose one: the release contains forward-looking statements."),
            )
        return cleaned_data

    def answerable_results(self) -> list[CheckResult]:
        """Return nothing: the reason answers all of them."""
        return []


class PublishInEmergency(Action):
    """Publish on one person's authority, to be ratified by a second person."""

    name = "emergency"
    label = gettext_lazy("Publish in an emergency")
    journal_actions = (JournalAction.PUBLISH_IN_EMERGENCY,)
    description = gettext_lazy(
        "Publishes within one second, without approvals. Use it only for news that is "
        "already out. The journal records your name and reason in capital letters, and "
        "a second person must approve it afterwards."
    )
    unavailable_message = gettext_lazy("This release is already approved or published.")
    permissions = ("publish_in_emergency",)
    form_class = EmergencyForm
    requires_reauthentication = True
    template_name = "admin/releases/action/emergency.html"
    tone = "danger"

    def is_available(self, context: WorkspaceContext) -> bool:
        return context.is_pending

    def button_label(self, context: WorkspaceContext) -> StrOrPromise:
        return _("PUBLISH NOW, without approvals")

    def shown_digest(self, context: WorkspaceContext) -> str:
        """Return the digest of the text alone: its scheduled time no longer matters."""
        return context.basis.page.digest

    def extra_context(self, context: WorkspaceContext) -> dict[str, Any]:
        text = highlighted_text(context)
        return {
            "text": text,
            "covered_parts": covered_parts(context, when=_("Within one second")),
            "open_comments": open_comments(context, text),
            "hours": settings.IRSITE_RATIFY_HOURS,
        }

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        outcome = transitions.publish_in_emergency(
            context.release,
            by=context.by,
            at=context.at,
            reason=cleaned_data["reason"],
            seen=cleaned_data["seen"],
            calls_off=cleaned_data["calls_off"],
            answers=transitions.EmergencyAnswers(
                category=cleaned_data.get("category"),
                forward_looking=cleaned_data.get("forward_looking", ""),
                disclaimer=cleaned_data.get("disclaimer"),
            ),
        )
        assert context.release.ratify_by is not None
        return _(
            "Public from %(time)s. A second person must approve it by %(deadline)s."
        ) % {
            "time": time_in_both_zones(outcome.live_from),
            "deadline": time_in_both_zones(context.release.ratify_by),
        }


class Ratify(Action):
    """Approve what one person published in an emergency."""

    name = "ratify"
    label = gettext_lazy("Read and approve afterwards")
    journal_actions = (JournalAction.RATIFY,)
    description = gettext_lazy(
        "One person published this in an emergency. Approve it if that was right, in "
        "these words. If it was not, correct or withdraw it instead."
    )
    unavailable_message = gettext_lazy(
        "This release is not waiting for a second approval."
    )
    open_to_approvers = True
    requires_reauthentication = True
    template_name = "admin/releases/action/ratify.html"
    tone = "default"

    def is_available(self, context: WorkspaceContext) -> bool:
        return context.emergency_approval is not None

    def is_primary(self, context: WorkspaceContext) -> bool:
        return context.emergency_approval is not None and (
            context.emergency_approval.by_id != context.by.pk
        )

    def shown_digest(self, context: WorkspaceContext) -> str:
        return (
            context.emergency_approval.full_digest if context.emergency_approval else ""
        )

    def extra_context(self, context: WorkspaceContext) -> dict[str, Any]:
        approval = context.emergency_approval
        if approval is None:
            return {}
        document = ReleaseDocument.model_validate_json(approval.document)
        return {"emergency_approval": approval, "text": highlight(document, {})}

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        transitions.ratify(
            context.release, by=context.by, at=context.at, seen=cleaned_data["seen"]
        )
        return _("Approved afterwards. Two people have now approved this release.")
