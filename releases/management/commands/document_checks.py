"""Print docs/release-checks.md, written from the registry of the checks."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from releases.desk import checks


class Command(BaseCommand):
    """Print docs/release-checks.md."""

    help = _("Print docs/release-checks.md from the registry of the checks.")
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(checks.checks_page(), ending="")
