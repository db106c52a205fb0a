"""Tells the database who writes and from where, so that its triggers can record it.

The author is set just before each statement that writes, and cleared just after, in the
same transaction, so that no other SQL is ever attributed to them. SQL outside of
`acting_as` is recorded with an unknown author and never refused.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import connections, transaction

from releases.record import site_key
from releases.record.row_changes import AUTHOR_TABLE, BY, CODE, ORIGIN

Execute = Callable[..., Any]
Username = Callable[[], str]
# The name, where from, and the code that proves both.
Author = tuple[str, str, str]

WRITES = re.compile(
    r"\s*(?:INSERT|REPLACE|UPDATE|DELETE|MERGE|WITH\b.*\b(?:INSERT|UPDATE|DELETE))\b"
    r".*\b(?:releases|auth|mfa)_",
    re.IGNORECASE | re.DOTALL,
)
# These leave no row change, and every publishing writes the first three. A derivative is
# made for a reader, whose session must not be asked for: the response would be theirs.
UNTRACKED_WRITES = re.compile(
    r'\s*(?:INSERT INTO|UPDATE) "?releases_'
    r"(?:recordstate|journalentry|rowchange|derivative)\b",
    re.IGNORECASE,
)
MAX_NAME_LENGTH, MAX_ORIGIN_LENGTH = 150, 100


def operator() -> str:
    """Return the login name of the person who runs a command, or their user id."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"


def current(using: str = "default") -> str:
    """Return the name of who acts in this thread; empty outside of `acting_as`."""
    for wrapper in reversed(connections[using].execute_wrappers):
        if isinstance(wrapper, AuthorSetting):
            return wrapper.username()
    return ""


def new_code(by: str, origin: str) -> str:
    """Return a code that proves who made one statement, and from where.

    No two are equal: one that was copied from another change is found.
    """
    nonce = secrets.token_hex(8)
    code = site_key.code_of(site_key.Purpose.AUTHOR, f"{nonce}\n{by}\n{origin}")
    return f"{nonce}:{code}" if code else ""


def is_proved(by: str, origin: str, code: str) -> bool:
    """Return whether irsite itself wrote this author, as `new_code` proves it."""
    nonce, _, proof = code.partition(":")
    text = f"{nonce}\n{by}\n{origin}"
    return site_key.is_authentic(site_key.Purpose.AUTHOR, text, proof)


@contextlib.contextmanager
def acting_as(
    *, by: str | Username, origin: str, using: str = "default"
) -> Iterator[None]:
    """Attribute what this thread writes to `by`, from `origin` (an IP address, say).

    `by` may be a function, called at each write, where the user is not known before.
    The innermost author counts.
    """
    connection = connections[using]
    wrappers = connection.execute_wrappers
    setting = AUTHOR_SETTINGS[connection.vendor](connection, by, origin)
    outer = [wrapper for wrapper in wrappers if isinstance(wrapper, AuthorSetting)]
    for wrapper in outer:
        wrappers.remove(wrapper)
    wrappers.append(setting)
    try:
        yield
    finally:
        setting.has_ended = True
        if setting in wrappers:
            wrappers.remove(setting)
        # Threads that share a connection, as in tests, may end in another order.
        wrappers.extend(wrapper for wrapper in outer if not wrapper.has_ended)
        setting.clear()


class AuthorSetting:
    """An execute wrapper that sets the author around each statement that writes."""

    def __init__(self, connection: Any, by: str | Username, origin: str) -> None:
        self.connection = connection
        self.by = by
        self.origin = origin
        self.has_ended = False

    def __call__(self, execute: Execute, sql: str, params: Any, *more: Any) -> Any:
        """Execute the statement, as Django's `execute_wrapper` specifies."""
        if not WRITES.match(sql) or UNTRACKED_WRITES.match(sql):
            return execute(sql, params, *more)
        by = self.username()
        by, origin = by[:MAX_NAME_LENGTH], self.origin[:MAX_ORIGIN_LENGTH]
        author = (by, origin, new_code(by, origin))
        return self.execute_as(author, execute, sql, params, *more)

    def username(self) -> str:
        """Return the name of who acts now."""
        return self.by() if callable(self.by) else self.by

    def execute_as(self, author: Author, execute: Execute, *statement: Any) -> Any:
        """Execute a statement that writes, with its author set."""
        raise NotImplementedError

    def clear(self) -> None:
        """Clear the author at the end of `acting_as`."""


class SQLiteAuthorSetting(AuthorSetting):
    """Sets the author in a row that is never committed, so no other connection sees it."""

    def execute_as(self, author: Author, execute: Execute, *statement: Any) -> Any:
        if not self.connection.get_autocommit():
            return self._execute_between(author, execute, *statement)
        cursor = statement[-1]["cursor"].cursor
        with transaction.atomic(using=self.connection.alias):
            result = self._execute_between(author, execute, *statement)
            _fetch_returned_rows(cursor)
        return result

    def _execute_between(
        self, author: Author, execute: Execute, *statement: Any
    ) -> Any:
        raw = self.connection.connection
        # A database that is only just being created has no such table.
        with contextlib.suppress(self.connection.Database.OperationalError):
            raw.execute(f"INSERT INTO {AUTHOR_TABLE} VALUES (?, ?, ?)", author)
        try:
            return execute(*statement)
        finally:
            with contextlib.suppress(self.connection.Database.OperationalError):
                raw.execute(f"DELETE FROM {AUTHOR_TABLE}")


def _fetch_returned_rows(cursor: Any) -> None:
    """Complete an INSERT ... RETURNING, and let the cursor still return its rows.

    SQLite commits nothing while such a statement has rows left to return.
    """
    if cursor.description is None:
        return
    rows = cursor.fetchall()
    row = f"({', '.join(['%s'] * len(cursor.description))})"
    values = [value for returned in rows for value in returned]
    again = f"VALUES {', '.join([row] * len(rows))}" if rows else "SELECT 1 WHERE 0"
    cursor.execute(again, values)


class PostgreSQLAuthorSetting(AuthorSetting):
    """Sets the author in two settings that end with the transaction."""

    SET = (
        f"SELECT set_config('{BY}', {{}}, true), set_config('{ORIGIN}', {{}}, true),"
        f" set_config('{CODE}', {{}}, true); "
    )

    def execute_as(self, author: Author, execute: Execute, *statement: Any) -> Any:
        """Send the settings and the statement in one message, so in one transaction."""
        sql, params, many, context = statement
        if isinstance(params, Mapping):
            names = ("irsite_by", "irsite_origin", "irsite_code")
            setting = self.SET.format(*(f"%({name})s" for name in names))
            named = dict(zip(names, author, strict=True))
            return execute(setting + sql, {**params, **named}, many, context)
        setting = self.SET.format("%s", "%s", "%s")
        if params is None:
            setting = context["cursor"].cursor.mogrify(setting, author).decode()
        elif many:
            params = [(*author, *each) for each in params]
        else:
            params = (*author, *params)
        return execute(setting + sql, params, many, context)

    def clear(self) -> None:
        """Empty the settings in a transaction that goes on."""
        if self.connection.in_atomic_block and not self.connection.needs_rollback:
            # After an error PostgreSQL accepts no statement but ROLLBACK.
            with contextlib.suppress(self.connection.Database.Error):
                cursor = self.connection.connection.cursor()
                cursor.execute(self.SET.format("''", "''", "''"))


AUTHOR_SETTINGS = {"sqlite": SQLiteAuthorSetting, "postgresql": PostgreSQLAuthorSetting}
