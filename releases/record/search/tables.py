"""The table of the index in each database engine, and the migration that makes it.

It has no model, since Django knows neither FTS5 nor a `tsvector` that nobody generates.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

TABLE = "releases_search"
# What a rebuild fills before it takes the table's place.
TWIN = "releases_search_twin"

CREATE = {
    # Contentless: the record has the texts. Only spaces part our tokens.
    "sqlite": (
        (
            "CREATE VIRTUAL TABLE {table} USING fts5(words, content='',"
            " tokenize=\"ascii tokenchars '._'\")"
        ),
    ),
    "postgresql": (
        (
            "CREATE TABLE {table} (key bigint NOT NULL, publication_id bigint NOT NULL,"
            " headline tsvector NOT NULL, whole tsvector NOT NULL)"
        ),
        "ALTER TABLE {table} ADD CONSTRAINT {table}_pkey PRIMARY KEY (key)",
        (
            "ALTER TABLE {table} ADD CONSTRAINT {table}_publication_id_key"
            " UNIQUE (publication_id)"
        ),
    ),
}
# Without a list of pending entries, by which everybody would feel an insertion.
CREATE_INDEXES = {
    "sqlite": (),
    "postgresql": (
        (
            "CREATE INDEX {table}_headline ON {table} USING gin (headline)"
            " WITH (fastupdate = off)"
        ),
        (
            "CREATE INDEX {table}_whole ON {table} USING gin (whole)"
            " WITH (fastupdate = off)"
        ),
    ),
}
RENAME = {
    "sqlite": ("ALTER TABLE {twin} RENAME TO {table}",),
    "postgresql": (
        "ALTER TABLE {twin} RENAME TO {table}",
        *(
            f"ALTER INDEX {{twin}}_{name} RENAME TO {{table}}_{name}"
            for name in ("pkey", "publication_id_key", "headline", "whole")
        ),
    ),
}


def create_table(connection: BaseDatabaseWrapper, table: str = TABLE) -> None:
    """Create an empty table without the indexes that are quicker to make when it is full."""
    _execute(connection, CREATE[connection.vendor], table=table)


def create_indexes(connection: BaseDatabaseWrapper, table: str = TABLE) -> None:
    """Create the indexes of a table, and tell the planner what is in it."""
    _execute(connection, CREATE_INDEXES[connection.vendor], table=table)
    if connection.vendor == "postgresql":
        _execute(connection, ("ANALYZE {table}",), table=table)


def drop_table(connection: BaseDatabaseWrapper, table: str = TABLE) -> None:
    """Drop a table if it exists."""
    _execute(connection, ("DROP TABLE IF EXISTS {table}",), table=table)


def put_twin_in_place(connection: BaseDatabaseWrapper) -> None:
    """Let the twin take the place of the table, and its rights: inside a transaction."""
    if connection.vendor == "postgresql":
        _execute(connection, tuple(_rights_of_table(connection)), twin=TWIN)
    drop_table(connection)
    _execute(connection, RENAME[connection.vendor], table=TABLE, twin=TWIN)


def _rights_of_table(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Yield statements that give the other roles the rights on the twin that they have here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege_type, grantee::regrole::text"
            " FROM pg_class, aclexplode(relacl)"
            " WHERE oid = to_regclass(%s) AND grantee NOT IN (0, relowner)",
            [TABLE],
        )
        rights = cursor.fetchall()
    for right, role in rights:
        yield f"GRANT {right} ON {{twin}} TO {role}"


def is_as_written(connection: BaseDatabaseWrapper) -> bool:
    """Return whether the table has the options that questions and their time rely on."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [TABLE])
            row = cursor.fetchone()
            using = CREATE["sqlite"][0].partition(" USING ")[2]
            return row is not None and row[0].partition(" USING ")[2] == using
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relname IN (%s, %s)"
            " AND reloptions @> ARRAY['fastupdate=off']",
            [f"{TABLE}_headline", f"{TABLE}_whole"],
        )
        return bool(cursor.fetchone() == (2,))


def _execute(
    connection: BaseDatabaseWrapper, statements: tuple[str, ...], **names: str
) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(**names))


class CreateSearchTable(Operation):
    """Create the table of the index as the database engine has it."""

    reduces_to_sql = False
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the models as they are: the table has none."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        create_table(schema_editor.connection)
        create_indexes(schema_editor.connection)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        drop_table(schema_editor.connection)

    def describe(self) -> str:
        return "Create the index of the search"
