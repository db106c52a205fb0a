"""Rows that somebody took away, or added, while a form stood open.

The keys of those that are gone are nobody's any more, and a form that names one could
never be saved: they are sent as new ones. What was added is not added twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import UniqueConstraint
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest

from releases.workspace.edit_conflicts.form_snapshot import FormSet

Row = list[dict[str, list[Any]]]  # its fields, and its files


def put_back(request: HttpRequest, formsets: Iterable[FormSet]) -> None:
    """Make new rows of those that the form sends and that are there no more."""
    sent = request.POST.copy()
    for formset in formsets:
        _renumber(sent, request.FILES, formset)
    request.POST = sent  # type: ignore[assignment]  # a copy, which may be changed


class Alongside:
    """Put before a formset: a row that somebody else has added is not added twice.

    Django looks for one like it among the rows of the form alone.
    """

    def clean(self: Any) -> None:
        """Say so at the row."""
        super().clean()  # type: ignore[misc]  # the formset's that it stands before
        known = {row.instance.pk for row in self.initial_forms}
        added = [row for row in self.get_queryset() if row.pk not in known]
        for constraint in self.model._meta.constraints:
            if not isinstance(constraint, UniqueConstraint):
                continue
            names = [
                self.model._meta.get_field(one).attname for one in constraint.fields
            ]
            taken = {tuple(getattr(row, name) for name in names) for row in added}
            for form in self.forms:
                if tuple(getattr(form.instance, name) for name in names) in taken:
                    form.add_error(None, constraint.violation_error_message)


def needs_a_file(formset: FormSet) -> bool:
    """Whether a new row is nothing without a file, which is sent only once."""
    fields = formset.form.base_fields.values()
    return any(isinstance(field, forms.FileField) for field in fields)


def _renumber(sent: Any, files: Any, formset: FormSet) -> None:
    """Rows that are still there first, then those that are gone, then new ones."""
    counts = [f"{formset.prefix}-{name}_FORMS" for name in ("INITIAL", "TOTAL")]
    initial, total = (_count(sent.get(name, ""), formset) for name in counts)
    if initial is None or total is None:
        return
    rows = [
        [_taken_out(fields, f"{formset.prefix}-{place}-") for fields in (sent, files)]
        for place in range(total)
    ]
    key = formset.model._meta.pk.name
    here = {str(row.instance.pk) for row in formset.initial_forms}
    there = [row for row in rows[:initial] if _key(row, key) in here]
    gone = [
        [{**row[0], key: [""]}, row[1]]
        for row in rows[:initial]
        if row not in there and _comes_back(row, formset)
    ]
    ordered = [*there, *gone, *rows[initial:]]
    for place, row in enumerate(ordered):
        for fields, values in zip((sent, files), row, strict=True):
            for name, value in values.items():
                fields.setlist(f"{formset.prefix}-{place}-{name}", value)
    for name, number in zip(counts, (len(there), len(ordered)), strict=True):
        sent[name] = str(number)


def _count(told: str, formset: FormSet) -> int | None:
    """How many rows a form says it has; None where that is no number of rows."""
    if not (told.isascii() and told.isdecimal()) or len(told) > 4:
        return None
    return min(int(told), int(formset.absolute_max))


def _key(row: Row, name: str) -> str:
    return str(row[0].get(name, [""])[-1])


def _taken_out(fields: Any, start: str) -> dict[str, list[Any]]:
    names = [name for name in fields if name.startswith(start)]
    return {name.removeprefix(start): fields.pop(name) for name in names}


def _comes_back(row: Row, formset: FormSet) -> bool:
    sent, files = row
    if not sent or DELETION_FIELD_NAME in sent:
        return False
    return bool(files) or not needs_a_file(formset)
