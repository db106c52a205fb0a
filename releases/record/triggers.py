"""The triggers that hold the record, generated from its models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from releases.record import rules
from releases.record.clock import clock_sql

SUCCEED = (
    "UPDATE {table} SET live_until = NEW.live_from"
    " WHERE kind = NEW.kind AND address = NEW.address AND number = NEW.number - 1"
    " AND live_until IS NULL"
)
REOPEN_PREDECESSOR = (
    "UPDATE {table} SET live_until = NULL"
    " WHERE NEW.live_until = NEW.live_from AND OLD.live_until IS NULL"
    " AND kind = NEW.kind AND address = NEW.address AND number = NEW.number - 1"
    " AND live_until = NEW.live_from AND live_from <> live_until"
)
NEXT_GENERATION = "UPDATE {edition} SET generation = generation + 1"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger, as both engines understand it before it is written out."""

    table: str
    moment: str
    rules: tuple[rules.Rule, ...] = ()
    actions: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Such as releases_publication_before_update."""
        return f"{self.table}_{self.moment.lower().replace(' ', '_')}"


def triggers(apps: Apps, vendor: str) -> Iterator[Trigger]:
    """Every trigger that the record's tables should have on this engine."""
    publication = apps.get_model("releases", "Publication")
    sqlite = vendor == "sqlite"
    yield Trigger(
        table_of(publication),
        "BEFORE INSERT",
        (*rules.PUBLICATION_INSERT, *(form_of(publication) if sqlite else ()))
        + (() if sqlite else (rules.DIGEST_IS_THE_DOCUMENTS,)),
    )
    yield Trigger(
        table_of(publication), "AFTER INSERT", actions=(SUCCEED, NEXT_GENERATION)
    )
    yield Trigger(
        table_of(publication),
        "BEFORE UPDATE",
        (*rules.PUBLICATION_UPDATE, *(form_of(publication) if sqlite else ())),
    )
    yield Trigger(
        table_of(publication),
        "AFTER UPDATE",
        actions=(REOPEN_PREDECESSOR, NEXT_GENERATION),
    )
    yield from never(publication, "BEFORE DELETE", vendor)
    for name, inserted in (
        ("PublishedFile", rules.FILE_INSERT),
        ("HorizonInstant", rules.INSTANT_INSERT),
    ):
        child = apps.get_model("releases", name)
        forms = form_of(child) if sqlite else ()
        yield Trigger(table_of(child), "BEFORE INSERT", (*inserted, *forms))
        yield from never(child, "BEFORE UPDATE", vendor)
        yield from never(child, "BEFORE DELETE", vendor)
    journal = apps.get_model("releases", "JournalEntry")
    yield Trigger(table_of(journal), "BEFORE INSERT", rules.JOURNAL_INSERT)
    yield from never(journal, "BEFORE UPDATE", vendor)
    yield from never(journal, "BEFORE DELETE", vendor)
    edition = apps.get_model("releases", "Edition")
    yield Trigger(table_of(edition), "BEFORE INSERT", rules.EDITION_INSERT)
    yield Trigger(
        table_of(edition),
        "BEFORE UPDATE",
        (*rules.EDITION_UPDATE, *(form_of(edition) if sqlite else ())),
    )
    yield from never(edition, "BEFORE DELETE", vendor)
    disclaimer = apps.get_model("releases", "Disclaimer")
    yield Trigger(table_of(disclaimer), "BEFORE INSERT", rules.DISCLAIMER_INSERT)
    yield Trigger(table_of(disclaimer), "BEFORE UPDATE", rules.DISCLAIMER_UPDATE)
    yield Trigger(table_of(disclaimer), "BEFORE DELETE", rules.DISCLAIMER_DELETE)


def never(model: type[models.Model], moment: str, vendor: str) -> Iterator[Trigger]:
    """Refuse this moment on the model's table; on PostgreSQL, TRUNCATE as well."""
    yield Trigger(table_of(model), moment, rules.NEVER)
    if vendor == "postgresql" and moment == "BEFORE DELETE":
        yield Trigger(table_of(model), "BEFORE TRUNCATE", rules.NEVER)


def table_of(model: type[models.Model]) -> str:
    """The model's table."""
    return model._meta.db_table


def form_of(model: type[models.Model]) -> tuple[rules.Rule, ...]:
    """The rules on how the model's instants are written."""
    return tuple(
        rules.written_as_django_writes(field.column)
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateTimeField)
    )


