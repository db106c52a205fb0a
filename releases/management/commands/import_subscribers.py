"""`manage.py import_subscribers`: imports a list of subscribers of any length."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.alerts.subscriber_import import (
    MAX_BASIS,
    ImportReport,
    RowFate,
    check_list,
    import_list,
)
from releases.alerts.subscriber_rows import UnreadableList
from releases.record import audit_author


class Command(BaseCommand):
    """Prints what an import would do, and does it if told so. It prints no address."""

    help = _(
        "Import subscribers from a CSV file in UTF-8. Without --apply, only print what would "
        "be done. Those with proof of consent are subscribed, the others get a mail to "
        "confirm (docs/alerts.md)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--basis",
            default="",
            help=_(
                "How the people on the list agreed to be mailed: kept with each consent."
            ),
        )
        parser.add_argument(
            "--apply",
            action="store_true",
            help=_("Import the list, not only check it."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the list, or import it."""
        basis = " ".join(options["basis"].split())
        if options["apply"] and not 0 < len(basis) <= MAX_BASIS:
            raise CommandError(
                _("Say by --basis, in %(number)d characters, how these people agreed.")
                % {"number": MAX_BASIS}
            )
        try:
            with options["file"].open("rb") as file:
                if options["apply"]:
                    self.print_report(
                        import_list(
                            file,
                            basis=basis,
                            by=audit_author.operator(),
                            at=timezone.now(),
                        )
                    )
                    return
                self.print_report(check_list(file, at=timezone.now()))
        except OSError as error:
            raise CommandError(
                _("The file can’t be read: %(reason)s.") % {"reason": error.strerror}
            ) from None
        except UnreadableList as error:
            raise CommandError(str(error)) from None
        self.stdout.write(_("Nothing was changed. Import the list by --apply."))

    def print_report(self, report: ImportReport) -> None:
        """Print the lines with a sentence, and how many rows had which fate."""
        for problem in report.problems:
            self.stdout.write(
                _("Line %(line)d: %(sentence)s")
                % {"line": problem.line, "sentence": problem.sentence}
            )
        if report.has_more_problems:
            self.stdout.write(
                _("%(number)d lines have such a sentence in all.")
                % {"number": report.problem_count}
            )
        for fate in RowFate:
            self.stdout.write(f"{fate.label}: {report.counts[fate]}")
