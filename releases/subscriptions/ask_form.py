"""The form by which readers ask investor relations a question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crispy_forms.layout import HTML, Fieldset, Layout, Submit  # type: ignore[import-untyped]  # has no types

from releases.readers.models import MAX_NAME, MAX_PHONE, MAX_QUESTION, Topic
from releases.subscriptions.forms import PublicForm, unseen_field
from releases.text.invisible import without_invisible
from releases.text.public_paths import ASK
from releases.widgets.long_text import LongTextField


class AskForm(PublicForm):
    """A question, who asks it, and what it is about."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=MAX_NAME,
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organization = forms.CharField(
        label=_("Organization (optional)"),
        max_length=MAX_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    phone = forms.CharField(
        label=_("Phone (optional)"),
        max_length=MAX_PHONE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Topic.choices,
        initial=Topic.INVESTORS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    question = LongTextField(
        label=_("Your question"),
        max_length=MAX_QUESTION,
        help_text=_("At most 4,000 characters."),
        error_messages={"required": _("Enter your question.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["name", "address", "organization", "phone", "about"])
        self.helper.form_action = ASK
        self.helper.layout = Layout(
            Fieldset(
                _("Who asks"),
                "name",
                "address",
                "organization",
                "phone",
                css_class="times asker",
            ),
            "about",
            "question",
            unseen_field(),
            HTML("{% include 'subscriptions/ask_agreement.html' %}"),
            Submit("", _("Send the question")),
        )

    def clean_name(self) -> str:
        return self._visible("name")

    def clean_organization(self) -> str:
        return self._visible("organization")

    def clean_phone(self) -> str:
        return self._visible("phone")

    def clean_question(self) -> str:
        return self._visible("question")

    def _visible(self, name: str) -> str:
        """Return the text without characters that nobody sees, which may not be all."""
        field = self.fields[name]
        text = without_invisible(self.cleaned_data[name]).strip()
        if field.required and not text:
            raise forms.ValidationError(field.error_messages["required"])
        return text
