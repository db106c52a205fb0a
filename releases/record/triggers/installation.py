"""The triggers that protect the record, generated from its models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from releases.record import row_changes
from releases.record.clock import clock_sql
from releases.record.triggers import rules
from releases.record.triggers.dialects import (
    Trigger,
    clock_postgresql,
    expected_clock,
    expected_postgresql,
    instant_rules,
    read_postgresql,
    read_sqlite,
    refuse_always,
    table_of,
    write_postgresql,
    write_sqlite,
)

CLOSE_PREDECESSOR = (
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
# What is signed of the log ahead of a change is not what it will be. Of an UPDATE only a
# call-off counts: whatever else closes a publication is an INSERT of its own.
CALLED_OFF = "NEW.live_until = NEW.live_from AND"
DISCARD_ENTRIES = (
    "DELETE FROM {{log_entry}} WHERE {} head_id IN"
    " (SELECT h.id FROM {{log_head}} h WHERE h.instant >= NEW.live_from)"
)
DISCARD_HEADS = "DELETE FROM {{log_head}} WHERE {} instant >= NEW.live_from"
# What a rule looks at stays so until the commit, even between two who lock nothing.
LOCK_THE_RECORD = "PERFORM 1 FROM {record_state} FOR UPDATE"

NEXT_GENERATION = "UPDATE {record_state} SET generation = generation + 1"
# From when the public sees a change: a cached page is right until then.
NOTE_ITS_OPENING = (
    "INSERT INTO {record_change} (generation, affects_from)"
    " SELECT generation, NEW.live_from FROM {record_state}"
)
NOTE_ITS_INSTANT = (
    "INSERT INTO {record_change} (generation, affects_from)"
    " SELECT generation, NEW.instant FROM {record_state}"
)
NOTE_THE_EARLIER_END = (
    "INSERT INTO {record_change} (generation, affects_from) SELECT generation,"
    " CASE WHEN OLD.live_until IS NULL OR NEW.live_until < OLD.live_until"
    " THEN NEW.live_until ELSE OLD.live_until END FROM {record_state}"
)
FORGET_OLD_GENERATIONS = (
    "DELETE FROM {record_change}"
    " WHERE generation <= (SELECT generation - 1000 FROM {record_state})"
)
NOTIFY_LISTENERS = (
    "PERFORM pg_notify('releases_recordstate', NEW.generation::text)"
    " WHERE NEW.generation <> OLD.generation"
)


def triggers(apps: Apps, vendor: str) -> Iterator[Trigger]:
    """Yield every trigger that the tables must have on this engine."""
    yield from publication_triggers(apps, vendor)
    yield from publication_part_triggers(apps, vendor)
    if "derivative" in apps.all_models["releases"]:  # not before its migration
        yield from derivative_triggers(apps, vendor)
    if has_log(apps):
        yield from proof_triggers(apps, vendor)
    if "contentdigest" in apps.all_models["releases"]:
        digest = apps.get_model("releases", "ContentDigest")
        yield from insert_only_triggers(digest, vendor, rules.CONTENT_DIGEST_INSERT)
    yield from journal_triggers(apps, vendor)
    yield from record_state_triggers(apps, vendor)
    yield from disclaimer_triggers(apps, vendor)
    yield from row_change_triggers(apps, vendor)
    yield from tracking_triggers(apps, vendor)


def has_log(apps: Apps) -> bool:
    """Return whether these models have the signed log: not before its migration."""
    return "loghead" in apps.all_models["releases"]


def discarding(apps: Apps, condition: str = "") -> tuple[str, ...]:
    """Return the actions that discard the log's heads from a publication's instant on."""
    actions = (DISCARD_ENTRIES.format(condition), DISCARD_HEADS.format(condition))
    return actions if has_log(apps) else ()


def publication_triggers(apps: Apps, vendor: str) -> Iterator[Trigger]:
    """Yield the triggers that freeze publications and count generations."""
    publication = apps.get_model("releases", "Publication")
    table = table_of(publication)
    instants = instant_rules(publication, vendor)
    digest = (rules.DIGEST_MATCHES,) if vendor == "postgresql" else ()
    if vendor == "postgresql":
        yield Trigger(
            table,
            "BEFORE INSERT OR UPDATE",
            actions=(LOCK_THE_RECORD,),
            each="STATEMENT",
        )
    yield Trigger(
        table, "BEFORE INSERT", (*instants, *rules.PUBLICATION_INSERT, *digest)
    )
    yield Trigger(
        table,
        "AFTER INSERT",
        (rules.ID_IN_TURN,),
        actions=(
            CLOSE_PREDECESSOR,
            *discarding(apps),
            NEXT_GENERATION,
            NOTE_ITS_OPENING,
            FORGET_OLD_GENERATIONS,
        ),
    )
    yield Trigger(table, "BEFORE UPDATE", (*instants, *rules.PUBLICATION_UPDATE))
    yield Trigger(
        table,
        "AFTER UPDATE",
        actions=(
            REOPEN_PREDECESSOR,
            *discarding(apps, CALLED_OFF),
            NEXT_GENERATION,
            NOTE_THE_EARLIER_END,
            FORGET_OLD_GENERATIONS,
        ),
    )
    yield from refuse_always(publication, "BEFORE DELETE", vendor)


def insert_only_triggers(
    model: type[models.Model],
    vendor: str,
    insert_rules: Iterable[rules.Rule],
    actions: tuple[str, ...] = (),
) -> Iterator[Trigger]:
    """Yield the triggers of a table to which rows are added by rule and never changed.

    `actions` are done after each INSERT.
    """
    yield from addition_triggers(model, vendor, insert_rules, actions)
    yield from refuse_always(model, "BEFORE DELETE", vendor)


def addition_triggers(
    model: type[models.Model],
    vendor: str,
    insert_rules: Iterable[rules.Rule],
    actions: tuple[str, ...] = (),
) -> Iterator[Trigger]:
    """Yield the triggers by which rows are added by rule and never updated."""
    instants = instant_rules(model, vendor)
    yield Trigger(table_of(model), "BEFORE INSERT", (*instants, *insert_rules))
    yield Trigger(table_of(model), "AFTER INSERT", (rules.ID_IN_TURN,), actions)
    yield from refuse_always(model, "BEFORE UPDATE", vendor)


def publication_part_triggers(apps: Apps, vendor: str) -> Iterator[Trigger]:
    """Yield the triggers that freeze a publication's files, event mentions and instants."""
    for name, insert_rules in (
        ("PublishedFile", rules.FILE_INSERT),
        ("EventMention", rules.EVENT_MENTION_INSERT),
        ("ReleaseMention", rules.RELEASE_MENTION_INSERT),
        ("HorizonInstant", rules.INSTANT_INSERT),
    ):
        if name.lower() not in apps.all_models["releases"]:  # not before its migration
            continue
        part = apps.get_model("releases", name)
        yield from insert_only_triggers(part, vendor, insert_rules)


