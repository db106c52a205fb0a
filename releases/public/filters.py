"""The form that narrows the archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.safestring import SafeString

from crispy_forms.helper import FormHelper  # type: ignore[import-untyped]  # has no types
from crispy_forms.layout import Fieldset, Layout, Submit  # type: ignore[import-untyped]
from crispy_forms.utils import render_crispy_form  # type: ignore[import-untyped]

from releases.record.fragment_cache import kept


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
        self.years = tuple(years)
        self.categories = tuple(categories)
        offered = self.fields["year"], self.fields["category"]
        assert isinstance(offered[0], forms.ChoiceField)
        assert isinstance(offered[1], forms.ChoiceField)
        offered[0].choices = [("", "Any year"), *((str(y), str(y)) for y in self.years)]
        offered[1].choices = [("", "Any category"), *self.categories]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_action = reverse("newsroom:archive")
        self.helper.form_class = "filter"
        self.helper.attrs = {"role": "search", "aria-label": "Releases"}
        self.helper.layout = Layout(
            Fieldset("Find a release", "words", "year", "category"),
            Submit("", "Show"),
        )

    def written(self) -> SafeString:
        """The form as HTML. What everybody sees, who asks for nothing of his own, is kept."""
        if self.errors or self["words"].value():
            return SafeString(render_crispy_form(self))
        return _written(
            tuple(self.chosen.items()),
            self.years,
            self.categories,
        )

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for, as it is written in an address."""
        if not self.is_valid():
            return {}
        return {name: value for name, value in self.cleaned_data.items() if value}


@kept(64)
def _written(
    chosen: tuple[tuple[str, str], ...],
    years: tuple[int, ...],
    categories: tuple[tuple[str, str], ...],
) -> SafeString:
    form = ArchiveFilter(dict(chosen), years=years, categories=categories)
    return SafeString(render_crispy_form(form))