def names(apps: Apps, vendor: str, table: str) -> dict[str, str]:
    """What the braces in rules and actions stand for."""
    publication = apps.get_model("releases", "Publication")
    changed = " OR ".join(
        f"NEW.{field.column} IS DISTINCT FROM OLD.{field.column}"
        for field in publication._meta.concrete_fields
        if field.name != "live_until"
    )
    return {
        "table": table,
        "publication": table_of(publication),
        "edition": table_of(apps.get_model("releases", "Edition")),
        "clock": "record_clock()" if vendor == "postgresql" else clock_sql(vendor),
        "changed_but_live_until": changed,
    }


def statements(apps: Apps, vendor: str) -> dict[str, str]:
    """The SQL that makes each trigger, by name; a PostgreSQL one makes its function."""
    write = write_postgresql if vendor == "postgresql" else write_sqlite
    written = {
        trigger.name: write(trigger, names(apps, vendor, trigger.table))
        for trigger in triggers(apps, vendor)
    }
    if vendor == "postgresql":
        return {"record_clock": postgresql_clock(), **written}
    return written


def write_sqlite(trigger: Trigger, named: dict[str, str]) -> str:
    """The trigger in SQLite's language."""
    lines = [
        f"  SELECT RAISE(ABORT, '{rule.sentence}.') WHERE {rule.broken.format(**named)};"
        for rule in trigger.rules
    ]
    lines += [f"  {action.format(**named)};" for action in trigger.actions]
    return "\n".join(
        [
            f"CREATE TRIGGER {trigger.name} {trigger.moment} ON {trigger.table}",
            "BEGIN",
            *lines,
            "END",
        ]
    )


def body_postgresql(trigger: Trigger, named: dict[str, str]) -> str:
    """The body of the trigger's function in PL/pgSQL."""
    lines = [
        f"  IF {rule.broken.format(**named)} THEN\n    RAISE EXCEPTION USING "
        f"ERRCODE = '23514', MESSAGE = '{rule.sentence}.';\n  END IF;"
        for rule in trigger.rules
    ]
    lines += [f"  {action.format(**named)};" for action in trigger.actions]
    row = "OLD" if "DELETE" in trigger.moment else "NEW"
    row = "NULL" if "TRUNCATE" in trigger.moment else row
    return "\n".join(["", "BEGIN", *lines, f"  RETURN {row};", "END", ""])


def write_postgresql(trigger: Trigger, named: dict[str, str]) -> str:
    """The trigger and its function in PostgreSQL's language."""
    each = "STATEMENT" if "TRUNCATE" in trigger.moment else "ROW"
    return (
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql"
        f" SET search_path = public, pg_temp AS $${body_postgresql(trigger, named)}$$;"
        f" CREATE TRIGGER {trigger.name} {trigger.moment} ON {trigger.table}"
        f" FOR EACH {each} EXECUTE FUNCTION {trigger.name}()"
    )


def postgresql_clock() -> str:
    """The function that every trigger asks for the time."""
    return (
        "CREATE OR REPLACE FUNCTION record_clock() RETURNS timestamptz LANGUAGE sql"
        f" SET search_path = public, pg_temp AS $$SELECT {clock_sql('postgresql')}$$"
    )


def freeze(apps: Apps, connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in its place."""
    with connection.cursor() as cursor:
        for statement in statements(apps, connection.vendor).values():
            cursor.execute(statement)


def thaw(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger of the record away: for migrations and test flushes alone."""
    with connection.cursor() as cursor:
        for name, table in installed(cursor, connection.vendor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def installed(cursor: Any, vendor: str) -> Iterable[tuple[str, str]]:
    """(name, table) of each trigger on the app's tables."""
    if vendor == "postgresql":
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND c.relname LIKE 'releases\\_%'"
        )
    else:
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
            " AND tbl_name LIKE 'releases\\_%' ESCAPE '\\'"
        )
    found: Iterable[tuple[str, str]] = cursor.fetchall()
    return found


def amiss(apps: Apps, connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that are missing, altered or switched off."""
    wanted = {trigger.name: trigger for trigger in triggers(apps, connection.vendor)}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, p.prosrc FROM pg_trigger t"
                " JOIN pg_proc p ON p.oid = t.tgfoid"
                " WHERE NOT t.tgisinternal AND t.tgenabled = 'O'"
            )
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = dict(cursor.fetchall())
    write = body_postgresql if connection.vendor == "postgresql" else write_sqlite
    return [
        name
        for name, trigger in wanted.items()
        if found.get(name)
        != write(trigger, names(apps, connection.vendor, trigger.table))
    ]
