"""The SQL by which triggers record every change of a row, for both engines.

An UPDATE records the columns that changed, an INSERT or a DELETE the whole row. This
covers QuerySet.update, bulk operations and SQL typed by hand.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from releases.record.clock import clock_sql

# Who writes, on SQLite: a table whose one row exists only while a statement runs.
AUTHOR_TABLE = "releases_author"
AUTHOR_TABLE_SQL = f"CREATE TABLE IF NOT EXISTS {AUTHOR_TABLE} (by text NOT NULL, origin text NOT NULL, code text NOT NULL)"
# The same on PostgreSQL: three settings that end with the transaction.
BY, ORIGIN, CODE = "irsite.by", "irsite.origin", "irsite.code"

# The journal is a chain of its own; the record's state changes with every publishing; the
# workers report every second, and nothing of it was ever published. What was made from a
# publication says nothing that the publication does not, nor does the index of the search;
# signatures prove themselves. What somebody has not saved is nobody else's.
UNTRACKED = {
    *("releases.journalentry", "releases.rowchange", "releases.recordstate"),
    *("releases.recordchange", "releases.webworker", "releases.earlyrequest"),
    *("releases.derivative", "releases.contentdigest"),
    *("releases.searchstate", "releases.searchword"),
    "releases.unsavedform",
    *("releases.envelope", "releases.loghead", "releases.logentry"),
    "auth.permission",
}
# A document has its digest beside it; each sign-in has a journal entry of its own.
OMITTED_COLUMNS = {
    "releases.publication": {"document"},
    "auth.user": {"last_login"},
    "mfa.authenticator": {"last_used_at"},
}
# Only that it changed is recorded, not its value.
SECRET_COLUMNS = {"auth.user": {"password"}, "mfa.authenticator": {"data"}}
REDACTED = "'(secret)'"

# The foreign keys that name what a row is a part of; of several the first counts.
WHOLES = (
    *("release", "publication", "event", "category", "issuer"),
    *("person", "user", "group", "permission", "topic"),
)


def tracked_models(apps: Apps) -> Iterator[type[models.Model]]:
    """Yield the models whose changes are recorded: the newsroom's, and its staff's."""
    for label in ("releases", "auth", "mfa"):
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if model._meta.label_lower not in UNTRACKED:
                yield model


def columns(model: type[models.Model]) -> list[str]:
    """Return the columns that are recorded, sorted so that no migration reorders them."""
    omitted = OMITTED_COLUMNS.get(model._meta.label_lower, set())
    return sorted({field.column for field in model._meta.concrete_fields} - omitted)


def subject(model: type[models.Model], row: str) -> str:
    """Return the SQL for the journal's name of what this row is, or is a part of.

    A part is what is deleted with its whole. What belongs to a publication has the
    publication's name, and an approval the release's.
    """
    name = model._meta.model_name
    if name == "publication":
        return f"{row}.kind || ':' || {row}.address"
    if name == "oldpath":
        return f"'release:' || {row}.address"
    if name == "previewopening":
        link = model._meta.get_field("link")
        assert isinstance(link, models.ForeignKey)
        links = link.remote_field.model._meta.db_table
        return (
            f"COALESCE((SELECT 'release:' || l.release_id FROM {links} l"
            f" WHERE l.id = {row}.link_id), '{name}:' || {row}.id)"
        )
    wholes = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and (field.name in {"release", "publication"} or _cascades(field))
    ]
    wholes.sort(key=lambda field: _rank(field.name))
    names = [
        _publication_subject(f"{row}.{field.column}", field.remote_field.model)
        if field.name == "publication"
        else f"'{field.remote_field.model._meta.model_name}:' || {row}.{field.column}"
        for field in wholes
    ]
    itself = f"'{name}:' || {row}.id"
    return f"COALESCE({', '.join(names)}, {itself})" if names else itself


def _rank(name: str) -> tuple[int, str]:
    return (WHOLES.index(name) if name in WHOLES else len(WHOLES), name)


def _cascades(field: models.ForeignKey[models.Model, models.Model]) -> bool:
    return getattr(field.remote_field, "on_delete", None) is models.CASCADE


def _publication_subject(key: str, model: type[models.Model]) -> str:
    return (
        f"(SELECT p.kind || ':' || p.address FROM {model._meta.db_table} p"
        f" WHERE p.id = {key})"
    )


def record_on_sqlite(model: type[models.Model], action: str) -> str:
    """Return the statement of the table's trigger for INSERT, UPDATE or DELETE."""
    row = "OLD" if action == "delete" else "NEW"
    values = ", ".join(
        f"('{column}', {_value('OLD', column, unless=action == 'insert')},"
        f" {_value('NEW', column, unless=action == 'delete')})"
        for column in columns(model)
    )
    before, after = (
        f"json_group_object(name, {_redacted(model, value, REDACTED)})"
        for value in ("was", "now")
    )
    by, origin, code = (
        f"COALESCE((SELECT {column} FROM {AUTHOR_TABLE}), '')"
        for column in ("by", "origin", "code")
    )
    return _insert(
        at=_now("sqlite"),
        subject=subject(model, row),
        table=f"'{model._meta.db_table}'",
        row=f"{row}.id",
        action=f"'{action}'",
        before="''" if action == "insert" else before,
        after="''" if action == "delete" else after,
        by=by,
        origin=origin,
        code=code,
    ) + (
        f"  FROM (WITH changed (name, was, now) AS (VALUES {values})"
        " SELECT * FROM changed)"
        + (" WHERE was IS NOT now HAVING count(*) > 0" if action == "update" else "")
    )


