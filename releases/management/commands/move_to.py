"""`manage.py move_to`: the site in another database, SQLite or PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from releases.management.moving.exceptions import CannotMove
from releases.management.moving.move import move_site
from releases.management.public_pages import add_pages_argument


class Command(BaseCommand):
    """Copies the site to an empty database, and proves that it is the same there."""

    help = _(
        "Copy this site to another, empty database, and compare every row, the journal, "
        "the files and public pages. Stop the site before."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "url",
            metavar="URL",
            help=_(
                "The database, as IRSITE_DATABASE will name it: postgresql://user@host/name "
                "as the owner, or sqlite:////var/lib/irsite/irsite.sqlite3."
            ),
        )
        add_pages_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Move the site, and say what was compared and what to do next."""
        try:
            report = move_site(
                options["url"], pages=options["pages"], progress=self.stdout.write
            )
        except CannotMove as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            _(
                "The site is the same there: %(tables)s tables with %(rows)s rows, "
                "%(files)s files, %(pages)s public pages, and the journal up to the seal "
                "%(seal)s."
            )
            % {
                "tables": report.tables,
                "rows": report.rows,
                "files": report.files,
                "pages": report.pages,
                "seal": report.seal or "-",
            }
        )
        self.stdout.write(
            _(
                "Now set IRSITE_DATABASE to it, run “manage.py database_roles --apply” on "
                "PostgreSQL, start the site, and put the old database away."
            )
        )
