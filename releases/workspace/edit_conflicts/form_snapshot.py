"""What a page shows of a thing before anybody types: two of these can be compared."""

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
FormSet = Any  # a formset of inline rows, of whichever model


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The fields of a thing, and the rows below them by the formset and their keys."""

    fields: Values
    rows: dict[str, dict[str, Values]]

    @property
    def digest(self) -> str:
        """What tells two sheets apart."""
        return hashlib.sha256(self._said().encode()).hexdigest()

    def signed(self, thing: Model) -> str:
        """The sheet on its way through a browser, for this thing alone."""
        return _signer(thing).sign_object(json.loads(self._said()), compress=True)

    @classmethod
    def unsigned(cls, sent: str, thing: Model) -> Sheet | None:
        """The sheet that came back; None where it is not one of ours."""
        try:
            said = _signer(thing).unsign_object(sent)
        except signing.BadSignature:
            return None
        return cls(fields=said["fields"], rows=said["rows"])

    def _said(self) -> str:
        return json.dumps({"fields": self.fields, "rows": self.rows}, sort_keys=True)


def sheet_of(form: forms.BaseForm, formsets: Iterable[FormSet]) -> Sheet:
    """What these forms show, not yet typed in."""
    return Sheet(
        fields=_initial(form),
        rows={
            formset.prefix: {
                str(row.instance.pk): _initial(row, but=_of_the_row(formset))
                for row in formset.initial_forms
            }
            for formset in formsets
        },
    )


def shown(field: forms.Field, value: Any) -> list[str]:
    """The value as its field shows it, in the one form in which two are compared."""
    if isinstance(field, forms.FileField):
        return [str(value.name)] if value else []
    if isinstance(field, forms.BooleanField):
        return ["yes" if value else "no"]
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    written = field.widget.format_value(value)
    if isinstance(written, list):
        return [str(each) for each in written if each != ""]
    text = "" if written is None else str(written).replace("\r\n", "\n").strip()
    if isinstance(field, WallTimeField) and text.count(":") == 2:
        text = text.removesuffix(":00")  # as browsers do
    return [text] if text else []


def _initial(form: forms.BaseForm, but: Iterable[str] = ()) -> Values:
    return {
        bound.name: shown(bound.field, bound.field.prepare_value(bound.initial))
        for bound in form
        if bound.name not in but
    }


def _of_the_row(formset: FormSet) -> set[str]:
    """The fields that say which row it is, and no more."""
    return {formset.model._meta.pk.name, formset.fk.name, DELETION_FIELD_NAME}


def _signer(thing: Model) -> signing.Signer:
    return signing.Signer(salt=f"{__name__}:{thing._meta.label}:{thing.pk}")
