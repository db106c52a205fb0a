"""Tells the database who writes and from where, so that its triggers can write it down.

Just before each statement that changes a row the author is told, and taken back just
after, inside one transaction: nobody else's SQL is ever put down to them. SQL that runs
outside of `of` is journalled as nobody's, and never refused.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import connections, transaction

from releases.record.row_changes import AUTHOR_TABLE, BY, ORIGIN

Run = Callable[..., Any]
Who = Callable[[], str]

WRITES = re.compile(
    r"\s*(?:INSERT|REPLACE|UPDATE|DELETE|MERGE|WITH\b.*\b(?:INSERT|UPDATE|DELETE))\b"
    r".*\b(?:releases|auth)_",
    re.IGNORECASE | re.DOTALL,
)
# Nothing that is written down comes of these, and doors write them often.
ASIDE = re.compile(
    r'\s*(?:INSERT INTO|UPDATE) "?releases_(?:edition|journalentry|trace)\b',
    re.IGNORECASE,
)
LONGEST_NAME, LONGEST_ORIGIN = 150, 100


def operator() -> str:
    """Who runs a command: the system's name for them, or their number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"


@contextlib.contextmanager
def of(*, by: str | Who, origin: str, using: str = "default") -> Iterator[None]:
    """What this thread writes in here is written down as by `by`, from `origin`.

    `by` may be a function, asked at each write: who it is may not be known before.
    The innermost author counts.
    """
    connection = connections[using]
    told = TELLINGS[connection.vendor](connection, by, origin)
    before = list(connection.execute_wrappers)
    others = [one for one in before if not isinstance(one, AuthorSetting)]
    connection.execute_wrappers[:] = [*others, told]
    try:
        yield
    finally:
        connection.execute_wrappers[:] = before
        told.take_back()


class AuthorSetting:
    """Runs each statement, and those that write with their author told."""

    def __init__(self, connection: Any, by: str | Who, origin: str) -> None:
        self.connection = connection
        self.by = by
        self.origin = origin

    def __call__(self, run: Run, sql: str, params: Any, *more: Any) -> Any:
        """Run the statement as Django's execute_wrapper asks."""
        if not WRITES.match(sql) or ASIDE.match(sql):
            return run(sql, params, *more)
        by = self.by() if callable(self.by) else self.by
        author = (by[:LONGEST_NAME], self.origin[:LONGEST_ORIGIN])
        return self.told(author, run, sql, params, *more)

    def told(self, author: tuple[str, str], run: Run, *statement: Any) -> Any:
        """Run what writes."""
        raise NotImplementedError

    def take_back(self) -> None:
        """From here on nobody is the author."""


class SQLiteAuthorSetting(AuthorSetting):
    """The author is a row that no other connection ever sees: it is never committed."""

    def told(self, author: tuple[str, str], run: Run, *statement: Any) -> Any:
        """Put the row there, run, and take it away in the same transaction."""
        if not self.connection.get_autocommit():
            return self._between(author, run, *statement)
        cursor = statement[-1]["cursor"].cursor
        with transaction.atomic(using=self.connection.alias):
            result = self._between(author, run, *statement)
            _hold(cursor)
        return result

    def _between(self, author: tuple[str, str], run: Run, *statement: Any) -> Any:
        raw = self.connection.connection
        # A database that is only just being made has no such table.
        with contextlib.suppress(self.connection.Database.OperationalError):
            raw.execute(f"INSERT INTO {AUTHOR_TABLE} VALUES (?, ?)", author)
        try:
            return run(*statement)
        finally:
            with contextlib.suppress(self.connection.Database.OperationalError):
                raw.execute(f"DELETE FROM {AUTHOR_TABLE}")


def _hold(cursor: Any) -> None:
    """Let the cursor give what its INSERT ... RETURNING gave, with the INSERT done.

    SQLite commits nothing while such a statement still has rows to give.
    """
    if cursor.description is None:
        return
    rows = cursor.fetchall()
    row = f"({', '.join(['%s'] * len(cursor.description))})"
    values = [value for given in rows for value in given]
    again = f"VALUES {', '.join([row] * len(rows))}" if rows else "SELECT 1 WHERE 0"
    cursor.execute(again, values)


class PostgreSQLAuthorSetting(AuthorSetting):
    """The author is two settings that go with the transaction."""

    TELL = (
        f"SELECT set_config('{BY}', {{}}, true), set_config('{ORIGIN}', {{}}, true); "
    )

    def told(self, author: tuple[str, str], run: Run, *statement: Any) -> Any:
        """Put the settings before the statement: one message, so one transaction."""
        sql, params, many, context = statement
        if isinstance(params, Mapping):
            tell = self.TELL.format("%(irsite_by)s", "%(irsite_origin)s")
            named = dict(zip(("irsite_by", "irsite_origin"), author, strict=True))
            return run(tell + sql, {**params, **named}, many, context)
        tell = self.TELL.format("%s", "%s")
        if params is None:
            tell = context["cursor"].cursor.mogrify(tell, author).decode()
        elif many:
            params = [(*author, *each) for each in params]
        else:
            params = (*author, *params)
        return run(tell + sql, params, many, context)

    def take_back(self) -> None:
        """In a transaction that goes on, the settings are empty again."""
        if self.connection.in_atomic_block and not self.connection.needs_rollback:
            # What failed on PostgreSQL takes no statement but the rollback.
            with contextlib.suppress(self.connection.Database.Error):
                cursor = self.connection.connection.cursor()
                cursor.execute(self.TELL.format("''", "''"))


TELLINGS = {"sqlite": SQLiteAuthorSetting, "postgresql": PostgreSQLAuthorSetting}
