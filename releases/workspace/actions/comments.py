"""Comment on a release, or on a passage of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.desk import comments
from releases.desk.comments import people_named
from releases.text.highlighting import Anchor
from releases.text.mentions import named_in
from releases.workspace.actions.base import Action
from releases.workspace.actions.forms import ActionForm, text_area
from releases.workspace.context import WorkspaceContext
from releases.workspace.text import (
    anchored,
    contains_passage,
    highlighted_text,
    open_comments,
)


class PassageForm(forms.Form):
    """A comment, and the passage that it is about."""

    passage = text_area(gettext_lazy("Passage"), "", required=False)
    text = text_area(gettext_lazy("Comment"), "", required=False)
    # Where a script knows which of several occurrences was selected.
    before = forms.CharField(required=False, widget=forms.HiddenInput)
    after = forms.CharField(required=False, widget=forms.HiddenInput)

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

    @property
    def anchor(self) -> Anchor:
        """The passage with the words around it, as the text has them now."""
        return passage_anchor(self.context, self.cleaned_data)


def passage_anchor(context: WorkspaceContext, cleaned_data: dict[str, Any]) -> Anchor:
    """Return the passage of a form with the words around it, as the text has them now."""
    names = ("passage", "before", "after")
    given = Anchor(*(cleaned_data.get(name, "") for name in names))
    return anchored(context.document, given) if given.passage else given


def mention_notice(text: str, *, by: User) -> str:
    """Return who is named in a comment and told, in a sentence; empty for nobody.

    Without a mail system, or an address, nobody is told by mail.
    """
    named = [user for user in people_named(text) if user != by]
    known = {user.username.lower() for user in named} | {by.username.lower()}
    people = [user for user in named if settings.IRSITE_ALERTS and user.email]
    unknown = [f"@{name}" for name in named_in(text) if name not in known]
    sentences = []
    if people:
        names = get_text_list([user.username for user in people], _("and"))
        sentences.append(_("Told by mail: %(names)s.") % {"names": names})
    if unknown:
        names = get_text_list(unknown, _("and"))
        sentences.append(_("Nobody here is called %(names)s.") % {"names": names})
    return " ".join(sentences)


class CommentForm(PassageForm, ActionForm):
    """One comment."""

    def __init__(self, context: WorkspaceContext, data: Any = None) -> None:
        ActionForm.__init__(self, context, data)
        self.fields["text"].required = True
        self.fields["text"].help_text = _(
            "Write a username after an @ to tell that person by mail, such as @%(name)s."
        ) % {"name": context.by.username}
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
            anchor=passage_anchor(context, cleaned_data),
        )
        notice = mention_notice(cleaned_data["text"], by=context.by)
        return f"{_('Comment added.')} {notice}".strip()
