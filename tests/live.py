"""Tests that commit, and tests against a real server, with the real clock of the database."""

from __future__ import annotations

import sqlite3
from typing import Any

from django.db import connections
from django.test import LiveServerTestCase, TransactionTestCase


class CommittingTestCase(TransactionTestCase):
    """Commit for real, and leave the databases as the migrations left them.

    Django would empty every table, which the record refuses, and insert the rows of the
    migrations again. Here each whole database is copied before the first such test, when
    it is as the migrations left it, and the copy takes its place after each.
    """

    databases = "__all__"

    @classmethod
    def _fixture_setup(cls) -> None:
        """Copy the databases, the first time."""
        copy_databases()

    def _fixture_teardown(self) -> None:
        restore_databases()


# The copies by alias: for SQLite in memory, for PostgreSQL the name of one.
_copies: dict[str, sqlite3.Connection | str] = {}


def copy_databases() -> None:
    """Copy the test databases, unless that was done."""
    for alias in connections:
        if alias in _copies:
            continue
        connection = connections[alias]
        if connection.vendor == "sqlite":
            copy = sqlite3.connect(":memory:", check_same_thread=False)
            connection.ensure_connection()
            connection.connection.backup(copy)
            _copies[alias] = copy
        else:
            name = connection.settings_dict["NAME"]
            _copies[alias] = f"{name}_copy"
            _create_database(connection, f"{name}_copy", template=name)


def restore_databases() -> None:
    """Put the copies in the place of the test databases."""
    for alias, copy in _copies.items():
        connection = connections[alias]
        if isinstance(copy, sqlite3.Connection):
            connection.ensure_connection()
            copy.backup(connection.connection)
        else:
            name = connection.settings_dict["NAME"]
            _create_database(connection, name, template=copy)


def _create_database(connection: Any, name: str, *, template: str) -> None:
    """Create a database of PostgreSQL as a copy of another, in the place of an earlier one."""
    connection.close()
    with connection._nodb_cursor() as cursor:  # noqa: SLF001 - as Django's own creation does
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


class NewsroomLiveTestCase(CommittingTestCase, LiveServerTestCase):
    """Serve the site on a port of its own, by threads."""

    host = "localhost"

    def setUp(self) -> None:
        super().setUp()
        self.settings_here: Any = self.settings(
            SESSION_COOKIE_SECURE=False, CSRF_COOKIE_SECURE=False
        )
        self.settings_here.enable()
        self.addCleanup(self.settings_here.disable)
