"""Imports the filings of a file from EDGAR, so that readers find them on the site."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from releases.desk.filings import FilingOutcome, import_filings
from releases.intake.exceptions import IntakeError
from releases.intake.filings import MAX_BYTES, read_filings
from releases.models import Filing
from releases.record import audit_author
from releases.record.proof.signing import sign_pending_or_log
from releases.text.edgar import FilingEntry
from releases.translation import translated


class Command(BaseCommand):
    """Shows what the file has; with --commit, saves and publishes what is new."""

    help = _(
        "Import SEC filings from a submissions file (JSON) or an Atom feed of EDGAR."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--commit",
            action="store_true",
            help=_("Do the import. What is new or has changed is public at once."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        entries = self.read(options["file"])
        if not options["commit"]:
            self.preview(entries)
            return
        by = audit_author.operator()
        outcomes: Counter[FilingOutcome] = Counter()
        with audit_author.acting_as(by=by, origin="manage.py"):
            for imported in import_filings(entries, by=by):
                outcomes[imported.outcome] += 1
                if imported.outcome is FilingOutcome.WAITING:
                    self.stdout.write(
                        _(
                            "%(accession)s waits for a release that is not public yet. "
                            "Import the file again then."
                        )
                        % {"accession": imported.entry.accession}
                    )
        sign_pending_or_log()
        self.stdout.write(
            _("%(added)d published, %(updated)d changed, %(unchanged)d as they were.")
            % {
                "added": outcomes[FilingOutcome.ADDED],
                "updated": outcomes[FilingOutcome.UPDATED],
                "unchanged": outcomes[FilingOutcome.UNCHANGED],
            }
        )

    def read(self, path: Path) -> tuple[FilingEntry, ...]:
        """Return the filings in the file. Raises CommandError."""
        try:
            with path.open("rb") as file:
                return read_filings(file.read(MAX_BYTES + 1))
        except OSError as error:
            raise CommandError(
                _("%(path)s can't be read: %(error)s")
                % {"path": path, "error": error.strerror}
            ) from error
        except IntakeError as error:
            reason = translated(error.message)
            raise CommandError(f"{path}: {reason}") from error

    def preview(self, entries: tuple[FilingEntry, ...]) -> None:
        """Say what an import would do, and change nothing."""
        accessions = [entry.accession for entry in entries]
        known = set(
            Filing.objects.filter(accession__in=accessions).values_list(
                "accession", flat=True
            )
        )
        for entry in entries:
            if entry.accession not in known:
                self.stdout.write(
                    f"{entry.filed_on} {entry.form:10} {entry.accession} {entry.title}"
                )
        self.stdout.write(
            _(
                "%(new)d new, %(known)d known. Nothing was changed; add --commit to "
                "import them."
            )
            % {"new": len(entries) - len(known), "known": len(known)}
        )
