"""The triggers that hold the record, generated from its models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from releases.record import record_changes, row_changes
from releases.record.clock import clock_sql
from releases.record.triggers import rules
from releases.record.triggers.change_tracing import tracing
from releases.record.triggers.dialects import (
    Trigger,
    clock_postgresql,
    instants_of,
    never,
    read_postgresql,
    read_sqlite,
    table_of,
    told_clock,
    told_postgresql,
    write_postgresql,
    write_sqlite,
)

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
# What a rule looks at stays so until the commit, even between two who pass no door.
LOCK_THE_EDITION = "PERFORM 1 FROM {edition} FOR UPDATE"


def triggers(apps: Apps, vendor: str) -> Iterator[Trigger]:
    """Every trigger that the record's tables should have on this engine."""
    publication = apps.get_model("releases", "Publication")
    forms = instants_of(publication, vendor)
    digest = (rules.DIGEST_IS_THE_DOCUMENTS,) if vendor == "postgresql" else ()
    if vendor == "postgresql":
        yield Trigger(
            table_of(publication),
            "BEFORE INSERT OR UPDATE",
            actions=(LOCK_THE_EDITION,),
            each="STATEMENT",
        )
    yield Trigger(
        table_of(publication),
        "BEFORE INSERT",
        (*forms, *rules.PUBLICATION_INSERT, *digest),
    )
    yield Trigger(
        table_of(publication),
        "AFTER INSERT",
        (rules.ID_IN_TURN,),
        actions=(
            SUCCEED,
            *record_changes.noted(apps, record_changes.SEEN_FROM_ITS_INSTANT),
        ),
    )
    yield Trigger(
        table_of(publication), "BEFORE UPDATE", (*forms, *rules.PUBLICATION_UPDATE)
    )
    yield Trigger(
        table_of(publication),
        "AFTER UPDATE",
        actions=(
            REOPEN_PREDECESSOR,
            *record_changes.noted(apps, record_changes.SEEN_FROM_THE_EARLIER_END),
        ),
    )
    yield from never(publication, "BEFORE DELETE", vendor)
    for name, inserted in (
        ("PublishedFile", rules.FILE_INSERT),
        ("HorizonInstant", rules.INSTANT_INSERT),
    ):
        child = apps.get_model("releases", name)
        forms = instants_of(child, vendor)
        yield Trigger(table_of(child), "BEFORE INSERT", (*forms, *inserted))
        yield Trigger(table_of(child), "AFTER INSERT", (rules.ID_IN_TURN,))
        yield from never(child, "BEFORE UPDATE", vendor)
        yield from never(child, "BEFORE DELETE", vendor)
    journal = apps.get_model("releases", "JournalEntry")
    yield Trigger(
        table_of(journal),
        "BEFORE INSERT",
        (*instants_of(journal, vendor), *rules.JOURNAL_INSERT),
    )
    yield Trigger(table_of(journal), "AFTER INSERT", (rules.ID_IN_TURN,))
    yield from never(journal, "BEFORE UPDATE", vendor)
    yield from never(journal, "BEFORE DELETE", vendor)
    edition = apps.get_model("releases", "Edition")
    yield Trigger(table_of(edition), "BEFORE INSERT", rules.EDITION_INSERT)
    yield Trigger(
        table_of(edition),
        "BEFORE UPDATE",
        (*instants_of(edition, vendor), *rules.EDITION_UPDATE),
    )
    if vendor == "postgresql" and record_changes.are_noted(apps):
        yield Trigger(
            table_of(edition), "AFTER UPDATE", actions=(record_changes.TELL_THE_PRESS,)
        )
    yield from never(edition, "BEFORE DELETE", vendor)
    disclaimer = apps.get_model("releases", "Disclaimer")
    yield Trigger(table_of(disclaimer), "BEFORE INSERT", rules.DISCLAIMER_INSERT)
    yield Trigger(table_of(disclaimer), "BEFORE UPDATE", rules.DISCLAIMER_UPDATE)
    yield Trigger(table_of(disclaimer), "BEFORE DELETE", rules.DISCLAIMER_DELETE)
    if vendor == "postgresql":
        yield Trigger(
            table_of(disclaimer),
            "BEFORE TRUNCATE",
            rules.DISCLAIMER_TRUNCATE,
            each="STATEMENT",
        )
    if "trace" in apps.all_models["releases"]:
        yield from tracing(apps, vendor)


