"""Inline rows that another user added or deleted while the form was open.

Rows that were deleted no longer have a key, and a form that posts one could never be
saved: they are posted as new rows. Rows that were added are not added twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import UniqueConstraint
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest

from releases.workspace.edit_conflicts.form_snapshot import FormSet

PostedRow = list[dict[str, list[Any]]]  # its fields, and its files


def repost_deleted_rows(request: HttpRequest, formsets: Iterable[FormSet]) -> None:
    """Turn posted rows that are no longer stored into new rows, in `request.POST`."""
    posted = request.POST.copy()
    for formset in formsets:
        _renumber(posted, request.FILES, formset)
    request.POST = posted  # type: ignore[assignment]  # a copy, which may be changed


class UniqueRowsFormSet(forms.BaseInlineFormSet[Any, Any, Any]):
    """A formset that refuses a row like one that another user has added.

    Django looks for duplicates among the posted rows only.
    """

    def clean(self) -> None:
        super().clean()
        posted = {row.instance.pk for row in self.initial_forms}
        added = [row for row in self.get_queryset() if row.pk not in posted]
        for constraint in self.model._meta.constraints:
            if not isinstance(constraint, UniqueConstraint):
                continue
            attributes = [
                self.model._meta.get_field(name).attname for name in constraint.fields
            ]
            taken = {tuple(getattr(row, name) for name in attributes) for row in added}
            for form in self.forms:
                key = tuple(getattr(form.instance, name) for name in attributes)
                if key in taken:
                    form.add_error(None, constraint.violation_error_message)


def needs_a_file(formset: FormSet) -> bool:
    """Return whether a new row needs a file, which a browser sends only once."""
    fields = formset.form.base_fields.values()
    return any(isinstance(field, forms.FileField) for field in fields)


def _renumber(posted: Any, files: Any, formset: FormSet) -> None:
    """Order the rows: those still stored, those deleted (now new), and new ones."""
    counts = [f"{formset.prefix}-{name}_FORMS" for name in ("INITIAL", "TOTAL")]
    initial, total = (_form_count(posted.get(name, ""), formset) for name in counts)
    if initial is None or total is None:
        return
    rows = [
        [_pop_prefixed(fields, f"{formset.prefix}-{n}-") for fields in (posted, files)]
        for n in range(total)
    ]
    key = formset.model._meta.pk.name
    stored_keys = {str(row.instance.pk) for row in formset.initial_forms}
    stored = [row for row in rows[:initial] if _key_of(row, key) in stored_keys]
    deleted = [
        [{**row[0], key: [""]}, row[1]]
        for row in rows[:initial]
        if row not in stored and _can_be_reposted(row, formset)
    ]
    ordered = [*stored, *deleted, *rows[initial:]]
    for number, row in enumerate(ordered):
        for fields, values in zip((posted, files), row, strict=True):
            for name, value in values.items():
                fields.setlist(f"{formset.prefix}-{number}-{name}", value)
    for name, count in zip(counts, (len(stored), len(ordered)), strict=True):
        posted[name] = str(count)


def _form_count(value: str, formset: FormSet) -> int | None:
    """Return a posted number of rows; None if it is not a number of rows."""
    if not (value.isascii() and value.isdecimal()) or len(value) > 4:
        return None
    return min(int(value), int(formset.absolute_max))


def _key_of(row: PostedRow, name: str) -> str:
    return str(row[0].get(name, [""])[-1])


def _pop_prefixed(fields: Any, prefix: str) -> dict[str, list[Any]]:
    names = [name for name in fields if name.startswith(prefix)]
    return {name.removeprefix(prefix): fields.pop(name) for name in names}


def _can_be_reposted(row: PostedRow, formset: FormSet) -> bool:
    fields, files = row
    if not fields or DELETION_FIELD_NAME in fields:
        return False
    return bool(files) or not needs_a_file(formset)
