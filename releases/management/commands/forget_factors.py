"""The last way in, for whoever has the machine and lost everything else."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from releases.accounts import factors


class Command(BaseCommand):
    """Takes the second factors of one person away, and journals it."""

    help = "Take somebody's second factors away; they sign in with the password alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        """Take them away."""
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Nobody is called {username!r}.")
        had = factors.words(user)
        factors.take_away(user, by="manage.py")
        self.stdout.write(f"{username} had: {had}. Nothing of it signs in any more.")