def names(apps: Apps, vendor: str, table: str) -> dict[str, str]:
    """What the braces in rules and actions stand for."""
    publication = apps.get_model("releases", "Publication")
    later = {}
    if "trace" in apps.all_models["releases"]:
        trace = apps.get_model("releases", "Trace")
        later = {
            "trace": table_of(trace),
            "changed_but_entry_id": changed_but(trace, "entry_id"),
        }
    edition = table_of(apps.get_model("releases", "Edition"))
    return {
        "table": table,
        "publication": table_of(publication),
        "journal": table_of(apps.get_model("releases", "JournalEntry")),
        "edition": edition,
        "impression": "releases_impression",
        "latest_door": f"(SELECT clock FROM {edition})",
        "clock": "record_clock()" if vendor == "postgresql" else clock_sql(vendor),
        "changed_but_live_until": changed_but(publication, "live_until"),
        **later,
    }


def changed_but(model: type[models.Model], column: str) -> str:
    """The condition that any other column of the row changes."""
    return " OR ".join(
        f'NEW."{field.column}" IS DISTINCT FROM OLD."{field.column}"'
        for field in model._meta.concrete_fields
        if field.column != column
    )


def statements(apps: Apps, vendor: str) -> dict[str, str]:
    """The SQL that makes each trigger, by name; a PostgreSQL one makes its function."""
    write = write_postgresql if vendor == "postgresql" else write_sqlite
    written = {
        trigger.name: write(trigger, names(apps, vendor, trigger.table))
        for trigger in triggers(apps, vendor)
    }
    if vendor == "postgresql":
        return {"record_clock": clock_postgresql(), **written}
    return written


def freeze(apps: Apps, connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in its place."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(row_changes.AUTHOR_TABLE_SQL)
        for statement in statements(apps, connection.vendor).values():
            cursor.execute(statement)


def thaw(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger of the record away: for migrations and test flushes alone."""
    with connection.cursor() as cursor:
        for name, table in installed(cursor, connection.vendor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def installed(cursor: Any, vendor: str) -> Iterable[tuple[str, str]]:
    """(name, table) of each trigger on the app's tables and on those of its staff."""
    if vendor == "postgresql":
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND c.relname SIMILAR TO '(releases|auth)\\_%'"
        )
    else:
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
            " AND (tbl_name LIKE 'releases\\_%' ESCAPE '\\'"
            " OR tbl_name LIKE 'auth\\_%' ESCAPE '\\')"
        )
    found: Iterable[tuple[str, str]] = cursor.fetchall()
    return found


def amiss(apps: Apps, connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that are missing, altered, switched off, or not ours."""
    wanted = {trigger.name: trigger for trigger in triggers(apps, connection.vendor)}
    tables = {trigger.table for trigger in wanted.values()}
    with connection.cursor() as cursor:
        read = read_postgresql if connection.vendor == "postgresql" else read_sqlite
        found = read(cursor)
        strange = [
            name
            for name, table in installed(cursor, connection.vendor)
            if name not in wanted and table.lower() in tables
        ]
    write = told_postgresql if connection.vendor == "postgresql" else write_sqlite
    expected = {
        name: write(trigger, names(apps, connection.vendor, trigger.table))
        for name, trigger in wanted.items()
    }
    if connection.vendor == "postgresql":
        expected["record_clock"] = told_clock()
    return strange + [
        name for name, text in expected.items() if found.get(name) != text
    ]
