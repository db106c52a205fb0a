"""Verifies that nobody has altered the record, or names what is wrong."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from releases.models import JournalEntry
from releases.record import verification
from releases.record.consistent_read import consistent_read


class Command(BaseCommand):
    """Report each walk with its counts, or the problems that it finds."""

    help = _(
        "Verify the triggers, the journal, the changes, the publications and the files."
    )
    # A wrong trigger is what this command reports, not what it stops at.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seal",
            metavar="SEAL",
            help=_("A seal that you noted earlier; it must still be in the journal."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        problems = 0
        with consistent_read():
            for step in verification.WALKS:
                summary, found = verification.walk(step)
                problems += found.count
                if not found.count:
                    self.stdout.write(summary)
                for problem in found.named:
                    self.report(str(problem))
                if found.unnamed:
                    self.report(
                        _("%(count)s more of this kind.")
                        % {"count": f"{found.unnamed:,}"}
                    )
            if options["seal"]:
                problems += self.look_for_seal(options["seal"])
        if problems:
            raise CommandError(_("The record is not intact: see above."))
        self.stdout.write(_("The record is intact."))

    def report(self, problem: str) -> None:
        """Print one problem."""
        self.stdout.write(
            self.style.ERROR(_("PROBLEM  %(problem)s") % {"problem": problem})
        )

    def look_for_seal(self, seal: str) -> int:
        """Look for a noted seal in the journal; return the number of problems."""
        entry = JournalEntry.objects.filter(seal=seal.strip()).first()
        if entry is None:
            self.report(_("no journal entry has the seal that you noted."))
            return 1
        self.stdout.write(
            _("The seal that you noted is that of journal entry %(number)s.")
            % {"number": entry.seq}
        )
        return 0
