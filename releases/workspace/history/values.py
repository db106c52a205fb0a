"""The values of changed rows in words: from what, to what."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from releases.models import RowChange
from releases.models.desk.release import SET_BY_TRANSITIONS
from releases.record import row_changes
from releases.text.html import html_to_text
from releases.text.word_diff import DiffSegment, diff_excerpts
from releases.widgets.wall_time import format_in_zone

# Longer values are compared word by word.
LONG_VALUE = 100
# What says nothing to people, or what the entry's own sentence says.
SILENT_FIELDS = {
    *("id", "changed_at", "ref", "order", "sha256", "digest"),
    *SET_BY_TRANSITIONS,
}
# The columns that name a row, the best first.
NAMING_COLUMNS = ("headline", "name", "title", "username", "legal_name", "label")

Values = Mapping[str, Any]
RowNames = Mapping[tuple[str, int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """A field's value before and after in words; long ones as the words that differ."""

    label: str
    before: str = ""
    after: str = ""
    segments: tuple[DiffSegment, ...] = ()


def tracked_tables() -> dict[str, type[models.Model]]:
    """Return the model of each table whose changes are recorded."""
    return {model._meta.db_table: model for model in row_changes.tracked_models(apps)}


@cache
def fields_by_column(table: str) -> dict[str, models.Field[Any, Any]]:
    """Return the fields of a table's model by their column; none if it has no model now."""
    model = tracked_tables().get(table)
    return {field.column: field for field in (model._meta.fields if model else ())}


def model_name_of(table: str) -> str:
    """Return the name of the table's model; the table's own where it has none now."""
    model = tracked_tables().get(table)
    return capfirst(str(model._meta.verbose_name)) if model else table


def load_row_names(changes: Iterable[RowChange]) -> RowNames:
    """Return the names of the rows to which changed values point, by table and key.

    One query for each table.
    """
    keys: defaultdict[type[models.Model], set[int]] = defaultdict(set)
    for change in changes:
        for values in values_of(change):
            for column, value in values.items():
                model = related_model(change.table, column)
                if model is not None and value is not None:
                    keys[model].add(int(value))
    return {
        # The words of a permission alone: its model would be another query.
        (model._meta.db_table, row.pk): row.name
        if isinstance(row, Permission)
        else str(row)
        for model, wanted in keys.items()
        for row in model._default_manager.filter(pk__in=wanted)
    }


def related_model(table: str, column: str) -> type[models.Model] | None:
    """Return the model to which a column points, if its values are primary keys."""
    field = fields_by_column(table).get(column)
    if isinstance(field, models.ForeignKey) and field.target_field.primary_key:
        model = field.related_model
        return model if isinstance(model, type) else None
    return None


def values_of(change: RowChange) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the changed columns before and after."""
    before, after = (
        json.loads(text) if text else {} for text in (change.before, change.after)
    )
    return before, after


def value_changes(change: RowChange, names: RowNames) -> list[ValueChange]:
    """Return what a change did, in words: each field, or the row that came or went."""
    before, after = values_of(change)
    if change.action == RowChange.Action.UPDATE:
        return [
            _value_change(
                change.table, column, before.get(column), after.get(column), names
            )
            for column in ordered_columns(change.table, after)
        ]
    label, name = row_label(change, after or before, names)
    if change.action == RowChange.Action.DELETE:
        return [ValueChange(label=label, before=name)]
    return [ValueChange(label=label, after=name)]


def ordered_columns(table: str, values: Values) -> list[str]:
    """Return the columns that say something, in the order of the model's fields."""
    fields = fields_by_column(table)
    known = [column for column in fields if column in values]
    removed = [column for column in values if column not in fields]
    return [
        column
        for column in [*known, *removed]
        if column not in fields or fields[column].name not in SILENT_FIELDS
    ]


def row_label(change: RowChange, values: Values, names: RowNames) -> tuple[str, str]:
    """Return the kind and the name of a row, or of what it links to its whole."""
    for column in NAMING_COLUMNS:
        if values.get(column):
            return model_name_of(change.table), str(values[column])
    whole = change.subject.partition(":")[0]
    label = model_name_of(change.table)
    for column, value in values.items():
        model = related_model(change.table, column)
        if model is not None and value and model._meta.model_name != whole:
            name = names.get((model._meta.db_table, int(value)), f"#{value}")
            if is_link(change.table, whole):
                label = capfirst(str(model._meta.verbose_name))
            return label, name
    return label, f"#{change.row}"


def is_link(table: str, whole: str) -> bool:
    """Return whether the rows of a table only link something to their whole."""
    model = tracked_tables().get(table)
    if model is None:
        return False
    return bool(model._meta.auto_created) or str(model._meta.model_name).startswith(
        whole
    )


def _value_change(
    table: str, column: str, before: Any, after: Any, names: RowNames
) -> ValueChange:
    field = fields_by_column(table).get(column)
    label = capfirst(str(field.verbose_name)) if field else column
    texts = [_in_words(table, column, field, value, names) for value in (before, after)]
    if max(map(len, texts)) > LONG_VALUE:
        plain = [html_to_text(text) for text in texts]
        compared = plain if plain[0] != plain[1] else texts
        return ValueChange(label=label, segments=diff_excerpts(*compared))
    return ValueChange(label=label, before=texts[0], after=texts[1])


def _in_words(
    table: str,
    column: str,
    field: models.Field[Any, Any] | None,
    value: Any,
    names: RowNames,
) -> str:
    choices = dict(getattr(field, "flatchoices", ()) or ())
    if value in choices:
        return str(choices[value])
    if value is None or value == "":
        return ""
    model = related_model(table, column)
    if model is not None:
        return names.get((model._meta.db_table, int(value)), f"#{value}")
    return _plain_in_words(field, value)


def _plain_in_words(field: models.Field[Any, Any] | None, value: Any) -> str:
    if isinstance(field, models.BooleanField):
        return _("Yes") if value in (True, 1, "1") else _("No")
    if isinstance(field, models.DateTimeField):
        return instant_in_words(str(value))
    if isinstance(field, models.DateField) and (day := parse_date(str(value))):
        return date_format(day, "j F Y")
    return str(value)


def instant_in_words(text: str) -> str:
    """Return a stored instant in the zone of the desk; as it is if it is none."""
    instant = parse_datetime(text)
    if instant is None:
        return text
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=dt.UTC)
    return format_in_zone(instant, timezone.get_current_timezone())
