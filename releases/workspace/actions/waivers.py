"""Override errors that checks found, with a written reason."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.desk import transitions
from releases.desk.checks import Level
from releases.workspace.actions.base import Action
from releases.workspace.actions.forms import CheckAnswersForm
from releases.workspace.context import WorkspaceContext


class WaiveErrorsForm(CheckAnswersForm):
    """Reasons for at least one error."""

    @property
    def requires_all_answers(self) -> bool:
        return False

    def clean(self) -> dict[str, Any] | None:
        """Require at least one reason."""
        cleaned_data = super().clean() or self.cleaned_data
        if not cleaned_data["waive"] and not self.errors:
            raise ValidationError(_("Give a reason for at least one error."))
        return cleaned_data


class WaiveErrors(Action):
    """Answer errors, so that the author can submit the release."""

    name = "override"
    label = gettext_lazy("Override errors")
    description = gettext_lazy(
        "Override an error by giving a written reason. The override covers exactly what "
        "the check finds now, and the journal keeps it."
    )
    unavailable_message = gettext_lazy(
        "This release has no errors that can be overridden."
    )
    permissions = ("waive_check",)
    form_class = WaiveErrorsForm
    template_name = "admin/releases/action/with_checks.html"

    def is_available(self, context: WorkspaceContext) -> bool:
        errors = (result.check.level is Level.ERROR for result in context.unanswered)
        return context.is_pending and any(errors)

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        transitions.waive(
            context.release,
            by=context.by,
            at=context.at,
            answers=cleaned_data["waive"],
        )
        return _("Overridden. The reason is in the journal.")
