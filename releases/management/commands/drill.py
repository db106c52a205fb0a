"""`manage.py drill`: whether a backup can be restored, before it has to be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from releases.management.backups.age_keys import (
    add_identity_argument,
    read_identity_file,
)
from releases.management.backups.drill import drill
from releases.management.backups.exceptions import BackupProblem
from releases.management.public_pages import add_pages_argument


class Command(BaseCommand):
    """Restores a backup to a scratch place and compares it with this site."""

    help = _(
        "Restore a backup elsewhere, verify its record, and compare its public pages with "
        "this site's as of the backup's moment."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE", help=_("The backup to try.")
        )
        add_identity_argument(parser)
        add_pages_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Try the backup, and say what was compared."""
        try:
            # Said here if it is no identity, before a database is made.
            read_identity_file(options["identity"])
            compared = drill(
                options["file"], identity=options["identity"], pages=options["pages"]
            )
        except BackupProblem as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            _(
                "The backup can be restored: its record is intact, and %(count)s public "
                "pages are the same, byte for byte."
            )
            % {"count": compared}
        )
