"""Inline rows whose position need not be typed: they stay in the order on the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

LAST = 32767  # the greatest PositiveSmallIntegerField on every engine


class OrderedRowForm(forms.ModelForm[Any]):
    """A row with an optional position."""

    order = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=LAST,
        label=_("Position"),
        help_text=_(
            "Filled in when you save: rows keep the order of this page. Lower numbers "
            "come first."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "order" not in (kwargs.get("initial") or {}):
            self.initial["order"] = None


class OrderedRowsFormSet(BaseInlineFormSet[Any, Any, OrderedRowForm]):
    """Rows that get the next position where none is typed."""

    def clean(self) -> None:
        super().clean()
        last = 0
        for row in self.forms:
            values = getattr(row, "cleaned_data", {})
            is_kept = row.has_changed() or row.instance.pk
            if not is_kept or values.get("DELETE"):
                continue
            if values.get("order") is None:
                row.instance.order = values["order"] = min(last + 1, LAST)
                if "order" not in row.changed_data:
                    row.changed_data.append("order")
            last = max(last, row.instance.order)
