"""`manage.py catalogue`: a language's catalogue, with every text that readers see."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from releases.management.catalogues.translating import update_catalogue


class Command(BaseCommand):
    """Writes it anew with the translations that it has; translators fill in the others."""

    help = _(
        "Write the catalogue of a language with every text that readers see. Translations "
        "are kept."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "language", help=_("Its code, as Django has it: de, pt-br.")
        )
        parser.add_argument(
            "--plurals",
            default="",
            metavar="FORMULA",
            help=_("How a new language counts, as in gettext's Plural-Forms."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, and say how many translations are missing."""
        language: str = options["language"]
        try:
            state = update_catalogue(language, plurals=options["plurals"])
        except KeyError:
            raise CommandError(
                _("How does %(language)s count? Give the formula with --plurals.")
                % {"language": language}
            ) from None
        self.stdout.write(
            _("%(texts)s texts, of which %(missing)s have no translation.")
            % {"texts": state.texts, "missing": state.missing}
        )
