"""What was changed while a form stood open: theirs and yours, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from releases.text.html import html_to_text
from releases.text.word_diff import DiffSegment, diff_excerpts
from releases.widgets.body_editor import BodyEditor
from releases.widgets.wall_time import WallTimeField
from releases.workspace.edit_conflicts.form_snapshot import (
    FormSet,
    Sheet,
    Values,
    shown,
)
from releases.workspace.edit_conflicts.rows import needs_a_file

STAYS = "It stays, whichever you choose."
COMES_BACK = "Saving yours puts it back, unless you take it away below too."
ATTACH_AGAIN = "To have it back, attach the file again."
SAME = "You made the same of it."
LEFT_OUT = "You take it away."
UNDONE = "You left it as it was: saving yours undoes their change."


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile:
    """What the page showed when it was opened, where that is known, and shows now."""

    opened: Sheet | None
    now: Sheet

    @property
    def changed(self) -> bool:
        """Whether anything differs that both of them show."""
        if self.opened is None:
            return True
        was, now = self.opened, self.now
        return _of_both(was.fields, now.fields) or any(
            rows.keys() != was.rows.get(prefix, rows).keys()
            or any(
                _of_both(was.rows[prefix][key], values)
                for key, values in rows.items()
                if prefix in was.rows
            )
            for prefix, rows in now.rows.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that was changed: what they made of it, and what you did.

    Both are told from how it was when you opened the page; where that is not known,
    yours is told from theirs.
    """

    label: str
    theirs: tuple[DiffSegment, ...]
    yours: tuple[DiffSegment, ...] = ()
    remark: str = ""


def differences(
    found: Meanwhile, form: forms.BaseForm, formsets: Iterable[FormSet]
) -> list[Difference]:
    """Each thing that was changed meanwhile, beside what the form brings."""
    was = found.opened
    told = [*_of_fields(was.fields if was else None, found.now.fields, form)]
    for formset in formsets:
        before = was.rows.get(formset.prefix, {}) if was else None
        told += _of_rows(before, found.now.rows.get(formset.prefix, {}), formset)
    return told


def _of_both(was: Values, now: Values) -> bool:
    return any(was.get(name, values) != values for name, values in now.items())


def _of_fields(
    was: Values | None, now: Values, form: forms.BaseForm, of: str = ""
) -> Iterator[Difference]:
    """The fields that somebody changed; where it is not known which, all that differ."""
    for bound in form:
        if bound.name not in now:
            continue
        theirs, yours = now[bound.name], shown(bound.field, bound.value())
        first = theirs if was is None else was.get(bound.name, theirs)
        if theirs != (yours if was is None else first):
            label = f"{of}{bound.label}"
            yield _difference(label, bound.field, first, theirs=theirs, yours=yours)


def _difference(
    label: str,
    field: forms.Field,
    was: list[str],
    *,
    theirs: list[str],
    yours: list[str],
) -> Difference:
    first, second, third = _in_words(field, was, theirs, yours)
    remark = ""
    if yours == theirs:
        remark = SAME
    elif yours == was:
        remark = UNDONE
    return Difference(
        label=label,
        theirs=diff_excerpts(first, second),
        yours=() if remark else diff_excerpts(first, third),
        remark=remark,
    )


def _in_words(field: forms.Field, *several: list[str]) -> list[str]:
    """Values as people read them; with their markup, where that alone tells them apart."""
    read = [_read(field, values) for values in several]
    if isinstance(field.widget, BodyEditor):
        said = [html_to_text(words) for words in read]
        if len(set(said)) == len(set(read)):
            return said
    return read


def _read(field: forms.Field, values: list[str]) -> str:
    if isinstance(field, forms.ModelChoiceField):
        assert field.queryset is not None
        pks = [value for value in values if value.isdecimal()]
        things = field.queryset.model._default_manager.filter(pk__in=pks)
        return ", ".join(map(str, things))
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        labels = {str(key): str(label) for key, label in choices}
        return ", ".join(labels.get(value, value) for value in values)
    words = "\n".join(values)
    return words.replace("T", " ") if isinstance(field, WallTimeField) else words


def _of_rows(
    was: dict[str, Values] | None, now: dict[str, Values], formset: FormSet
) -> Iterator[Difference]:
    """The rows that somebody changed, added or took away."""
    name = formset.model._meta.verbose_name
    yours = {str(row.instance.pk): row for row in formset.initial_forms}
    for key, values in now.items():
        if key in yours:
            row = yours[key]
            before = None if was is None else was.get(key, values)
            told = _of_fields(before, values, row, of=f"{row.instance}: ")
            if row in formset.deleted_forms:
                told = (replace(one, yours=(), remark=LEFT_OUT) for one in told)
            yield from told
        elif was is None or key not in was:
            words = _row_in_words(formset, values)
            yield Difference(
                label=f"Added: {name}", theirs=diff_excerpts("", words), remark=STAYS
            )
    for key, values in (was or {}).items():
        if key not in now:
            words = _row_in_words(formset, values)
            yield Difference(
                label=f"Taken away: {name}",
                theirs=diff_excerpts(words, ""),
                remark=ATTACH_AGAIN if needs_a_file(formset) else COMES_BACK,
            )


def _row_in_words(formset: FormSet, values: Values) -> str:
    fields = formset.empty_form.fields
    read = {
        fields[name].label: _read(fields[name], value)
        for name, value in values.items()
        if name in fields
    }
    return "; ".join(f"{label}: {words}" for label, words in read.items() if words)
