"""Which database holds the readers' tables: on SQLite a file of their own.

Beside the record each mail would wake every web worker, which watches that file for
changes; and personal data stays out of the record's backups. On PostgreSQL it is the same
database.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

# The label of the app, and the alias of its database where it has one of its own.
READERS = "readers"


def readers_database() -> str:
    """Return the alias of the database with the readers' tables."""
    return READERS if READERS in connections.settings else DEFAULT_DB_ALIAS


def database_aliases() -> list[str]:
    """Return the alias of each database of the site, that of the record first."""
    return list(dict.fromkeys([DEFAULT_DB_ALIAS, readers_database()]))


def readers_connection() -> BaseDatabaseWrapper:
    """Return this thread's connection to the database with the readers' tables."""
    return connections[readers_database()]


class ReadersRouter:
    """Keeps the readers' tables, and nothing else, in the readers' database."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        """Return the alias for a query on this model; None for the default."""
        return readers_database() if model._meta.app_label == READERS else None

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str | None:
        """Return the alias for a change of this model; None for the default."""
        return self.db_for_read(model)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Return whether this app has tables there; None where there is one database."""
        if readers_database() == DEFAULT_DB_ALIAS:
            return None
        return (app_label == READERS) == (db == READERS)
