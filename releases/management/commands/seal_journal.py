"""Seals the changes that no door has sealed, such as SQL typed by hand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from releases.record import audit_author, journal


class Command(BaseCommand):
    """Safe to repeat: where nothing waits, nothing is written."""

    help = "Seal into the journal what has changed since its last entry."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, and say how much."""
        entry = journal.seal_changes(by=audit_author.operator())
        if entry is None:
            self.stdout.write("Every change has its seal already.")
        else:
            self.stdout.write(
                f"Journal entry {entry.seq} seals {entry.sealed:,} changes: {entry.seal}"
            )
