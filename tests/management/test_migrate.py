"""`manage.py migrate`, killed at the worst moment."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import TestCase

import psycopg2  # type: ignore[import-untyped]  # has no types

from tests.newsroom import ROOT, temporary_database
from tests.record.rows import on_postgresql

# Between a migration and its line in django_migrations.
KILLED = """
import os, signal
from django.db.migrations.recorder import MigrationRecorder
record_applied = MigrationRecorder.record_applied

def die_after_the_tables_of_the_record(self, app, name):
    if app == "releases" and name.startswith("0002"):
        os.kill(os.getpid(), signal.SIGKILL)
    record_applied(self, app, name)

MigrationRecorder.record_applied = die_after_the_tables_of_the_record
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""


class AKilledMigration(TestCase):
    """Leaves nothing behind on PostgreSQL."""

    @on_postgresql
    def test_it_leaves_no_table_and_can_be_run_again(self) -> None:
        with temporary_database(os.environ["IRSITE_DATABASE"]) as url:
            environment = os.environ | {
                "IRSITE_DATABASE": url,
                "DJANGO_SETTINGS_MODULE": "irsite.settings",
            }
            environment.pop("COVERAGE_PROCESS_START", None)
            killed = subprocess.run(
                [sys.executable, "-c", KILLED], cwd=ROOT, env=environment, check=False
            )
            assert killed.returncode == -signal.SIGKILL
            assert tables(url) == []

    def test_no_migration_needs_a_transaction_of_its_own(self) -> None:
        loader = MigrationLoader(connection)
        assert loader.disk_migrations
        apart = [
            name
            for name, migration in loader.disk_migrations.items()
            if not migration.atomic
        ]
        assert apart == []


def tables(url: str) -> list[str]:
    """Return the names of the tables of this database."""
    with contextlib.closing(psycopg2.connect(url)) as other:
        cursor = other.cursor()
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [name for (name,) in cursor.fetchall()]
