"""The newsroom as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """Releases, disclaimers, contacts and events."""

    name = "releases"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from releases import checks  # noqa: F401, PLC0415 - checks register themselves
