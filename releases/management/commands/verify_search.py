"""Compares the index of the search with the record, word by word."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from releases.record.consistent_read import consistent_read
from releases.record.search.indexing import index_differences


class Command(BaseCommand):
    """Name each publication whose entry is not what its words would make."""

    help = _(
        "Compare the index of the search with the record. An altered index can hide a "
        "release from the search, and can show nothing that is not public."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        with consistent_read():
            for address in index_differences():
                count += 1
                self.stdout.write(
                    self.style.ERROR(_("DIFFERS  %(address)s") % {"address": address})
                )
        if count:
            raise CommandError(
                _(
                    "The index is not that of the record. Run “manage.py index_search "
                    "--rebuild”."
                )
            )
        self.stdout.write(_("The index is that of the record."))
