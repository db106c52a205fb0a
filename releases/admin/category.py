"""Categories and topics at the desk."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.http import HttpRequest

from releases.admin.pages import DeskAdmin
from releases.admin.particulars import ParticularAdmin
from releases.models import Category, Publication, Topic


@admin.register(Category)
class CategoryAdmin(ParticularAdmin[Category]):
    """The shelves of the archive."""

    list_display = ["name", "slug", "order", "seen"]
    search_fields = ["name", "slug"]
    before_deleting = (
        "Readers have links to its page, so it stays. Rename it and save and publish."
    )

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Category | None = None
    ) -> dict[str, Sequence[str]]:
        """The address follows the name until it is saved."""
        return {} if obj else {"slug": ("name",)}

    def get_readonly_fields(
        self, request: HttpRequest, obj: Category | None = None
    ) -> list[str]:
        """An address that releases on the record use does not change."""
        used = obj and Publication.objects.releases().in_category(obj.slug).exists()
        return ["slug"] if used else []

    def address(self, thing: Category) -> str:
        """The shelf's own page."""
        return f"/releases/category/{thing.slug}/"


@admin.register(Topic)
class TopicAdmin(DeskAdmin[Topic]):
    """Subjects that releases share."""

    search_fields = ["name"]
