"""The journal, to be read."""

from __future__ import annotations

from django.contrib import admin

from releases.admin.pages import ViewOnlyAdmin
from releases.models import JournalEntry


@admin.register(JournalEntry)
class JournalAdmin(ViewOnlyAdmin[JournalEntry]):
    """Who did what, and when: nobody can edit it."""

    list_display = ["at", "by", "action", "subject", "detail"]
    list_display_links = ["at"]
    list_filter = ["action", "at"]
    search_fields = ["by", "subject", "detail", "digest"]
    fields = ["seq", "at", "by", "action", "subject", "detail", "digest", "seal"]
