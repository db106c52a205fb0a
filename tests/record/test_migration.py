"""How a migration touches what has triggers, and how what is amiss is found."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import OperationalError, connection, migrations, models, transaction
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.fields import NOT_PROVIDED
from django.test import SimpleTestCase, TestCase

import pytest

from releases.checks.database import check_triggers
from releases.record import row_changes
from releases.record.triggers import installation
from releases.record.triggers.migration import ThawAlterFreeze
from tests.newsroom import temporary_newsroom
from tests.record.rows import (
    OnTheRecord,
    file_of,
    on_postgresql,
    on_sqlite,
    refused,
    sql,
    unsaved,
)
from tests.record.rows import by_update as update

BEFORE_UPDATE = "releases_publication_before_update"
FIRST_FREEZE = "0005_triggers_freeze_the_record"
GUARDED = {
    "disclaimer", "eventmention", "horizoninstant", "journalentry", "publication", "publishedfile",
    "recordstate", "rowchange",
}  # fmt: skip


def amiss() -> list[str]:
    """Return the system check's messages on this database, by trigger."""
    messages = check_triggers(databases=["default"])
    assert {message.id for message in messages} <= {"releases.E001"}
    return [message.msg.split()[2] for message in messages]


def weight() -> Operation:
    """Return an added column, for which SQLite rebuilds the table."""
    field: models.Field[Any, Any] = models.IntegerField(null=True)
    return migrations.AddField("publication", "weight", field)


def longer() -> Operation:
    """Return a longer column, for which SQLite rebuilds the table."""
    return migrations.AlterField("publication", "headline", models.TextField())


@pytest.mark.owner
class Altering(OnTheRecord):
    """The record holds something; a migration alters its table."""

    @classmethod
    def setUpClass(cls) -> None:
        # SQLite builds tables anew with foreign keys off, which no transaction changes.
        connection.disable_constraint_checking()
        cls.addClassCleanup(connection.enable_constraint_checking)
        super().setUpClass()

    def forwards(self, operation: Operation) -> tuple[ProjectState, ProjectState]:
        """Run the operation as a migration would."""
        before = ProjectState.from_apps(apps)
        after = before.clone()
        operation.state_forwards("releases", after)
        connection.check_constraints()
        with self.editor() as editor:
            operation.database_forwards("releases", editor, before, after)
        return before, after

    def editor(self) -> Any:
        """Django's own, inside the transaction of a test."""
        return connection.schema_editor(atomic=False)


class AThawedAlteration(Altering):
    """Every trigger is back when it is done, and when it is undone."""

    def test_after_migrate_nothing_is_amiss(self) -> None:
        assert amiss() == []
        with connection.cursor() as cursor:
            found = list(installation.installed(cursor, connection.vendor))
        assert len(found) > 15

    def test_every_trigger_is_back(self) -> None:
        for operation in (weight(), longer()):
            mark = transaction.savepoint()
            _, after = self.forwards(ThawAlterFreeze([operation]))
            with self.subTest(operation=operation.describe()):
                assert installation.wrong_triggers(after.apps, connection) == []
                with refused("Only live_until"):
                    update(self.standing, "headline", "Forged")
            transaction.savepoint_rollback(mark)

    def test_a_new_column_is_guarded_too(self) -> None:
        self.forwards(ThawAlterFreeze([weight()]))
        with refused("Only live_until"):
            sql("UPDATE releases_publication SET weight = 7")

    def test_every_trigger_is_back_when_it_is_undone(self) -> None:
        operation = ThawAlterFreeze([weight(), longer()])
        before, after = self.forwards(operation)
        with self.editor() as editor:
            operation.database_backwards("releases", editor, after, before)
        assert amiss() == []
        with refused("Only live_until"):
            update(self.standing, "headline", "Forged")

    def test_the_first_freeze_is_undone_to_a_thawed_record(self) -> None:
        operation = ThawAlterFreeze()
        before, after = self.forwards(operation)
        assert amiss() == []
        with self.editor() as editor:
            operation.database_backwards("releases", editor, after, before)
        assert BEFORE_UPDATE in amiss()
        self.forwards(operation)
        assert amiss() == []

    @on_sqlite
    def test_without_it_the_triggers_are_gone_and_the_check_says_so(self) -> None:
        publication = unsaved()
        publication.save()
        file_of(publication).save()
        words = migrations.AlterField("publishedfile", "name", models.TextField())
        self.forwards(words)
        assert "releases_publishedfile_before_update" in amiss()
        sql("UPDATE releases_publishedfile SET name = 'forged'")

    @on_sqlite
    def test_without_it_what_other_triggers_name_is_not_altered_at_all(self) -> None:
        with pytest.raises(OperationalError, match="error in trigger"):
            self.forwards(longer())

    @on_postgresql
    def test_without_it_a_new_column_is_not_guarded_and_the_check_says_so(self) -> None:
        _, after = self.forwards(weight())
        assert BEFORE_UPDATE in installation.wrong_triggers(after.apps, connection)

    def test_it_says_what_it_does(self) -> None:
        description = ThawAlterFreeze([weight()]).describe()
        assert (
            description
            == "Drop the triggers, Add field weight to publication, install the triggers"
        )


