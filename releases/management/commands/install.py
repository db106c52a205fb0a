"""`manage.py install`: everything between a configured environment and a site that serves."""

from __future__ import annotations

import getpass
import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils.translation import gettext as _

from releases.management.deployment import administrator, steps
from releases.management.deployment.exceptions import CannotInstall
from releases.management.serving import start_checks
from releases.management.serving.exceptions import CannotServe


class Command(BaseCommand):
    """Does what is missing, in the right order; run again it has nothing to do."""

    help = _(
        "Make the database and the static files ready, check everything, and create the "
        "first administrator. It may be run again at any time."
    )
    requires_system_checks: list[str] = []  # they have their place among the steps

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--administrator",
            default="",
            metavar="USERNAME",
            help=_("The username of the first administrator, if there is none yet."),
        )
        parser.add_argument(
            "--no-input",
            action="store_true",
            help=_(
                "Ask nothing. The password of the first administrator is then that of the "
                "environment variable %(name)s."
            )
            % {"name": administrator.PASSWORD_VARIABLE},
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step. Raises CommandError with a sentence that says what is missing."""
        try:
            steps.require_lasting_key()
            start_checks.require_private_folder()
            self.stdout.write(steps.translate_words())
            steps.check_settings(self.stdout, self.stderr)
            self.stdout.write(steps.migrate())
            self.stdout.write(steps.collect_static_files())
            self.create_administrator(**options)
        except (CannotInstall, CannotServe) as error:
            raise CommandError(str(error)) from None
        steps.check_database(self.stdout, self.stderr)
        self.stdout.write(
            _(
                "The site is installed. Start it with “manage.py serve” (docs/deploy.md)."
            )
        )
        self.stdout.write(
            _("Then sign in at %(url)s: the front page says what comes first.")
            % {"url": settings.IRSITE_URL + reverse("admin:index")}
        )

    def create_administrator(self, **options: Any) -> None:
        """Create the first administrator, unless there is one. Raises CannotInstall."""
        if administrator.has_administrator():
            self.stdout.write(_("There is an administrator."))
            return
        username: str = options["administrator"]
        if not options["no_input"] and sys.stdin.isatty():
            user = administrator.ask_for_administrator(
                username,
                ask=input,
                ask_secretly=getpass.getpass,
                complain=self.stderr.write,
            )
        else:
            password = os.environ.get(administrator.PASSWORD_VARIABLE, "")
            if not username or not password:
                raise CannotInstall(
                    _(
                        "There is no administrator, so nobody can sign in. Run this command "
                        "at a terminal, or with --administrator and the password in "
                        "%(name)s."
                    )
                    % {"name": administrator.PASSWORD_VARIABLE}
                )
            user = administrator.create_administrator(username, password)
        self.stdout.write(
            _("The administrator %(username)s was created.")
            % {"username": user.get_username()}
        )
