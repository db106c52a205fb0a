"""Proves that the record is whole, or names what is not."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from releases.models import JournalEntry
from releases.record import verify
from releases.record.integrity_problem import IntegrityProblem


class Command(BaseCommand):
    """Says what was walked, with counts; the first row that does not fit, by its name."""

    help = "Walk the journal, the changes, the publications and the files."
    # A trigger that is amiss is what this command finds, not what it stops at.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """A seal that was noted down elsewhere."""
        parser.add_argument(
            "--seal",
            metavar="SEAL",
            help="A seal that was noted down earlier: it must still be in the chain.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk all, whatever one of them finds."""
        misfits = 0
        with verify.one_moment():
            for walk in verify.WALKS:
                try:
                    self.stdout.write(walk())
                except IntegrityProblem as misfit:
                    misfits += 1
                    self.stdout.write(self.style.ERROR(f"DOES NOT FIT  {misfit}"))
            if options["seal"]:
                misfits += self._noted(options["seal"])
        if misfits:
            raise CommandError("The record is not whole: see above.")
        self.stdout.write("The record is whole.")

    def _noted(self, seal: str) -> int:
        """Whether the chain still holds a seal that somebody kept."""
        entry = JournalEntry.objects.filter(seal=seal.strip()).first()
        if entry is None:
            self.stdout.write(
                self.style.ERROR(
                    "DOES NOT FIT  no journal entry has the seal you kept."
                )
            )
            return 1
        self.stdout.write(f"The seal you kept is that of journal entry {entry.seq}.")
        return 0
