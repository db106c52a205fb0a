"""Whether rows are as their changes left them: nothing was altered past the triggers."""

from __future__ import annotations

import datetime as dt
import heapq
import json
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from releases.models import Trace
from releases.record import row_changes
from releases.record.integrity_problem import IntegrityProblem

BATCH = 500
Row = dict[str, Any]
Fields = dict[str, models.Field[Any, Any]]
TOLD, THERE = 0, 1


def compare(model: type[models.Model]) -> int:
    """How many rows there are, each as its changes left it; IntegrityProblem names the first that
    is not."""
    table = model._meta.db_table
    fields = known_fields(model)
    count = 0
    sides = heapq.merge(
        left_by_changes(table, fields), there(model, fields), key=itemgetter(0, 1)
    )
    for pk, parts in groupby(sides, itemgetter(0)):
        found = {side: row for _, side, row in parts}
        told, now = found.get(TOLD), found.get(THERE)
        where = f"{table} {pk}"
        if told is None and now is not None:
            raise IntegrityProblem(
                where, "it is there, and no change tells how it came"
            )
        if now is None and told is not None:
            raise IntegrityProblem(
                where, "it is gone, and no change tells who deleted it"
            )
        if told is None or now is None:
            continue
        column = first_difference(fields, told, now)
        if column:
            raise IntegrityProblem(
                where, f"its {column} is not what its last change left"
            )
        count += 1
    return count


def known_fields(model: type[models.Model]) -> Fields:
    """The fields that changes are written down of, and are no secret, by column."""
    secret = row_changes.SECRET.get(model._meta.label_lower, set())
    known = set(row_changes.columns(model)) - secret
    return {f.column: f for f in model._meta.concrete_fields if f.column in known}


def left_by_changes(
    table: str, fields: Fields
) -> Iterator[tuple[int, int, Row | None]]:
    """Each row as its changes add up; None where the last one deleted it."""
    changes = Trace.objects.filter(table=table).order_by("row", "pk")
    for pk, history in groupby(changes.iterator(BATCH), attrgetter("row")):
        state: Row | None = None
        for change in history:
            state = after(change, state, fields)
        yield pk, TOLD, state


def after(change: Trace, state: Row | None, fields: Fields) -> Row | None:
    """The row after this change; IntegrityProblem where the change found it otherwise."""
    if change.before:
        before = json.loads(change.before)
        column = first_difference(fields, state or {}, before)
        if state is None or column:
            raise IntegrityProblem(
                f"change {change.pk}, {change.table} {change.row}",
                f"it found {column or 'a row'} that no change had left so",
            )
    if change.action == Trace.Action.DELETE:
        return None
    return {**(state or {}), **json.loads(change.after)}


def there(
    model: type[models.Model], fields: Fields
) -> Iterator[tuple[int, int, Row | None]]:
    """Each row as it is."""
    names = [field.attname for field in fields.values()]
    found = model._default_manager.order_by("pk").values_list("pk", *names)
    try:
        for pk, *values in found.iterator(BATCH):
            yield pk, THERE, dict(zip(fields, values, strict=True))
    except ValueError as error:
        raise IntegrityProblem(
            model._meta.db_table, f"a row cannot be read: {error}"
        ) from error


def first_difference(fields: Fields, one: Row, other: Row) -> str:
    """The first column that both know and that differs; a later column is no news."""
    for column, field in fields.items():
        if column in one and column in other:
            here, yonder = one[column], other[column]
            if here != yonder and plain(field, here) != plain(field, yonder):
                return column
    return ""


def plain(field: models.Field[Any, Any], value: Any) -> Any:
    """The value itself, in whichever engine's writing it is."""
    if isinstance(field, models.ForeignKey):
        return plain(field.target_field, value)
    try:
        found = field.to_python(value)
    except ValidationError:
        return value
    if isinstance(found, dt.datetime) and found.tzinfo is None:
        return found.replace(tzinfo=dt.UTC)
    return found
