"""Submit a draft for approval, publish it alone, or send it back to its authors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.desk import transitions
from releases.desk.transitions import Remark
from releases.models import JournalAction, State
from releases.workspace.actions.base import Action
from releases.workspace.actions.comments import PassageForm
from releases.workspace.actions.forms import ActionForm, CheckAnswersForm, text_area
from releases.workspace.clock import time_in_both_zones
from releases.workspace.context import WorkspaceContext
from releases.workspace.text import highlighted_text, open_comments

# How many empty comment forms the page offers before its script adds more.
EMPTY_FORMS, MAX_COMMENTS = 3, 100


class SubmitForm(CheckAnswersForm):
    """The author's answers to errors and warnings."""

    includes_warnings = True


class Submit(Action):
    """Ask for approval of a draft."""

    name = "submit"
    label = gettext_lazy("Submit for approval")
    journal_actions = (JournalAction.SUBMIT,)
    description = gettext_lazy(
        "Sends the release to approvers who did not write it. It can't be edited while "
        "it waits for approval."
    )
    unavailable_message = gettext_lazy("This release has already been submitted.")
    permissions = ("submit_release",)
    form_class = SubmitForm
    template_name = "admin/releases/action/with_checks.html"
    tone = "default"

    def is_available(self, context: WorkspaceContext) -> bool:
        return context.release.state == State.DRAFT

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        transitions.submit(
            context.release, by=context.by, at=context.at, waive=cleaned_data["waive"]
        )
        return _("Submitted. Someone who did not write it can now approve it.")


class PublishAlone(Action):
    """Submit and approve in one, on a desk of one person."""

    name = "publish"
    label = gettext_lazy("Publish")
    journal_actions = (JournalAction.APPROVE, JournalAction.APPROVE_IN_PART)
    description = gettext_lazy(
        "You approve your own release. This desk allows that, and the journal records "
        "it."
    )
    unavailable_message = gettext_lazy(
        "You can't publish this release in its current state."
    )
    permissions = ("publish_alone",)
    form_class = SubmitForm
    requires_reauthentication = True
    template_name = "admin/releases/action/with_checks.html"
    tone = "default"

    def is_permitted(self, context: WorkspaceContext) -> bool:
        return settings.IRSITE_ONE_PERSON_DESK and super().is_permitted(context)

    def is_available(self, context: WorkspaceContext) -> bool:
        return context.release.state == State.DRAFT

    def shown_digest(self, context: WorkspaceContext) -> str:
        return context.basis.full_digest

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        outcome = transitions.publish_alone(
            context.release,
            by=context.by,
            at=context.at,
            waive=cleaned_data["waive"],
            seen=cleaned_data["seen"],
        )
        if outcome:
            return _("Approved. Public from %(time)s.") % {
                "time": time_in_both_zones(outcome.live_from)
            }
        return _("Approved. Other approvals or the wire crossing are still needed.")


class SendBackForm(ActionForm):
    """The reason, and comments on passages."""

    reason = text_area(
        gettext_lazy("What should change"),
        gettext_lazy("Authors read this in the journal. It is never public."),
    )

    def __init__(self, context: WorkspaceContext, data: Any = None) -> None:
        super().__init__(context, data)
        passage_formset = forms.formset_factory(
            PassageForm,
            extra=EMPTY_FORMS,
            max_num=MAX_COMMENTS,
            absolute_max=MAX_COMMENTS,
        )
        self.passages = passage_formset(
            data, prefix="passages", form_kwargs={"context": context}
        )

    def clean(self) -> dict[str, Any] | None:
        """Add `remarks`: the comments that have a text."""
        cleaned_data = super().clean() or self.cleaned_data
        if not self.passages.is_valid():
            raise ValidationError(_("Please correct the comments below."))
        comments = [
            Remark(anchor=row.anchor, text=row.cleaned_data["text"].strip())
            for row in self.passages
            if row.has_changed() and row.cleaned_data["text"].strip()
        ]
        return {**cleaned_data, "remarks": comments}


class SendBack(Action):
    """Return a release to its authors as a draft."""

    name = "send-back"
    label = gettext_lazy("Send back")
    journal_actions = (JournalAction.SEND_BACK,)
    description = gettext_lazy(
        "The release becomes a draft again, so that its authors can change it and "
        "submit it again. Approvals already given no longer count."
    )
    unavailable_message = gettext_lazy(
        "You can't send this release back in its current state."
    )
    permissions = ("submit_release",)
    open_to_approvers = True
    form_class = SendBackForm
    template_name = "admin/releases/action/send_back.html"

    def is_available(self, context: WorkspaceContext) -> bool:
        return context.release.state in {State.SUBMITTED, State.CLEARED, State.HELD}

    def is_primary(self, context: WorkspaceContext) -> bool:
        return context.release.state in {State.SUBMITTED, State.HELD}

    def extra_context(self, context: WorkspaceContext) -> dict[str, Any]:
        text = highlighted_text(context)
        return {"text": text, "open_comments": open_comments(context, text)}

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        transitions.send_back(
            context.release,
            by=context.by,
            at=context.at,
            reason=cleaned_data["reason"].strip(),
            remarks=cleaned_data["remarks"],
        )
        return _("Sent back. It is a draft again, and its authors see your comments.")