class WhatIsAmiss(TestCase):
    """The check finds what somebody did to the triggers."""

    def drop(self, name: str = BEFORE_UPDATE) -> None:
        """As a careless hand would."""
        on = {"postgresql": " ON releases_publication", "sqlite": ""}
        sql(f"DROP TRIGGER {name}{on[connection.vendor]}")

    def test_one_that_is_missing(self) -> None:
        self.drop()
        assert amiss() == [BEFORE_UPDATE]

    @on_sqlite
    def test_one_that_is_altered(self) -> None:
        self.drop()
        sql(
            f"CREATE TRIGGER {BEFORE_UPDATE} BEFORE UPDATE ON releases_publication"
            " WHEN 0 BEGIN SELECT RAISE(ABORT, 'never'); END"
        )
        assert amiss() == [BEFORE_UPDATE]

    @on_sqlite
    def test_a_table_that_was_put_aside_and_back(self) -> None:
        sql("ALTER TABLE releases_publication RENAME TO releases_aside")
        sql("ALTER TABLE releases_aside RENAME TO releases_publication")
        assert BEFORE_UPDATE in amiss()

    @on_sqlite
    def test_one_that_is_not_ours(self) -> None:
        sql(
            "CREATE TRIGGER mine AFTER UPDATE ON RELEASES_RECORDSTATE BEGIN SELECT 1; END"
        )
        assert amiss() == ["mine"]

    @on_postgresql
    def test_one_that_is_altered_or_switched_off_or_not_ours(self) -> None:
        table, function = "releases_publication", f"{BEFORE_UPDATE}()"
        drop = f"DROP TRIGGER {BEFORE_UPDATE} ON {table}"
        create = f"{drop}; CREATE TRIGGER {BEFORE_UPDATE} BEFORE UPDATE"
        nothing = "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        execute = f"EXECUTE FUNCTION {function}"
        ways = [
            f"ALTER TABLE {table} DISABLE TRIGGER {BEFORE_UPDATE}",
            f"ALTER TABLE {table} ENABLE REPLICA TRIGGER {BEFORE_UPDATE}",
            f"ALTER FUNCTION {function} RESET search_path",
            f"ALTER FUNCTION {function} SET search_path = pg_temp, public",
            f"CREATE OR REPLACE FUNCTION {function} {nothing}",
            f"{create} ON {table} FOR EACH ROW WHEN (false) {execute}",
            f"{create} OF kind ON {table} FOR EACH ROW {execute}",
            f"{create} ON auth_group FOR EACH ROW {execute}",
        ]
        for way in ways:
            mark = transaction.savepoint()
            sql(way)
            with self.subTest(way=way):
                assert amiss() == [BEFORE_UPDATE]
            transaction.savepoint_rollback(mark)
        sql(f"CREATE TRIGGER mine BEFORE UPDATE ON {table} FOR EACH ROW {execute}")
        assert amiss() == ["mine"]

    @on_postgresql
    def test_a_clock_that_is_not_ours(self) -> None:
        sql(
            "CREATE OR REPLACE FUNCTION record_clock() RETURNS timestamptz LANGUAGE sql"
            " AS $$SELECT '2000-01-01 00:00Z'::timestamptz$$"
        )
        assert amiss() == ["record_clock"]


class AddWeight(migrations.Migration):
    """A migration as somebody may write it after this one was released."""

    dependencies = [("releases", FIRST_FREEZE)]
    operations = [ThawAlterFreeze([weight(), longer()])]


class ALaterMigration(Altering):
    """It alters the record's tables while they hold something, and can be undone."""

    def test_it_is_applied_and_undone_with_every_trigger(self) -> None:
        migration = AddWeight("0006_publication_has_a_weight", "releases")
        before = ProjectState.from_apps(apps)
        connection.check_constraints()
        with self.editor() as editor:
            after = migration.apply(before.clone(), editor)
        assert installation.wrong_triggers(after.apps, connection) == []
        with refused("Only live_until"):
            sql("UPDATE releases_publication SET weight = 7")
        with self.editor() as editor:
            migration.unapply(before.clone(), editor)
        assert amiss() == []
        with refused("Only live_until"):
            update(self.standing, "headline", "Forged")


