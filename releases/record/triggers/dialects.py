"""The SQL of a trigger for each engine, and how it is read back from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from releases.record.clock import clock_sql
from releases.record.triggers import rules

# So that a temporary table of the same name is not taken for the record's.
SEARCH_PATH = "search_path = public, pg_temp"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger, described for either engine."""

    table: str
    moment: str
    rules: tuple[rules.Rule, ...] = ()
    actions: tuple[str, ...] = ()
    each: str = "ROW"
    purpose: str = ""

    @property
    def name(self) -> str:
        """For example releases_publication_before_update, releases_release_row_change."""
        return f"{self.table}_{self.purpose or self.moment.lower().replace(' ', '_')}"


def refuse_always(
    model: type[models.Model], moment: str, vendor: str
) -> Iterator[Trigger]:
    """Refuse this kind of statement on the table; with DELETE also TRUNCATE."""
    yield Trigger(table_of(model), moment, rules.NEVER)
    if vendor == "postgresql" and moment == "BEFORE DELETE":
        yield Trigger(table_of(model), "BEFORE TRUNCATE", rules.NEVER, each="STATEMENT")


def table_of(model: type[models.Model]) -> str:
    """Return the name of the model's table."""
    return model._meta.db_table


def instant_rules(model: type[models.Model], vendor: str) -> tuple[rules.Rule, ...]:
    """Return the rules on the values of the model's DateTimeFields."""
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


def write_sqlite(trigger: Trigger, placeholders: dict[str, str]) -> str:
    """Return the CREATE TRIGGER statement for SQLite."""
    lines = [
        f"  SELECT RAISE(ABORT, '{rule.sentence}.') WHERE {rule.broken.format(**placeholders)};"
        for rule in trigger.rules
    ]
    lines += [f"  {action.format(**placeholders)};" for action in trigger.actions]
    return "\n".join(
        [
            f"CREATE TRIGGER {trigger.name} {trigger.moment} ON {trigger.table}",
            "BEGIN",
            *lines,
            "END",
        ]
    )


def body_postgresql(trigger: Trigger, placeholders: dict[str, str]) -> str:
    """Return the body of the trigger's function in PL/pgSQL."""
    lines = [
        f"  IF {rule.broken.format(**placeholders)} THEN\n    RAISE EXCEPTION USING "
        f"ERRCODE = '23514', MESSAGE = '{rule.sentence}.';\n  END IF;"
        for rule in trigger.rules
    ]
    lines += [f"  {action.format(**placeholders)};" for action in trigger.actions]
    row = "OLD" if "DELETE" in trigger.moment else "NEW"
    row = "NULL" if trigger.each == "STATEMENT" else row
    return "\n".join(["", "BEGIN", *lines, f"  RETURN {row};", "END", ""])


def write_postgresql(trigger: Trigger, placeholders: dict[str, str]) -> str:
    """Return the statements that create the function and the trigger on PostgreSQL."""
    return (
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql"
        f" SET {SEARCH_PATH} AS $${body_postgresql(trigger, placeholders)}$$;"
        f" {create_trigger_postgresql(trigger)}"
    )


def create_trigger_postgresql(trigger: Trigger, schema: str = "") -> str:
    """Return CREATE TRIGGER; with a schema as `pg_get_triggerdef` writes it."""
    return (
        f"CREATE TRIGGER {trigger.name} {trigger.moment} ON {schema}{trigger.table}"
        f" FOR EACH {trigger.each} EXECUTE FUNCTION {trigger.name}()"
    )


def clock_postgresql() -> str:
    """Return the statement that creates record_clock(), the triggers' clock."""
    return (
        "CREATE OR REPLACE FUNCTION record_clock() RETURNS timestamptz LANGUAGE sql"
        f" SET {SEARCH_PATH} AS $$SELECT {clock_sql('postgresql')}$$"
    )


def read_sqlite(cursor: Any) -> dict[str, str]:
    """Return the installed triggers' SQL by name."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return dict(cursor.fetchall())


def read_postgresql(cursor: Any) -> dict[str, str]:
    """Return the installed triggers and their functions by name, and record_clock()."""
    function = "COALESCE(array_to_string(p.proconfig, ' '), '') || ' ' || p.prosrc"
    cursor.execute(
        f"SELECT t.tgname, pg_get_triggerdef(t.oid) || ' ' || {function}"
        " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND t.tgenabled = 'O'"
        f" UNION ALL SELECT p.proname, {function} FROM pg_proc p"
        " WHERE p.oid = to_regproc('public.record_clock')"
    )
    return {
        name: text.replace("search_path=", "search_path = ")
        for name, text in cursor.fetchall()
    }


def expected_postgresql(trigger: Trigger, placeholders: dict[str, str]) -> str:
    """Return what `read_postgresql` must return for this trigger."""
    trigger_sql = create_trigger_postgresql(trigger, schema="public.")
    return f"{trigger_sql} {SEARCH_PATH} {body_postgresql(trigger, placeholders)}"


def expected_clock() -> str:
    """Return what `read_postgresql` must return for record_clock()."""
    return f"{SEARCH_PATH} SELECT {clock_sql('postgresql')}"