def record_on_postgresql(model: type[models.Model]) -> str:
    """Return the statement of the table's one trigger, for every kind of change."""
    names = ", ".join(f"'{column}'" for column in columns(model))
    redacted = f"to_jsonb({REDACTED}::text)"
    before, after = (
        f"CASE TG_OP WHEN '{empty}' THEN '' ELSE"
        f" jsonb_object_agg(name, {_redacted(model, value, redacted)})::text END"
        for value, empty in (("was", "INSERT"), ("now", "DELETE"))
    )
    by, origin, code = (
        f"left(COALESCE(current_setting('{setting}', true), ''), {length})"
        for setting, length in ((BY, 150), (ORIGIN, 100), (CODE, 81))
    )
    return _insert(
        at=_now("postgresql"),
        subject=f"COALESCE({subject(model, 'NEW')}, {subject(model, 'OLD')})",
        table=f"'{model._meta.db_table}'",
        row="COALESCE(NEW.id, OLD.id)",
        action="lower(TG_OP)",
        before=before,
        after=after,
        by=by,
        origin=origin,
        code=code,
    ) + (
        "  FROM (SELECT name, o.value AS was, n.value AS now"
        " FROM jsonb_each(to_jsonb(OLD)) AS o (name, value)"
        " FULL JOIN jsonb_each(to_jsonb(NEW)) AS n (name, value) USING (name)) changed\n"
        f"  WHERE was IS DISTINCT FROM now AND name IN ({names}) HAVING count(*) > 0"
    )


def record_existing_rows(apps: Apps, connection: BaseDatabaseWrapper) -> None:
    """Record each row that is there before the triggers: for a migration alone.

    From then on every row of these tables has a change that says how it came.
    """
    row_change = apps.get_model("releases", "RowChange")._meta.db_table
    for model in tracked_models(apps):
        statement = record_existing(model, connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(statement.format(row_change=row_change))


def record_existing(model: type[models.Model], vendor: str) -> str:
    """Return the statement that records every row of a table as found."""
    if vendor == "postgresql":
        redacted, aggregate = f"to_jsonb({REDACTED}::text)", "jsonb_object_agg"
        names = ", ".join(f"'{column}'" for column in columns(model))
        values = f"jsonb_each(to_jsonb(t)) AS o (name, value) WHERE name IN ({names})"
    else:
        redacted, aggregate = REDACTED, "json_group_object"
        pairs = ", ".join(
            f"('{column}', {_value('t', column)})" for column in columns(model)
        )
        values = f"(WITH kept (name, value) AS (VALUES {pairs}) SELECT * FROM kept)"
    value = _redacted(model, "value", redacted)
    cast = "::text" if vendor == "postgresql" else ""
    return (
        _insert(
            # record_clock() comes only with the triggers.
            at=clock_sql(vendor) if vendor == "postgresql" else _now(vendor),
            subject=subject(model, "t"),
            table=f"'{model._meta.db_table}'",
            row="t.id",
            action="'found'",
            before="''",
            after=f"(SELECT {aggregate}(name, {value}){cast} FROM {values})",
            by="''",
            origin="'migration'",
            code="''",
        )
        + f"  FROM {model._meta.db_table} t ORDER BY t.id"
    )


def _value(row: str, column: str, *, unless: bool = False) -> str:
    return "NULL" if unless else f'{row}."{column}"'


def _now(vendor: str) -> str:
    if vendor == "postgresql":
        return "record_clock()"
    # As Django writes an instant: without a fraction of zero.
    return f"replace({clock_sql(vendor)}, '.000000', '')"


def _insert(**columns: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(columns.values())
    return f"INSERT INTO {{row_change}} ({names})\n  SELECT {values}\n"


def _redacted(model: type[models.Model], value: str, redacted: str) -> str:
    """Return the SQL of the value as it is recorded."""
    secret = SECRET_COLUMNS.get(model._meta.label_lower)
    if not secret:
        return value
    names = ", ".join(f"'{column}'" for column in sorted(secret))
    return f"CASE WHEN name IN ({names}) THEN {redacted} ELSE {value} END"
