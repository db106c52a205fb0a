"""Whether every row is what its recorded changes add up to."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from releases.models import RowChange
from releases.record import row_changes
from releases.record.verification.merging import side_by_side
from releases.record.verification.problems import BATCH, IntegrityProblem, Problems

Row = dict[str, Any]
Fields = dict[str, models.Field[Any, Any]]


def verify_rows(problems: Problems) -> str:
    """Compare every row of the desk and the record with its history of changes."""
    count = tables = 0
    for model in row_changes.tracked_models(apps):
        count += compare_rows(model, problems)
        tables += 1
    return _("%(count)s rows in %(tables)s tables are as their changes left them.") % {
        "count": f"{count:,}",
        "tables": f"{tables:,}",
    }


def compare_rows(model: type[models.Model], problems: Problems) -> int:
    """Count the rows of a table, each compared with what its changes add up to."""
    table = model._meta.db_table
    fields = known_fields(model)
    count = 0
    both = side_by_side(
        rows_by_changes(table, fields, problems), actual_rows(model, fields)
    )
    for pk, (expected, actual) in both:
        where = f"{table} {pk}"
        # A row that its last change deleted is expected to be None.
        left = expected[0] if expected else None
        if left is None:
            if actual:
                problems.add(where, _("no change says how this row was added"))
            continue
        if not actual:
            problems.add(where, _("it is gone, and no change says who deleted it"))
            continue
        column = first_difference(fields, left, actual[0])
        if column:
            why = _("its %(column)s is not what its last change left")
            problems.add(where, why % {"column": column})
        count += 1
    return count


def known_fields(model: type[models.Model]) -> Fields:
    """Return by column the fields whose changes are recorded and not secret."""
    secret = row_changes.SECRET_COLUMNS.get(model._meta.label_lower, set())
    known = set(row_changes.columns(model)) - secret
    return {f.column: f for f in model._meta.concrete_fields if f.column in known}


def rows_by_changes(
    table: str, fields: Fields, problems: Problems
) -> Iterator[tuple[int, Row | None]]:
    """Yield each row as its changes add up; None where the last one deleted it."""
    changes = RowChange.objects.filter(table=table).order_by("row", "pk")
    for pk, history in groupby(changes.iterator(BATCH), attrgetter("row")):
        row: Row | None = None
        for change in history:
            row = apply_change(change, row, fields, problems)
        yield pk, row


def apply_change(
    change: RowChange, row: Row | None, fields: Fields, problems: Problems
) -> Row | None:
    """Return the row after this change, or None if it deleted the row.

    A row that was another one before is a problem.
    """
    if change.before:
        before = json.loads(change.before)
        column = first_difference(fields, row or {}, before)
        if row is None or column:
            problems.add(
                _("change %(id)s of %(table)s %(row)s")
                % {"id": change.pk, "table": change.table, "row": change.row},
                _("%(column)s was altered before it, and no change says so")
                % {"column": column or _("the row")},
            )
    if change.action == RowChange.Action.DELETE:
        return None
    return {**(row or {}), **json.loads(change.after)}


def actual_rows(model: type[models.Model], fields: Fields) -> Iterator[tuple[int, Row]]:
    """Yield each row as it is in its table."""
    names = [field.attname for field in fields.values()]
    rows = model._default_manager.order_by("pk").values_list("pk", *names)
    try:
        for pk, *values in rows.iterator(BATCH):
            yield pk, dict(zip(fields, values, strict=True))
    except ValueError as error:
        raise IntegrityProblem(
            model._meta.db_table,
            _("a row cannot be read: %(error)s") % {"error": error},
        ) from error


def first_difference(fields: Fields, one: Row, other: Row) -> str:
    """Return the first column that both rows have and that differs, or nothing.

    A column that was added later is missing in one of them.
    """
    for column, field in fields.items():
        if column in one and column in other:
            left, right = one[column], other[column]
            if left != right and plain(field, left) != plain(field, right):
                return column
    return ""


def plain(field: models.Field[Any, Any], value: Any) -> Any:
    """Return the value in Python's form, whichever engine wrote it down."""
    if isinstance(field, models.ForeignKey):
        return plain(field.target_field, value)
    try:
        converted = field.to_python(value)
    except ValidationError:
        return value
    if isinstance(converted, dt.datetime) and converted.tzinfo is None:
        return converted.replace(tzinfo=dt.UTC)
    return converted
