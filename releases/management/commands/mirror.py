"""`manage.py mirror`: a copy of the public site that any host can serve."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from releases.management.mirroring.exceptions import CannotMirror
from releases.management.mirroring.making import make_mirror


class Command(BaseCommand):
    """Writes what is public at this moment as files, and replaces an older copy at once."""

    help = _(
        "Write the public site as it is now to static files. Run it again, such as every "
        "minute, to bring them up to date. Serve the folder “site” in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            type=Path,
            metavar="DIR",
            help=_("The folder of the mirror: an empty one, or that of the last run."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the mirror, and say how much of it is new."""
        try:
            report = make_mirror(options["folder"])
        except CannotMirror as error:
            raise CommandError(str(error)) from None
        moment = report.at.isoformat(timespec="seconds")
        if not report.files:
            self.stdout.write(_("Nothing has changed by %(at)s.") % {"at": moment})
            return
        self.stdout.write(
            _("As of %(at)s: %(files)s files, of which %(written)s are new or changed.")
            % {"at": moment, "files": report.files, "written": report.written}
        )