def derivative_triggers(apps: Apps, vendor: str) -> Iterator[Trigger]:
    """Yield the triggers that keep each derivative as it was first made."""
    derivative = apps.get_model("releases", "Derivative")
    yield from insert_only_triggers(derivative, vendor, rules.DERIVATIVE_INSERT)


def proof_triggers(apps: Apps, vendor: str) -> Iterator[Trigger]:
    """Yield the triggers that keep keys, signatures and the log as they were made.

    A head of the log goes while its instant is ahead, and never after it.
    """
    envelope = apps.get_model("releases", "Envelope")
    yield from insert_only_triggers(envelope, vendor, rules.ENVELOPE_INSERT)
    for name, insert_rules in (
        ("SigningKey", rules.SIGNING_KEY_INSERT),
        ("KeyRevocation", rules.KEY_REVOCATION_INSERT),
    ):
        model = apps.get_model("releases", name)
        # A generation that is not explained drops every cached page.
        dropping = (NEXT_GENERATION,)
        yield from insert_only_triggers(model, vendor, insert_rules, dropping)
    change: tuple[str, ...]
    change = (NEXT_GENERATION, NOTE_ITS_INSTANT, FORGET_OLD_GENERATIONS)
    for name, insert_rules, delete_rules, actions in (
        ("LogHead", rules.LOG_HEAD_INSERT, rules.LOG_HEAD_DELETE, change),
        ("LogEntry", rules.LOG_ENTRY_INSERT, rules.LOG_ENTRY_DELETE, ()),
    ):
        model = apps.get_model("releases", name)
        yield from addition_triggers(model, vendor, insert_rules, actions)
        yield Trigger(table_of(model), "BEFORE DELETE", delete_rules)
        if vendor == "postgresql":
            yield Trigger(
                table_of(model), "BEFORE TRUNCATE", rules.NEVER, each="STATEMENT"
            )


