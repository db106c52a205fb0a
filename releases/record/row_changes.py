"""What the triggers write down of every change of a row, in either engine's SQL.

An UPDATE leaves the columns that changed, an INSERT or a DELETE the whole row. This
holds for QuerySet.update, for bulk operations and for SQL typed by hand.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from releases.record.clock import clock_sql

# Who writes, on SQLite: a row that is there only while a statement runs.
AUTHOR_TABLE = "releases_author"
AUTHOR_TABLE_SQL = f"CREATE TABLE IF NOT EXISTS {AUTHOR_TABLE} (by text NOT NULL, origin text NOT NULL)"
# The same on PostgreSQL: two settings that last as long as the transaction.
BY, ORIGIN = "irsite.by", "irsite.origin"

# The journal is chained itself; the edition moves with every door, and how the press
# does changes every second and says nothing of what was published.
UNTRACED = {
    *("releases.journalentry", "releases.trace", "releases.edition"),
    *("releases.impression", "releases.pressworker", "releases.sighting"),
    "auth.permission",
}
# A document's digest stands beside it; each sign-in has an entry of its own.
LEFT_OUT = {"releases.publication": {"document"}, "auth.user": {"last_login"}}
# That it changed is told, and not what it is.
SECRET = {"auth.user": {"password"}}
UNTOLD = "'(secret)'"

# What a row may be a part of; where it has two, of the first.
WHOLES = (
    *("release", "publication", "event", "category", "issuer"),
    *("person", "user", "group", "permission", "topic"),
)


def traced(apps: Apps) -> Iterator[type[models.Model]]:
    """The models whose changes are written down: the newsroom's, and who its staff are."""
    for label in ("releases", "auth"):
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if model._meta.label_lower not in UNTRACED:
                yield model


def columns(model: type[models.Model]) -> list[str]:
    """The columns that are written down, in an order that no migration changes."""
    left_out = LEFT_OUT.get(model._meta.label_lower, set())
    found = {field.column for field in model._meta.concrete_fields}
    return sorted(found - left_out)


def subject(model: type[models.Model], row: str) -> str:
    """What the journal calls the thing that this row is, or is a part of, as SQL.

    A part is what goes when its whole is deleted; whatever hangs on a publication is
    the publication's, and an approval the release's.
    """
    name = model._meta.model_name
    if name == "publication":
        return f"{row}.kind || ':' || {row}.address"
    if name == "oldaddress":
        return f"'release:' || {row}.address"
    owners = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and (field.name in {"release", "publication"} or _goes_with(field))
    ]
    owners.sort(key=lambda field: _rank(field.name))
    told = [
        _publications(f"{row}.{field.column}", field.remote_field.model)
        if field.name == "publication"
        else f"'{field.remote_field.model._meta.model_name}:' || {row}.{field.column}"
        for field in owners
    ]
    itself = f"'{name}:' || {row}.id"
    return f"COALESCE({', '.join(told)}, {itself})" if told else itself


def _rank(name: str) -> tuple[int, str]:
    return (WHOLES.index(name) if name in WHOLES else len(WHOLES), name)


def _goes_with(field: models.ForeignKey[models.Model, models.Model]) -> bool:
    return getattr(field.remote_field, "on_delete", None) is models.CASCADE


def _publications(key: str, model: type[models.Model]) -> str:
    return (
        f"(SELECT p.kind || ':' || p.address FROM {model._meta.db_table} p"
        f" WHERE p.id = {key})"
    )


def sqlite(model: type[models.Model], action: str) -> str:
    """What one of a table's three triggers on SQLite does: `action` says which."""
    row = "OLD" if action == "delete" else "NEW"
    told = ", ".join(
        f"('{column}', {_of('OLD', column, unless=action == 'insert')},"
        f" {_of('NEW', column, unless=action == 'delete')})"
        for column in columns(model)
    )
    before, after = (
        f"json_group_object(name, {_shown(model, value, UNTOLD)})"
        for value in ("was", "now")
    )
    by, origin = (
        f"COALESCE((SELECT {column} FROM {AUTHOR_TABLE}), '')"
        for column in ("by", "origin")
    )
    return _statement(
        at=_now("sqlite"),
        subject=subject(model, row),
        table=f"'{model._meta.db_table}'",
        row=f"{row}.id",
        action=f"'{action}'",
        before="''" if action == "insert" else before,
        after="''" if action == "delete" else after,
        by=by,
        origin=origin,
    ) + (
        f"  FROM (WITH told (name, was, now) AS (VALUES {told}) SELECT * FROM told)"
        + (" WHERE was IS NOT now HAVING count(*) > 0" if action == "update" else "")
    )


