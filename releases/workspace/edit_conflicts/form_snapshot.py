"""A snapshot of what a change form shows before anybody types."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.db.models import Model
from django.forms.formsets import DELETION_FIELD_NAME

from releases.widgets.wall_time import WallTimeField

Values = dict[str, list[str]]
FormSet = Any  # a formset of inline rows, of any model


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSnapshot:
    """The values of a form's fields, and of its inline rows.

    `rows` is keyed by the formset's prefix and then by the row's primary key.
    """

    fields: Values
    rows: dict[str, dict[str, Values]]

    @property
    def digest(self) -> str:
        """Return the SHA-256 digest of the values."""
        return hashlib.sha256(self._as_json().encode()).hexdigest()

    def signed(self, obj: Model) -> str:
        """Return the snapshot as a string that is valid for this object alone."""
        values = json.loads(self._as_json())
        return _signer(obj).sign_object(values, compress=True)

    @classmethod
    def from_signed(cls, value: str, obj: Model) -> FormSnapshot | None:
        """Return the snapshot that was signed; None if the signature is not valid."""
        try:
            values = _signer(obj).unsign_object(value)
        except signing.BadSignature:
            return None
        return cls(fields=values["fields"], rows=values["rows"])

    def _as_json(self) -> str:
        return json.dumps({"fields": self.fields, "rows": self.rows}, sort_keys=True)


def snapshot_of(form: forms.BaseForm, formsets: Iterable[FormSet]) -> FormSnapshot:
    """Return the snapshot of these forms as they are before anybody types."""
    return FormSnapshot(
        fields=_initial_values(form),
        rows={
            formset.prefix: {
                str(row.instance.pk): _initial_values(row, but=_key_fields(formset))
                for row in formset.initial_forms
            }
            for formset in formsets
        },
    )


def comparable_values(field: forms.Field, value: Any) -> list[str]:
    """Return a value as its field shows it, in one form for stored and typed values."""
    if isinstance(field, forms.FileField):
        return [str(value.name)] if value else []
    if isinstance(field, forms.BooleanField):
        return ["yes" if value else "no"]
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    formatted = field.widget.format_value(value)
    if isinstance(formatted, list):
        return [str(item) for item in formatted if item != ""]
    text = "" if formatted is None else str(formatted).replace("\r\n", "\n").strip()
    if isinstance(field, WallTimeField) and text.count(":") == 2:
        text = text.removesuffix(":00")  # as browsers do
    return [text] if text else []


def _initial_values(form: forms.BaseForm, but: Iterable[str] = ()) -> Values:
    return {
        bound.name: comparable_values(
            bound.field, bound.field.prepare_value(bound.initial)
        )
        for bound in form
        if bound.name not in but
    }


def _key_fields(formset: FormSet) -> set[str]:
    """Return the fields of a row that only identify it."""
    return {formset.model._meta.pk.name, formset.fk.name, DELETION_FIELD_NAME}


def _signer(obj: Model) -> signing.Signer:
    return signing.Signer(salt=f"{__name__}:{obj._meta.label}:{obj.pk}")