def journal_triggers(apps: Apps, vendor: str) -> Iterator[Trigger]:
    """Yield the triggers that let the journal only grow."""
    journal = apps.get_model("releases", "JournalEntry")
    yield from insert_only_triggers(journal, vendor, rules.JOURNAL_INSERT)


def record_state_triggers(apps: Apps, vendor: str) -> Iterator[Trigger]:
    """Yield the triggers that let the record's state only go forward."""
    record_state = apps.get_model("releases", "RecordState")
    table = table_of(record_state)
    instants = instant_rules(record_state, vendor)
    yield Trigger(table, "BEFORE INSERT", rules.RECORD_STATE_INSERT)
    yield Trigger(table, "BEFORE UPDATE", (*instants, *rules.RECORD_STATE_UPDATE))
    if vendor == "postgresql":
        yield Trigger(table, "AFTER UPDATE", actions=(NOTIFY_LISTENERS,))
    yield from refuse_always(record_state, "BEFORE DELETE", vendor)


def disclaimer_triggers(apps: Apps, vendor: str) -> Iterator[Trigger]:
    """Yield the triggers that freeze the wordings that approved releases use."""
    table = table_of(apps.get_model("releases", "Disclaimer"))
    yield Trigger(table, "BEFORE INSERT", rules.DISCLAIMER_INSERT)
    yield Trigger(table, "BEFORE UPDATE", rules.DISCLAIMER_UPDATE)
    yield Trigger(table, "BEFORE DELETE", rules.DISCLAIMER_DELETE)
    if vendor == "postgresql":
        yield Trigger(
            table, "BEFORE TRUNCATE", rules.DISCLAIMER_TRUNCATE, each="STATEMENT"
        )


def row_change_triggers(apps: Apps, vendor: str) -> Iterator[Trigger]:
    """Yield the triggers that let nobody but triggers add row changes, and seal each once."""
    row_change = apps.get_model("releases", "RowChange")
    table = table_of(row_change)
    instants = instant_rules(row_change, vendor)
    by_trigger = (rules.ROW_CHANGE_INSERT_BY_TRIGGER,) if vendor == "postgresql" else ()
    yield Trigger(
        table, "BEFORE INSERT", (*instants, *rules.ROW_CHANGE_INSERT, *by_trigger)
    )
    yield Trigger(table, "AFTER INSERT", (rules.ID_IN_TURN,))
    yield Trigger(table, "BEFORE UPDATE", rules.ROW_CHANGE_UPDATE)
    yield from refuse_always(row_change, "BEFORE DELETE", vendor)


def tracking_triggers(apps: Apps, vendor: str) -> Iterator[Trigger]:
    """Yield the triggers that record every change of every row."""
    for model in row_changes.tracked_models(apps):
        table = table_of(model)
        if vendor == "sqlite":
            for action in ("insert", "update", "delete"):
                yield Trigger(
                    table,
                    f"AFTER {action.upper()}",
                    actions=(row_changes.record_on_sqlite(model, action),),
                    purpose=f"row_change_{action}",
                )
            continue
        yield Trigger(
            table,
            "AFTER INSERT OR DELETE OR UPDATE",
            actions=(row_changes.record_on_postgresql(model),),
            purpose="row_change",
        )
        yield Trigger(
            table,
            "BEFORE TRUNCATE",
            rules.NO_TRUNCATE,
            each="STATEMENT",
            purpose="row_change_truncate",
        )


