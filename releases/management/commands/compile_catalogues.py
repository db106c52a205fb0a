"""`manage.py compile_catalogues`: make translations readable for the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from releases.management.catalogues.compiling import compile_catalogues


class Command(BaseCommand):
    """Compiles what is not; `install` and `upgrade` do so by themselves."""

    help = _("Compile the catalogues of translations that are not compiled yet.")
    requires_system_checks: list[str] = []  # one of them is of this

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--into",
            type=Path,
            metavar="FOLDER",
            help=_("The folder for them, in place of the one for generated files."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile them, and name their languages."""
        compiled = compile_catalogues(options["into"])
        self.stdout.write(
            _("Compiled: %(languages)s.") % {"languages": ", ".join(compiled)}
            if compiled
            else _("All catalogues are compiled.")
        )
