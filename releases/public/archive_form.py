"""The form that filters the archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crispy_forms.helper import FormHelper  # type: ignore[import-untyped]  # has no types
from crispy_forms.layout import Fieldset, Layout, Submit  # type: ignore[import-untyped]

from releases.text.question import MAX_LENGTH


class ArchiveFilterForm(forms.Form):
    """Filter by year and category; words lead to the search. Each may be left empty."""

    words = forms.CharField(
        label=_("Words"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "maxlength": MAX_LENGTH}
        ),
    )
    year = forms.ChoiceField(
        label=_("Year"),
        required=False,
        error_messages={
            "invalid_choice": _(
                "There is no year “%(value)s” in the archive: choose one from the list."
            )
        },
    )
    category = forms.ChoiceField(
        label=_("Category"),
        required=False,
        error_messages={
            "invalid_choice": _(
                "There is no category “%(value)s”: choose one from the list."
            )
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
        year_field, category_field = self.fields["year"], self.fields["category"]
        assert isinstance(year_field, forms.ChoiceField)
        assert isinstance(category_field, forms.ChoiceField)
        years_offered = ((str(year), str(year)) for year in self.years)
        year_field.choices = [("", _("Any year")), *years_offered]
        category_field.choices = [("", _("Any category")), *self.categories]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_action = reverse("newsroom:archive")
        self.helper.form_class = "filter"
        self.helper.attrs = {"role": "search", "aria-label": _("Releases")}
        self.helper.layout = Layout(
            Fieldset(_("Find a release"), "words", "year", "category"),
            Submit("", _("Show")),
        )

    @property
    def filters(self) -> dict[str, str]:
        """The fields that were filled in, as query parameters; none if it is invalid."""
        if not self.is_valid():
            return {}
        return {name: value for name, value in self.cleaned_data.items() if value}
