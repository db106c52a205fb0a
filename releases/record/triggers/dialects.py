"""How a trigger is written in each engine's language, and read back from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from releases.record.clock import clock_sql
from releases.record.triggers import rules

# A temporary table of the same name is not taken for the record's.
PATH = "search_path = public, pg_temp"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger, as both engines understand it before it is written out."""

    table: str
    moment: str
    rules: tuple[rules.Rule, ...] = ()
    actions: tuple[str, ...] = ()
    each: str = "ROW"
    purpose: str = ""

    @property
    def name(self) -> str:
        """Such as releases_publication_before_update, or releases_release_trace."""
        return f"{self.table}_{self.purpose or self.moment.lower().replace(' ', '_')}"


def never(model: type[models.Model], moment: str, vendor: str) -> Iterator[Trigger]:
    """Refuse this moment on the model's table; on PostgreSQL, TRUNCATE as well."""
    yield Trigger(table_of(model), moment, rules.NEVER)
    if vendor == "postgresql" and moment == "BEFORE DELETE":
        yield Trigger(table_of(model), "BEFORE TRUNCATE", rules.NEVER, each="STATEMENT")


def table_of(model: type[models.Model]) -> str:
    """The model's table."""
    return model._meta.db_table


def instants_of(model: type[models.Model], vendor: str) -> tuple[rules.Rule, ...]:
    """The rules on what the model's instants may be."""
    rule = (
        rules.within_the_calendar
        if vendor == "postgresql"
        else rules.written_as_django_writes
    )
    return tuple(
        rule(field.column)
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateTimeField)
    )


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
    row = "NULL" if trigger.each == "STATEMENT" else row
    return "\n".join(["", "BEGIN", *lines, f"  RETURN {row};", "END", ""])


def write_postgresql(trigger: Trigger, named: dict[str, str]) -> str:
    """The trigger and its function in PostgreSQL's language."""
    return (
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql"
        f" SET {PATH} AS $${body_postgresql(trigger, named)}$$;"
        f" {placed_postgresql(trigger)}"
    )


def placed_postgresql(trigger: Trigger, schema: str = "") -> str:
    """Where the trigger hangs, as written here or as PostgreSQL writes it."""
    return (
        f"CREATE TRIGGER {trigger.name} {trigger.moment} ON {schema}{trigger.table}"
        f" FOR EACH {trigger.each} EXECUTE FUNCTION {trigger.name}()"
    )


def clock_postgresql() -> str:
    """The function that every trigger asks for the time."""
    return (
        "CREATE OR REPLACE FUNCTION record_clock() RETURNS timestamptz LANGUAGE sql"
        f" SET {PATH} AS $$SELECT {clock_sql('postgresql')}$$"
    )


def read_sqlite(cursor: Any) -> dict[str, str]:
    """Each trigger's text."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return dict(cursor.fetchall())


def read_postgresql(cursor: Any) -> dict[str, str]:
    """Where each trigger hangs and what its function does; and the clock."""
    told = "COALESCE(array_to_string(p.proconfig, ' '), '') || ' ' || p.prosrc"
    cursor.execute(
        f"SELECT t.tgname, pg_get_triggerdef(t.oid) || ' ' || {told}"
        " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND t.tgenabled = 'O'"
        f" UNION ALL SELECT p.proname, {told} FROM pg_proc p"
        " WHERE p.oid = to_regproc('public.record_clock')"
    )
    return {
        name: text.replace("search_path=", "search_path = ")
        for name, text in cursor.fetchall()
    }


def told_postgresql(trigger: Trigger, named: dict[str, str]) -> str:
    """What `read_postgresql` should find of this trigger."""
    placed = placed_postgresql(trigger, schema="public.")
    return f"{placed} {PATH} {body_postgresql(trigger, named)}"


def told_clock() -> str:
    """What `read_postgresql` should find of the clock."""
    return f"{PATH} SELECT {clock_sql('postgresql')}"
