"""Seals the row changes that no journal entry has sealed, such as SQL typed by hand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.record import audit_author, credentials, journal


class Command(BaseCommand):
    """Seal once; a second run has nothing to do."""

    help = _("Seal into the journal what has changed since its last entry.")

    def handle(self, *args: Any, **options: Any) -> None:
        if renewed := credentials.renew_fingerprints():
            self.stdout.write(
                ngettext(
                    "%(count)s credential is journalled under the site's new key.",
                    "%(count)s credentials are journalled under the site's new key.",
                    renewed,
                )
                % {"count": f"{renewed:,}"}
            )
        entry = journal.seal_changes(by=audit_author.operator())
        if entry is None:
            self.stdout.write(_("Every change is sealed already."))
            return
        message = ngettext(
            "Journal entry %(number)s seals %(count)s change: %(seal)s",
            "Journal entry %(number)s seals %(count)s changes: %(seal)s",
            entry.changes_sealed,
        )
        self.stdout.write(
            message
            % {
                "number": entry.seq,
                "count": f"{entry.changes_sealed:,}",
                "seal": entry.seal,
            }
        )
