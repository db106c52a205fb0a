"""`manage.py restore`: a backup becomes the site of an empty machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from releases.management.backups.age_keys import (
    add_identity_argument,
    read_identity_file,
)
from releases.management.backups.exceptions import BackupProblem
from releases.management.backups.restoring import restore


class Command(BaseCommand):
    """Restores databases and files where there are none yet."""

    help = _("Restore a backup into an empty site, and say what to do next.")
    # There is no database yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE", help=_("The backup to restore.")
        )
        add_identity_argument(parser)

        parser.add_argument(
            "--json",
            action="store_true",
            help=_("Print the backup's moment and last seal for a program."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore the backup, wholly or not at all."""
        try:
            identities = read_identity_file(options["identity"])
            manifest = restore(options["file"], identities=identities)
        except BackupProblem as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(manifest.model_dump_json(include={"at", "seal"}))
            return
        self.stdout.write(
            _(
                "Restored the site as of %(at)s. Next, run “manage.py migrate”, “manage.py "
                "collectstatic --no-input” and “manage.py verify_record%(seal)s”."
            )
            % {
                "at": manifest.at.isoformat(timespec="seconds"),
                "seal": f" --seal {manifest.seal}" if manifest.seal else "",
            }
        )
