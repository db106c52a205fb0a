"""The record, to be read."""

from __future__ import annotations

import json

from django.contrib import admin
from django.urls import URLPattern
from django.utils.html import format_html

from releases.admin import as_of_form
from releases.admin.desk_admin import ViewOnlyAdmin
from releases.models import HorizonInstant, Publication, PublishedFile


class PublishedFileInline(admin.TabularInline[PublishedFile, Publication]):
    """The files that went out with it."""

    model = PublishedFile
    fields = ["name", "media_type", "size", "sha256"]
    can_delete = False
    extra = 0


class HorizonInline(admin.TabularInline[HorizonInstant, Publication]):
    """When its page changes by itself."""

    model = HorizonInstant
    fields = ["instant"]
    can_delete = False
    extra = 0


@admin.register(Publication)
class PublicationAdmin(ViewOnlyAdmin[Publication]):
    """Everything that was ever put before the public, word for word."""

    list_display = ["headline", "kind", "address", "number", "live_from", "live_until"]
    list_filter = ["kind", "notice", "imported", "year", "category"]
    search_fields = ["headline", "address", "digest"]
    inlines = [PublishedFileInline, HorizonInline]
    fields = [
        *("kind", "address", "number", "headline", "notice"),
        *("live_from", "live_until", "dated", "imported", "recorded_at"),
        *("digest", "words"),
    ]
    readonly_fields = ["words"]

    def get_urls(self) -> list[URLPattern]:
        """The way to the site as it stood, beside the record's own pages."""
        return [*as_of_form.urls(self), *super().get_urls()]

    @admin.display(description="Document")
    def words(self, publication: Publication) -> str:
        """The document, indented for reading; its canonical form is on the record."""
        document = json.loads(publication.document)
        indented = json.dumps(document, indent=2, ensure_ascii=False)
        return format_html('<pre class="desk-document">{}</pre>', indented)
