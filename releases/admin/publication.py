"""Admin of the public record, for reading only."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from releases.admin.approval import indented_json
from releases.admin.as_of import AsOfView
from releases.admin.desk_admin import ViewOnlyAdmin
from releases.models import HorizonInstant, Publication, PublishedFile


class PublishedFileInline(admin.TabularInline[PublishedFile, Publication]):
    """The files that were published with it."""

    model = PublishedFile
    fields = ["name", "media_type", "size", "sha256"]
    can_delete = False
    extra = 0


class HorizonInline(admin.TabularInline[HorizonInstant, Publication]):
    """The instants at which its page changes by itself."""

    model = HorizonInstant
    fields = ["instant"]
    can_delete = False
    extra = 0


@admin.register(Publication)
class PublicationAdmin(ViewOnlyAdmin[Publication]):
    """Every version that was ever put on the record."""

    list_display = ["headline", "kind", "address", "number", "live_from", "live_until"]
    list_filter = ["kind", "notice", "imported", "year", "category"]
    search_fields = ["headline", "address", "digest"]
    inlines = [PublishedFileInline, HorizonInline]
    fields = [
        *("kind", "address", "number", "headline", "notice"),
        *("live_from", "live_until", "dated", "imported", "recorded_at"),
        *("digest", "frozen_document"),
    ]
    readonly_fields = ["frozen_document"]

    def get_urls(self) -> list[URLPattern]:
        as_of = path(
            "as-of/", AsOfView.for_admin(self), name="releases_publication_as_of"
        )
        return [as_of, *super().get_urls()]

    @admin.display(description=_("Document"))
    def frozen_document(self, publication: Publication) -> str:
        """Return the document indented; the record has it in canonical form."""
        return indented_json(publication.document)
