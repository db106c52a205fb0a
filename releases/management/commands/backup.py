"""`manage.py backup`: the whole site in one encrypted file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.management.backups.exceptions import BackupProblem
from releases.management.backups.making import make_backup
from releases.management.backups.retention import delete_old_backups, name_of_backup
from releases.record.last_backup import note_backup


class Command(BaseCommand):
    """Backs up the databases and the files while the site is serving."""

    help = _(
        "Write a backup of the databases and files, encrypted to IRSITE_BACKUP_RECIPIENTS."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            metavar="FILE",
            help=_(
                "The backup; an existing file is not overwritten. In a folder its name is "
                "the moment."
            ),
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help=_(
                "Afterwards delete all but the newest N backups of the folder that are "
                "named by their moment."
            ),
        )
        parser.add_argument(
            "--unencrypted",
            action="store_true",
            help=_("Write it in plain. It holds drafts, addresses and second factors."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the backup, and say what is in it."""
        recipients = [] if options["unencrypted"] else settings.IRSITE_BACKUP_RECIPIENTS
        if not recipients and not options["unencrypted"]:
            raise CommandError(
                _(
                    "IRSITE_BACKUP_RECIPIENTS is not set. Make a key with age-keygen, keep "
                    "it away from this machine, and set its public part (age1…). Or add "
                    "--unencrypted."
                )
            )
        path: Path = options["file"]
        keep: int | None = options["keep"]
        if keep is not None and (keep < 1 or not path.is_dir()):
            raise CommandError(
                _("--keep takes a number from 1, and a folder in place of a file.")
            )
        if path.is_dir():
            path /= name_of_backup(timezone.now())
        try:
            manifest = make_backup(path, recipients=recipients)
        except BackupProblem as error:
            raise CommandError(str(error)) from None
        note_backup(path, at=manifest.at)
        if keep is not None:
            self.delete_old(path.parent, keep=keep)
        self.stdout.write(
            _(
                "%(path)s: %(size).1f MB, as of %(at)s. Last seal of the journal: %(seal)s"
            )
            % {
                "path": path,
                "size": path.stat().st_size / 1_000_000,
                "at": manifest.at.isoformat(timespec="seconds"),
                "seal": manifest.seal or "-",
            }
        )

    def delete_old(self, folder: Path, *, keep: int) -> None:
        """Delete older backups, and say which."""
        try:
            for path in delete_old_backups(folder, keep=keep):
                self.stdout.write(_("%(path)s: deleted.") % {"path": path})
        except OSError as error:
            raise CommandError(
                _(
                    "The backup was made, and an older one could not be deleted: %(error)s."
                )
                % {"error": error}
            ) from None