def postgresql(model: type[models.Model]) -> str:
    """What a table's one trigger on PostgreSQL does, whichever change it was."""
    told = ", ".join(f"'{column}'" for column in columns(model))
    secret = f"to_jsonb({UNTOLD}::text)"
    before, after = (
        f"CASE TG_OP WHEN '{empty}' THEN '' ELSE"
        f" jsonb_object_agg(name, {_shown(model, value, secret)})::text END"
        for value, empty in (("was", "INSERT"), ("now", "DELETE"))
    )
    by, origin = (
        f"left(COALESCE(current_setting('{setting}', true), ''), {length})"
        for setting, length in ((BY, 150), (ORIGIN, 100))
    )
    return _statement(
        at=_now("postgresql"),
        subject=f"COALESCE({subject(model, 'NEW')}, {subject(model, 'OLD')})",
        table=f"'{model._meta.db_table}'",
        row="COALESCE(NEW.id, OLD.id)",
        action="lower(TG_OP)",
        before=before,
        after=after,
        by=by,
        origin=origin,
    ) + (
        "  FROM (SELECT name, o.value AS was, n.value AS now"
        " FROM jsonb_each(to_jsonb(OLD)) AS o (name, value)"
        " FULL JOIN jsonb_each(to_jsonb(NEW)) AS n (name, value) USING (name)) told\n"
        f"  WHERE was IS DISTINCT FROM now AND name IN ({told}) HAVING count(*) > 0"
    )


def take_stock(apps: Apps, connection: BaseDatabaseWrapper) -> None:
    """Write down each row as it is found: for a migration, while the record is thawed.

    From there on every row of these tables has a trace, or did not come by an INSERT.
    """
    trace = apps.get_model("releases", "Trace")._meta.db_table
    for model in traced(apps):
        statement = found(model, connection.vendor).format(trace=trace)
        with connection.cursor() as cursor:
            cursor.execute(statement)


def found(model: type[models.Model], vendor: str) -> str:
    """The statement that writes down every row of a table."""
    if vendor == "postgresql":
        secret, together = f"to_jsonb({UNTOLD}::text)", "jsonb_object_agg"
        names = ", ".join(f"'{column}'" for column in columns(model))
        told = f"jsonb_each(to_jsonb(t)) AS o (name, value) WHERE name IN ({names})"
    else:
        secret, together = UNTOLD, "json_group_object"
        values = ", ".join(
            f"('{column}', {_of('t', column)})" for column in columns(model)
        )
        told = f"(WITH told (name, value) AS (VALUES {values}) SELECT * FROM told)"
    shown = _shown(model, "value", secret)
    cast = "::text" if vendor == "postgresql" else ""
    return (
        _statement(
            at=_now(vendor),
            subject=subject(model, "t"),
            table=f"'{model._meta.db_table}'",
            row="t.id",
            action="'found'",
            before="''",
            after=f"(SELECT {together}(name, {shown}){cast} FROM {told})",
            by="''",
            origin="'migration'",
        )
        + f"  FROM {model._meta.db_table} t ORDER BY t.id"
    )


def _of(row: str, column: str, *, unless: bool = False) -> str:
    return "NULL" if unless else f'{row}."{column}"'


def _now(vendor: str) -> str:
    if vendor == "postgresql":
        return "record_clock()"
    # As Django writes an instant: without a fraction that says nothing.
    return f"replace({clock_sql(vendor)}, '.000000', '')"


def _statement(**columns: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {{trace}} ({names})\n  SELECT {', '.join(columns.values())}\n"


def _shown(model: type[models.Model], value: str, secret: str) -> str:
    """The value as it is written down."""
    names = SECRET.get(model._meta.label_lower)
    if not names:
        return value
    named = ", ".join(f"'{column}'" for column in sorted(names))
    return f"CASE WHEN name IN ({named}) THEN {secret} ELSE {value} END"
