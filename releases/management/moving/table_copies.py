"""Copying tables from one engine to the other, and comparing them row by row."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from releases.readers.database import READERS

# Rows that are read at once, and values that one statement may have on every engine.
ROWS_READ = 500
MAX_VALUES = 900
MODULUS = 1 << 256


@dataclass(frozen=True, slots=True)
class TableDigest:
    """How many rows a table has, and the sum of their SHA-256 modulo 2^256.

    The sum does not depend on the order: two engines sort texts differently.
    """

    rows: int
    total: int


def tables_of(*, is_readers: bool) -> Iterator[type[models.Model]]:
    """Yield the model of each table of the readers' database, or of the record's."""
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        is_table = options.managed and not options.proxy
        if is_table and (options.app_label == READERS) == is_readers:
            yield model


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields that are columns, in their order."""
    return list(model._meta.concrete_fields)


def rows_of(model: type[models.Model], alias: str) -> Iterator[tuple[Any, ...]]:
    """Yield the values of each row, a few hundred rows in memory at a time."""
    names = [field.attname for field in columns_of(model)]
    # No other manager has every row.
    rows = model._base_manager.using(alias).order_by("pk").values_list(*names)  # noqa: SLF001 - a documented name
    return rows.iterator(chunk_size=ROWS_READ)


def digest_of(model: type[models.Model], alias: str) -> TableDigest:
    """Read a table and return its digest."""
    rows = total = 0
    for row in rows_of(model, alias):
        rows += 1
        code = json.dumps([canonical(value) for value in row], sort_keys=True)
        digest = hashlib.sha256(code.encode()).digest()
        total = (total + int.from_bytes(digest, "big")) % MODULUS
    return TableDigest(rows, total)


def canonical(value: Any) -> Any:
    """Return a value in a form that is the same whichever engine it comes from."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return str(value)  # dates, times, UUIDs, decimals


def copy_table(
    model: type[models.Model], source: str, target: BaseDatabaseWrapper
) -> None:
    """Copy every row as it is, ids and times included, into an empty table."""
    fields = columns_of(model)
    rows = rows_of(model, source)
    size = max(1, MAX_VALUES // len(fields))
    with target.cursor() as cursor:
        while batch := list(islice(rows, size)):
            cursor.execute(
                insertion(model, fields, len(batch), target),
                [
                    field.get_db_prep_save(value, target)
                    for row in batch
                    for field, value in zip(fields, row, strict=True)
                ],
            )


def insertion(
    model: type[models.Model],
    fields: Sequence[models.Field[Any, Any]],
    rows: int,
    target: BaseDatabaseWrapper,
) -> str:
    """Return the SQL that inserts so many rows."""
    quote = target.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([row] * rows)}"


def empty_table(model: type[models.Model], target: BaseDatabaseWrapper) -> None:
    """Delete the rows that the migrations have made."""
    with target.cursor() as cursor:
        cursor.execute(f"DELETE FROM {target.ops.quote_name(model._meta.db_table)}")


def copy_sequence(
    model: type[models.Model], source: BaseDatabaseWrapper, target: BaseDatabaseWrapper
) -> None:
    """Have the target give the ids that the source would: those of deleted rows stay used."""
    key = model._meta.pk
    if not isinstance(key, models.AutoField | models.BigAutoField):
        return
    table, column = model._meta.db_table, str(key.column)
    used = last_id(source, table, column)
    with target.cursor() as cursor:
        if target.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, used])
        else:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
                [f'"{table}"', column, max(used, 1), used > 0],
            )


def last_id(source: BaseDatabaseWrapper, table: str, column: str) -> int:
    """Return the last id that the table has given; 0 if it has given none."""
    with source.cursor() as cursor:
        if source.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
                [f'"{table}"', column],
            )
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0
