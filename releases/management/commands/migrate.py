"""`manage.py migrate`: Django's, of every database, in one transaction on PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils.translation import gettext as _

from releases.readers.database import READERS, database_aliases, readers_database


class Command(migrate.Command):
    """Runs all migrations or none, so that one that is killed can simply be run again.

    Django commits each migration by itself, and its line in `django_migrations` after it: a
    run that is killed between the two cannot go on. SQLite must switch foreign keys off
    outside of a transaction, so it migrates as Django does.

    Without `--database` it migrates the readers' database too. That one has no other
    tables: the triggers of the record could not be made there.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database=None)

    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """Check each database before it is migrated."""
        return super().get_check_kwargs(options) | {"databases": aliases(options)}

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the migrations, on PostgreSQL in one transaction."""
        for alias in aliases(options):
            self._migrate(*args, **options | {"database": alias})

    def _migrate(self, *args: Any, **options: Any) -> None:
        if options["database"] == READERS:
            if options["app_label"] not in {None, READERS}:
                raise CommandError(
                    _(
                        "The readers' database has the tables of the app “%(label)s” alone."
                    )
                    % {"label": READERS}
                )
            options |= {"app_label": READERS, "run_syncdb": False}
        self._connection = connections[options["database"]]
        if self._connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        with transaction.atomic(using=options["database"]):
            super().handle(*args, **options)

    def migration_progress_callback(
        self, action: str, *args: Any, **kwargs: Any
    ) -> None:
        """Report progress, and check constraints after each migration as a commit would.

        PostgreSQL alters no table whose rows have checks to come.
        """
        super().migration_progress_callback(action, *args, **kwargs)
        is_done = action in {"apply_success", "unapply_success"}
        if is_done and self._connection.vendor == "postgresql":
            with self._connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def aliases(options: dict[str, Any]) -> list[str]:
    """Return the databases to migrate: the one named, that of the app, or all."""
    if options["database"]:
        return [options["database"]]
    if options["app_label"]:
        is_readers = options["app_label"] == READERS
        return [readers_database() if is_readers else DEFAULT_DB_ALIAS]
    return database_aliases()
