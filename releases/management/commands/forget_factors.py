"""Removes somebody's second factors, where no administrator can sign in any more."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from releases.accounts import second_factors


class Command(BaseCommand):
    """Removes the second factors of one user, and journals it."""

    help = (
        "Remove the second factors of a user, who then signs in with a password alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(
                _("There is no user %(username)r.") % {"username": username}
            )
        removed = second_factors.describe(user)
        second_factors.remove_all(user, by="manage.py")
        self.stdout.write(
            _(
                "Removed from %(username)s: %(removed)s. They sign in with their "
                "password alone now."
            )
            % {"username": username, "removed": removed}
        )
