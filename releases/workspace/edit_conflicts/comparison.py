"""What changed while a form was open: their version and yours, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_stubs_ext import StrOrPromise

from releases.text.html import html_to_text
from releases.text.word_diff import DiffSegment, diff_excerpts
from releases.widgets.body_editor import BodyEditor
from releases.widgets.wall_time import WallTimeField
from releases.workspace.edit_conflicts.form_snapshot import (
    FormSet,
    FormSnapshot,
    Values,
    comparable_values,
)
from releases.workspace.edit_conflicts.inline_rows import needs_a_file

STAYS = gettext_lazy("This stays whichever version you choose.")
COMES_BACK = gettext_lazy(
    "If you save yours, it comes back unless you delete it below."
)
ATTACH_AGAIN = gettext_lazy("To keep it, attach the file again.")
SAME_CHANGE = gettext_lazy("You made the same change.")
DELETED = gettext_lazy("You deleted it.")
UNCHANGED = gettext_lazy("You did not change it. Saving yours undoes their change.")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditConflict:
    """The snapshot of the form when it was opened, and of the stored values now.

    `opened` is None where the form carries no valid snapshot.
    """

    opened: FormSnapshot | None
    current: FormSnapshot

    @property
    def has_changes(self) -> bool:
        """Return whether a value that both snapshots have differs."""
        if self.opened is None:
            return True
        before, now = self.opened, self.current
        return _differ(before.fields, now.fields) or any(
            rows.keys() != before.rows.get(prefix, rows).keys()
            or any(
                _differ(before.rows[prefix][key], values)
                for key, values in rows.items()
                if prefix in before.rows
            )
            for prefix, rows in now.rows.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field or row that changed: their change, your change, and a remark.

    Both are compared with the value when you opened the page; where that is not known,
    yours is compared with theirs.
    """

    label: str
    theirs: tuple[DiffSegment, ...]
    yours: tuple[DiffSegment, ...] = ()
    remark: StrOrPromise = ""


def differences(
    conflict: EditConflict, form: forms.BaseForm, formsets: Iterable[FormSet]
) -> list[Difference]:
    """Return each field and row that changed, beside what the posted form has."""
    before, now = conflict.opened, conflict.current
    found = [*_field_differences(before.fields if before else None, now.fields, form)]
    for formset in formsets:
        rows_before = before.rows.get(formset.prefix, {}) if before else None
        rows_now = now.rows.get(formset.prefix, {})
        found += _row_differences(rows_before, rows_now, formset)
    return found


def _differ(before: Values, now: Values) -> bool:
    return any(before.get(name, values) != values for name, values in now.items())


def _field_differences(
    before: Values | None, now: Values, form: forms.BaseForm, prefix: str = ""
) -> Iterator[Difference]:
    """Yield the fields that they changed; without a snapshot, all that differ."""
    for bound in form:
        if bound.name not in now:
            continue
        theirs = now[bound.name]
        yours = comparable_values(bound.field, bound.value())
        base = theirs if before is None else before.get(bound.name, theirs)
        if theirs != (yours if before is None else base):
            label = f"{prefix}{bound.label}"
            yield _difference(label, bound.field, base, theirs=theirs, yours=yours)


def _difference(
    label: str,
    field: forms.Field,
    base: list[str],
    *,
    theirs: list[str],
    yours: list[str],
) -> Difference:
    base_text, their_text, your_text = _comparable_texts(field, base, theirs, yours)
    remark: StrOrPromise = ""
    if yours == theirs:
        remark = SAME_CHANGE
    elif yours == base:
        remark = UNCHANGED
    return Difference(
        label=label,
        theirs=diff_excerpts(base_text, their_text),
        yours=() if remark else diff_excerpts(base_text, your_text),
        remark=remark,
    )


def _comparable_texts(field: forms.Field, *values: list[str]) -> list[str]:
    """Return values as people read them, with markup only if nothing else differs."""
    texts = [_as_text(field, value) for value in values]
    if isinstance(field.widget, BodyEditor):
        plain = [html_to_text(text) for text in texts]
        if len(set(plain)) == len(set(texts)):
            return plain
    return texts


def _as_text(field: forms.Field, values: list[str]) -> str:
    if isinstance(field, forms.ModelChoiceField):
        assert field.queryset is not None
        pks = [value for value in values if value.isdecimal()]
        chosen = field.queryset.model._default_manager.filter(pk__in=pks)
        return ", ".join(map(str, chosen))
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        labels = {str(key): str(label) for key, label in choices}
        return ", ".join(labels.get(value, value) for value in values)
    text = "\n".join(values)
    return text.replace("T", " ") if isinstance(field, WallTimeField) else text


def _row_differences(
    before: dict[str, Values] | None, now: dict[str, Values], formset: FormSet
) -> Iterator[Difference]:
    """Yield the rows that they changed, added or deleted."""
    name = formset.model._meta.verbose_name
    posted = {str(row.instance.pk): row for row in formset.initial_forms}
    for key, values in now.items():
        if key in posted:
            row = posted[key]
            base = None if before is None else before.get(key, values)
            changes = _field_differences(base, values, row, prefix=f"{row.instance}: ")
            if row in formset.deleted_forms:
                changes = (
                    replace(change, yours=(), remark=DELETED) for change in changes
                )
            yield from changes
        elif before is None or key not in before:
            yield Difference(
                label=_("Added: %(name)s") % {"name": name},
                theirs=diff_excerpts("", _row_as_text(formset, values)),
                remark=STAYS,
            )
    for key, values in (before or {}).items():
        if key not in now:
            yield Difference(
                label=_("Deleted: %(name)s") % {"name": name},
                theirs=diff_excerpts(_row_as_text(formset, values), ""),
                remark=ATTACH_AGAIN if needs_a_file(formset) else COMES_BACK,
            )


def _row_as_text(formset: FormSet, values: Values) -> str:
    fields = formset.empty_form.fields
    texts = {
        fields[name].label: _as_text(fields[name], value)
        for name, value in values.items()
        if name in fields
    }
    return "; ".join(f"{label}: {text}" for label, text in texts.items() if text)