def placeholders(apps: Apps, vendor: str, table: str) -> dict[str, str]:
    """Return what the braces in rules and actions stand for."""
    publication, journal, record_state, record_change, row_change = (
        apps.get_model("releases", name)
        for name in (
            "Publication",
            "JournalEntry",
            "RecordState",
            "RecordChange",
            "RowChange",
        )
    )
    log = {
        column: table_of(apps.get_model("releases", name))
        for column, name in (("log_head", "LogHead"), ("log_entry", "LogEntry"))
        if has_log(apps)
    }
    return log | {
        "table": table,
        "publication": table_of(publication),
        "journal": table_of(journal),
        "record_state": table_of(record_state),
        "record_change": table_of(record_change),
        "row_change": table_of(row_change),
        "latest_use": f"(SELECT clock FROM {table_of(record_state)})",
        "clock": "record_clock()" if vendor == "postgresql" else clock_sql(vendor),
        "changed_but_live_until": any_changed_but(publication, "live_until"),
        "changed_but_entry_id": any_changed_but(row_change, "entry_id"),
    }


def any_changed_but(model: type[models.Model], column: str) -> str:
    """Return the condition that another column of the row changes.

    The columns are sorted: a migration adds a column at the end, wherever its model has it.
    """
    others = {field.column for field in model._meta.concrete_fields} - {column}
    return " OR ".join(
        f'NEW."{other}" IS DISTINCT FROM OLD."{other}"' for other in sorted(others)
    )


def statements(apps: Apps, vendor: str) -> dict[str, str]:
    """Return the SQL that creates each trigger, with its function, by name."""
    write = write_postgresql if vendor == "postgresql" else write_sqlite
    written = {
        trigger.name: write(trigger, placeholders(apps, vendor, trigger.table))
        for trigger in triggers(apps, vendor)
    }
    if vendor == "postgresql":
        return {"record_clock": clock_postgresql(), **written}
    return written


def freeze(apps: Apps, connection: BaseDatabaseWrapper) -> None:
    """Install every trigger."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(row_changes.AUTHOR_TABLE_SQL)
        for statement in statements(apps, connection.vendor).values():
            cursor.execute(statement)


def thaw(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger: for migrations and the flushes of tests alone."""
    with connection.cursor() as cursor:
        for name, table in installed(cursor, connection.vendor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def installed(cursor: Any, vendor: str) -> Iterable[tuple[str, str]]:
    """Return (name, table) of each trigger on the tables of the app and its staff."""
    if vendor == "postgresql":
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND c.relname SIMILAR TO '(releases|auth|mfa)\\_%'"
        )
    else:
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
            " AND (tbl_name LIKE 'releases\\_%' ESCAPE '\\'"
            " OR tbl_name LIKE 'auth\\_%' ESCAPE '\\'"
            " OR tbl_name LIKE 'mfa\\_%' ESCAPE '\\')"
        )
    names: Iterable[tuple[str, str]] = cursor.fetchall()
    return names


def wrong_triggers(apps: Apps, connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that are missing, altered, disabled or not irsite's."""
    wanted = {trigger.name: trigger for trigger in triggers(apps, connection.vendor)}
    tables = {trigger.table for trigger in wanted.values()}
    with connection.cursor() as cursor:
        read = read_postgresql if connection.vendor == "postgresql" else read_sqlite
        actual = read(cursor)
        foreign = [
            name
            for name, table in installed(cursor, connection.vendor)
            if name not in wanted and table.lower() in tables
        ]
    write = expected_postgresql if connection.vendor == "postgresql" else write_sqlite
    expected = {
        name: write(trigger, placeholders(apps, connection.vendor, trigger.table))
        for name, trigger in wanted.items()
    }
    if connection.vendor == "postgresql":
        expected["record_clock"] = expected_clock()
    return foreign + [
        name for name, text in expected.items() if actual.get(name) != text
    ]
