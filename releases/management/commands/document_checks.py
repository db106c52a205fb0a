"""Writes the page of the checks from their registry."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from releases.desk import checks


class Command(BaseCommand):
    """Prints what docs/release-checks.md must hold."""

    help = "Print docs/release-checks.md, written from the registry of the checks."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the page."""
        self.stdout.write(checks.checks_page(), ending="")
