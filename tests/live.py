"""Tests that commit, and tests against a real server, with the real clock of the database."""

from __future__ import annotations

import sqlite3
from typing import Any

from django.db import connection
from django.test import LiveServerTestCase, TransactionTestCase


class CommittingTestCase(TransactionTestCase):
    """Commit for real, and leave the database as the migrations left it.

    Django would empty every table, which the record refuses, and insert the rows of the
    migrations again. Here the whole database is copied before the first such test, when
    it is as the migrations left it, and the copy takes its place after each.
    """

    @classmethod
    def _fixture_setup(cls) -> None:
        """Copy the database, the first time."""
        copy_database()

    def _fixture_teardown(self) -> None:
        restore_database()


# The copy of SQLite's database in memory, once there is one.
_copies: list[sqlite3.Connection] = []


def copy_database() -> None:
    """Copy the test database, unless that was done."""
    if _copies:
        return
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    _copies.append(copy)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.backup(copy)
    else:
        _create_database(_copy_name(), template=_name())


def restore_database() -> None:
    """Put the copy in the place of the test database."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _copies[0].backup(connection.connection)
    else:
        _create_database(_name(), template=_copy_name())


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _copy_name() -> str:
    return f"{_name()}_copy"


def _create_database(name: str, *, template: str) -> None:
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