# What an operator may ask of a new database; each command fails if something is wrong.
EXAMINE = """
from django.contrib.auth.models import Group
from django.core.management import call_command
call_command("makemigrations", check_changes=True, dry_run=True)
call_command("check", databases=["default"])
call_command("verify_record")
print(*Group.objects.order_by("name"))
"""


class FromNothing(SimpleTestCase):
    """The migrations make a new database on either engine, as an operator would."""

    def test_it_is_whole(self) -> None:
        with temporary_newsroom() as made:
            printed = made.manage(
                "shell", "--no-imports", "--verbosity=0", "--command", EXAMINE
            )
        assert "The record is intact." in printed
        assert printed.splitlines()[-1].split() == [
            *("Administrators", "Authors", "Counsel", "Finance")
        ]


class EveryMigration(SimpleTestCase):
    """After the first freeze, what has triggers is touched inside ThawAlterFreeze."""

    def test_it_alters_nothing_of_the_record_bare(self) -> None:
        assert bare(migrations.AlterField("Publication", "kind", models.TextField()))
        assert bare(migrations.RenameField("recordstate", "clock", "time"))
        assert not bare(ThawAlterFreeze([weight()]))
        offenders = [
            (name, operation.describe())
            for name, operation in operations_after(FIRST_FREEZE)
            if bare(operation)
        ]
        assert not offenders

    def test_it_makes_and_alters_no_table_whose_changes_nobody_would_see(self) -> None:
        assert unseen(migrations.AlterField("Release", "slug", models.TextField()))
        assert unseen(migrations.CreateModel("Novelty", []))
        offenders = [
            (name, operation.describe())
            for name, operation in operations_after(FIRST_FREEZE)
            if unseen(operation)
        ]
        assert not offenders

    def test_code_that_does_not_know_a_column_added_later_can_still_write_rows(
        self,
    ) -> None:
        added = list(columns_added_later())
        assert "releases.Publication.is_translation" in map(str, added)
        needed = [
            str(column)
            for column in added
            if not (column.null or column.many_to_many)
            and column.db_default is NOT_PROVIDED
        ]
        assert not needed, "Give them a db_default: docs/record.md."

    def test_the_sweep_sees_what_the_first_migrations_do(self) -> None:
        found = list(operations_after(""))
        assert any(bare(operation) for _, operation in found)
        assert any(unseen(operation) for _, operation in found)
        assert FIRST_FREEZE in dict(found)


def bare(operation: Operation) -> bool:
    """Whether it alters a table that has triggers, or runs SQL of its own."""
    named = {
        str(getattr(operation, attribute, "")).lower()
        for attribute in ("model_name", "name", "old_name")
    }
    runs_sql = isinstance(operation, migrations.RunSQL) and "releases_" in str(
        operation.sql
    )
    return runs_sql or (
        not isinstance(operation, ThawAlterFreeze) and bool(named & GUARDED)
    )


def unseen(operation: Operation) -> bool:
    """Whether it leaves a table without triggers that know its columns."""
    if isinstance(operation, ThawAlterFreeze | migrations.RunPython):
        return False
    made = isinstance(operation, migrations.CreateModel)
    model = getattr(operation, "name" if made else "model_name", "")
    return f"releases.{model}".lower() not in row_changes.UNTRACKED


def operations_after(after: str) -> Iterator[tuple[str, Operation]]:
    """(migration, operation) of every migration after this one."""
    for path in sorted(Path("releases/migrations").glob("[0-9]*.py")):
        if path.stem > after:
            module = importlib.import_module(f"releases.migrations.{path.stem}")
            for operation in module.Migration.operations:
                yield path.stem, operation


def columns_added_later() -> Iterator[models.Field[Any, Any]]:
    """Yield the columns that a migration added to a table that an earlier one had made."""
    for label, folder in (
        ("releases", "releases/migrations"),
        ("readers", "releases/readers/migrations"),
    ):
        made: dict[str, str] = {}
        for name, operation in operations_of(folder):
            if isinstance(operation, migrations.CreateModel):
                made[operation.name_lower] = name
            elif isinstance(operation, migrations.AddField):
                table = operation.model_name_lower
                # A table or a column may have gone since.
                with contextlib.suppress(LookupError, FieldDoesNotExist):
                    if made[table] != name:
                        model = apps.get_model(label, table)
                        yield model._meta.get_field(operation.name)


def operations_of(folder: str) -> Iterator[tuple[str, Operation]]:
    """(migration, operation) of every migration in the folder, those in a thaw unwrapped."""
    for path in sorted(Path(folder).glob("[0-9]*.py")):
        module = importlib.import_module(".".join(path.with_suffix("").parts))
        for operation in module.Migration.operations:
            if isinstance(operation, ThawAlterFreeze):
                yield from ((path.stem, inner) for inner in operation.operations)
            yield path.stem, operation
