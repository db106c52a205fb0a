"""Fills the index of the search, or makes it anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import gettext as _

from releases.record import grants
from releases.record.search.indexing import index_backlog, rebuild_index


class Command(BaseCommand):
    """Index everything that is public and waits for it."""

    help = _(
        "Index what has gone live for the search. Web workers do so by themselves."
    )
    # A wrong words version is what --rebuild is for.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help=_(
                "Make the index anew, beside the one in use. On PostgreSQL run it as the "
                "owner of the tables."
            ),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            require_owner()
            count = rebuild_index(note_progress=self.report)
        else:
            count = 0
            while added := index_backlog():
                count += added
                self.report(count)
        self.stdout.write(
            _("Indexed: %(count)s publications.") % {"count": f"{count:,}"}
        )

    def report(self, count: int) -> None:
        """Say how far it has come, now and then."""
        if count % 1000 == 0:
            self.stdout.write(f"{count:,}")


def require_owner() -> None:
    """Require a role that may put one table in the place of another. Raises CommandError."""
    if not grants.may_change_tables(connections[DEFAULT_DB_ALIAS]):
        raise CommandError(
            _(
                "This role owns no tables, so it cannot make the index anew. Run the "
                "command as the owner of the database (docs/postgresql.md)."
            )
        )
