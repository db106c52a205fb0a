"""`manage.py upgrade`: prepares database and static files for this release of irsite."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from releases.management.deployment import steps
from releases.management.deployment.exceptions import CannotInstall
from releases.management.serving import start_checks
from releases.management.serving.exceptions import CannotServe
from releases.record.clock import read_clock
from releases.text.error_log import describe_error


class Command(BaseCommand):
    """Does what the new release needs while the earlier one serves.

    It changes nothing if the settings are wrong, or within ten minutes of an instant at
    which the site changes by itself.
    """

    help = _(
        "Make the database and the static files ready for this release, and check "
        "everything. Make a backup first."
    )
    requires_system_checks: list[str] = []  # they have their place among the steps

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now",
            action="store_true",
            help=_("Upgrade even if something is published within ten minutes of now."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step. Raises CommandError with a sentence that says what is missing."""
        try:
            steps.require_lasting_key()
            start_checks.require_private_folder()
            steps.require_existing_database()
            self.stdout.write(steps.translate_words())
            steps.check_settings(self.stdout, self.stderr)
            if not options["now"]:
                steps.require_quiet_time(at=read_clock())
            self.stdout.write(steps.migrate())
            self.stdout.write(steps.collect_static_files())
        except (CannotInstall, CannotServe) as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(
                _(
                    "The database cannot be used (%(error)s). Check IRSITE_DATABASE, and run "
                    "“manage.py install” if this site was never installed."
                )
                % {"error": describe_error(error)}
            ) from None
        steps.check_database(self.stdout, self.stderr)
        self.stdout.write(
            _(
                "The site is ready for this release. Restart its web servers now, one after "
                "the other, and its couriers: until then they run the earlier one."
            )
        )
