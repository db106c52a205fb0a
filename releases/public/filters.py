"""The form that narrows the archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse

from crispy_forms.helper import FormHelper  # type: ignore[import-untyped]  # has no types
from crispy_forms.layout import Fieldset, Layout, Submit  # type: ignore[import-untyped]


class ArchiveFilter(forms.Form):
    """Words, a year, a category: each may be left empty."""

    words = forms.CharField(
        label="Words in the headline",
        required=False,
        max_length=100,
        error_messages={
            "max_length": "That is too long: search for fewer words, up to "
            "%(limit_value)d characters."
        },
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    year = forms.ChoiceField(
        label="Year",
        required=False,
        error_messages={
            "invalid_choice": "There is no year “%(value)s” in the archive: choose "
            "one from the list."
        },
    )
    category = forms.ChoiceField(
        label="Category",
        required=False,
        error_messages={
            "invalid_choice": "There is no category “%(value)s”: choose one from the "
            "list."
        },
    )

    def __init__(
        self,
        *args: Any,
        years: Iterable[int],
        categories: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["year"], self.fields["category"]
        assert isinstance(offered[0], forms.ChoiceField)
        assert isinstance(offered[1], forms.ChoiceField)
        offered[0].choices = [("", "Any year"), *((str(y), str(y)) for y in years)]
        offered[1].choices = [("", "Any category"), *categories]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_action = reverse("newsroom:archive")
        self.helper.form_class = "filter"
        self.helper.attrs = {"role": "search", "aria-label": "Releases"}
        self.helper.layout = Layout(
            Fieldset("Find a release", "words", "year", "category"),
            Submit("", "Show"),
        )

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for, as it is written in an address."""
        if not self.is_valid():
            return {}
        return {name: value for name, value in self.cleaned_data.items() if value}
