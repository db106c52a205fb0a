"""`manage.py export_subscribers`: writes all subscribers to a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from releases.alerts.subscriber_export import export_subscribers
from releases.readers.models import Status
from releases.record import audit_author


class Command(BaseCommand):
    """Writes a file that its own user alone can read, and never over another."""

    help = _(
        "Write the subscribers with their choices and proof of consent to a CSV file, in the "
        "columns that import_subscribers reads. It has personal data."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--status",
            choices=Status.values,
            default="",
            help=_("Only those of this one."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        try:
            with options["file"].open("x", encoding="utf-8", newline="") as file:
                count = export_subscribers(
                    file, by=audit_author.operator(), status=options["status"]
                )
        except OSError as error:
            raise CommandError(
                _("The file can’t be written: %(reason)s.") % {"reason": error.strerror}
            ) from None
        self.stdout.write(_("%(number)d subscribers were written.") % {"number": count})
