"""Comment on a release, or on a passage of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.desk import comments
from releases.workspace.actions.base import Action
from releases.workspace.actions.forms import ActionForm, text_area
from releases.workspace.context import WorkspaceContext
from releases.workspace.text import contains_passage, highlighted_text, open_comments


class PassageForm(forms.Form):
    """A comment, and the passage that it is about."""

    passage = text_area(gettext_lazy("Passage"), "", required=False)
    text = text_area(gettext_lazy("Comment"), "", required=False)

    def __init__(self, *args: Any, context: WorkspaceContext, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context = context
        for field in self.fields.values():
            field.widget.attrs["rows"] = 2

    def clean_passage(self) -> str:
        """Refuse a passage that is not in the text: its authors could not find it."""
        passage: str = self.cleaned_data["passage"].strip()
        if passage and not contains_passage(self.context.document, passage):
            raise ValidationError(
                _("This passage is not in the text. Copy it exactly as it appears.")
            )
        return passage

    def clean(self) -> dict[str, Any] | None:
        """Require a comment where a passage is given."""
        cleaned_data = super().clean() or self.cleaned_data
        if cleaned_data.get("passage") and not cleaned_data.get("text", "").strip():
            self.add_error("text", _("Say what should change in this passage."))
        return cleaned_data


class CommentForm(PassageForm, ActionForm):
    """One comment."""

    def __init__(self, context: WorkspaceContext, data: Any = None) -> None:
        ActionForm.__init__(self, context, data)
        self.fields["text"].required = True
        self.fields["passage"].help_text = _(
            "Copied exactly from the text. Leave it empty to comment on the whole "
            "release."
        )


class AddComment(Action):
    """Comment on a release that is not yet on the record."""

    name = "comment"
    label = gettext_lazy("Comment")
    description = gettext_lazy(
        "Everyone at the desk sees the comment next to the text until someone resolves "
        "it."
    )
    unavailable_message = gettext_lazy(
        "You can't comment on this release in its current state."
    )
    permissions = ("change_release",)
    open_to_approvers = True
    form_class = CommentForm
    template_name = "admin/releases/action/comment.html"

    def is_available(self, context: WorkspaceContext) -> bool:
        return context.is_pending

    def extra_context(self, context: WorkspaceContext) -> dict[str, Any]:
        text = highlighted_text(context)
        return {"text": text, "open_comments": open_comments(context, text)}

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        comments.add_comment(
            context.release,
            by=context.by,
            at=context.at,
            text=cleaned_data["text"],
            passage=cleaned_data["passage"],
        )
        return _("Comment added.")
