"""The newsroom as a Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class ReleasesConfig(AppConfig):
    """Releases, disclaimers, contacts and events."""

    name = "releases"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from releases import checks  # noqa: F401, PLC0415 - checks register themselves

        post_migrate.connect(make_room_to_count, sender=self)


def make_room_to_count(using: str, **kwargs: Any) -> None:
    """The table in which all workers count tries to sign in comes with the others."""
    call_command("createcachetable", database=using, verbosity=0)
