"""The journal, to be read."""

from __future__ import annotations

from django.contrib import admin
from django.utils import timezone

from releases.admin.pages import ViewOnlyAdmin
from releases.admin.walltime import spoken
from releases.models import JournalEntry


@admin.register(JournalEntry)
class JournalAdmin(ViewOnlyAdmin[JournalEntry]):
    """Who did what, and when: nobody can edit it."""

    list_display = ["when", "by", "action", "subject", "detail"]
    list_display_links = ["when"]
    list_filter = ["action", "at"]
    search_fields = ["by", "subject", "detail", "digest"]
    readonly_fields = ["when"]
    fields = ["seq", "when", "by", "action", "subject", "detail", "digest", "seal"]

    @admin.display(description="At", ordering="seq")
    def when(self, entry: JournalEntry) -> str:
        """The database's clock, to the second, told in the company's zone."""
        return spoken(entry.at, timezone.get_current_timezone())
