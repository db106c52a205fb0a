"""Tests of where the readers' tables are, and of the one command that makes them."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import TestCase

import pytest

from releases.models import Publication
from releases.readers.database import (
    READERS,
    ReadersRouter,
    readers_connection,
    readers_database,
)
from releases.readers.models import Subscriber
from tests.examples import nightly
from tests.newsroom import temporary_newsroom
from tests.record.rows import on_postgresql, on_sqlite


class TheReadersTables(TestCase):
    """Are in a file of their own on SQLite, and in the same database on PostgreSQL."""

    databases = "__all__"

    @on_sqlite
    def test_on_sqlite_that_database_has_nothing_else(self) -> None:
        router = ReadersRouter()
        assert Subscriber.objects.all().db == READERS
        assert Publication.objects.all().db == "default"
        assert router.allow_migrate(READERS, "readers")
        assert not router.allow_migrate(READERS, "releases")
        assert not router.allow_migrate("default", "readers")
        tables = readers_connection().introspection.table_names()
        others = [name for name in tables if not name.startswith("readers_")]
        assert others == ["django_migrations"]
        here = connection.introspection.table_names()
        assert not [name for name in here if name.startswith("readers_")]

    @on_sqlite
    def test_no_other_app_is_migrated_there(self) -> None:
        with pytest.raises(CommandError, match="the app “readers” alone"):
            call_command("migrate", "releases", database=READERS)

    @on_postgresql
    def test_on_postgresql_there_is_one_database(self) -> None:
        assert readers_database() == "default"
        assert list(connections) == ["default"]
        assert ReadersRouter().allow_migrate("default", "readers") is None
        assert "readers_delivery" in connection.introspection.table_names()


class MigrateCommand(TestCase):
    """Makes the tables of both files, whatever was there before."""

    @nightly
    @on_sqlite
    def test_it_makes_both_files_and_finds_nothing_more_to_do(self) -> None:
        with temporary_newsroom() as site:
            assert "No migrations to apply" in site.manage("migrate")
            site.manage("migrate", "readers", "zero", "--verbosity=0")
            assert tables(site.folder / "readers.sqlite3") == {"django_migrations"}
            site.manage("migrate", "--database=readers", "--verbosity=0")
            assert "readers_delivery" in tables(site.folder / "readers.sqlite3")


def tables(path: Path) -> set[str]:
    """Return the names of the tables in an SQLite file."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite%'"
        )
        return {name for (name,) in rows}
