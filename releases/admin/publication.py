"""Admin of the public record, for reading only."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from releases.admin.approval import company_time, indented_json
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
    fields = ["at"]
    readonly_fields = ["at"]
    can_delete = False
    extra = 0

    @admin.display(description=_("Instant"))
    def at(self, horizon: HorizonInstant) -> str:
        return company_time(horizon.instant)


@admin.register(Publication)
class PublicationAdmin(ViewOnlyAdmin[Publication]):
    """Every version that was ever put on the record."""

    list_display = [
        *("headline", "kind", "address", "number", "public_from", "public_until")
    ]
    list_filter = ["kind", "notice", "imported", "year", "category"]
    search_fields = ["headline", "address", "digest"]
    inlines = [PublishedFileInline, HorizonInline]
    fields = [
        *("kind", "address", "number", "headline", "notice"),
        *("public_from", "public_until", "first_published", "imported", "recorded"),
        *("digest", "frozen_document"),
    ]
    readonly_fields = [
        *("public_from", "public_until", "first_published", "recorded"),
        "frozen_document",
    ]

    def get_urls(self) -> list[URLPattern]:
        as_of = path(
            "as-of/", AsOfView.for_admin(self), name="releases_publication_as_of"
        )
        return [as_of, *super().get_urls()]

    @admin.display(description=_("Public from"), ordering="live_from")
    def public_from(self, publication: Publication) -> str:
        return company_time(publication.live_from)

    @admin.display(description=_("Public until"), ordering="live_until")
    def public_until(self, publication: Publication) -> str:
        return company_time(publication.live_until)

    @admin.display(description=_("First published"), ordering="dated")
    def first_published(self, publication: Publication) -> str:
        return company_time(publication.dated)

    @admin.display(description=_("Recorded"), ordering="recorded_at")
    def recorded(self, publication: Publication) -> str:
        return company_time(publication.recorded_at)

    @admin.display(description=_("Document"))
    def frozen_document(self, publication: Publication) -> str:
        """Return the document indented; the record has it in canonical form."""
        return indented_json(publication.document)
