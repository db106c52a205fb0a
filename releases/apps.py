"""The newsroom as a Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReleasesConfig(AppConfig):
    """The newsroom: the desk, the record and the public pages."""

    name = "releases"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        from releases.accounts import (  # noqa: PLC0415 - receivers
            auth_journal,  # noqa: F401
            credential_journal,  # noqa: F401
            session_timeout,  # noqa: F401
        )
        from releases.checks import (  # noqa: PLC0415 - checks register themselves
            configuration,  # noqa: F401
            database,  # noqa: F401
            storage,  # noqa: F401
            web_served,  # noqa: F401
        )

        post_migrate.connect(create_attempts_table, sender=self)


def create_attempts_table(using: str, **kwargs: Any) -> None:
    """Create the table in which all workers count attempts to sign in."""
    call_command("createcachetable", database=using, verbosity=0)
