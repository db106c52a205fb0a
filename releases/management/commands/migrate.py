"""`manage.py migrate`: Django's, in one transaction on PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections, transaction


class Command(migrate.Command):
    """Runs all migrations or none, so that one that is killed can simply be run again.

    Django commits each migration by itself, and its line in `django_migrations` after it: a
    run that is killed between the two cannot go on. SQLite must switch foreign keys off
    outside of a transaction, so it migrates as Django does.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the migrations, on PostgreSQL in one transaction."""
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
