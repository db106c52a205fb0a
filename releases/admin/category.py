"""Categories and topics at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest

from releases.admin import required_approvals
from releases.admin.desk_admin import DeskAdmin
from releases.admin.profile_admin import ParticularAdmin
from releases.admin.required_approvals import RequiredApprovalInline
from releases.models import Category, Publication, Topic
from releases.text.public_paths import category_path


@admin.register(Category)
class CategoryAdmin(ParticularAdmin[Category]):
    """The shelves of the archive."""

    inlines = [RequiredApprovalInline]
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

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Category],
        formsets: list[BaseFormSet[Any]],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Save the roles that must approve, and journal them."""
        super().save_related(request, form, formsets, change)
        doubt = required_approvals.note(request, form.instance, formsets)
        if doubt:
            self.message_user(request, doubt, messages.WARNING)

    def address(self, thing: Category) -> str:
        """The shelf's own page."""
        return category_path(thing.slug)


@admin.register(Topic)
class TopicAdmin(DeskAdmin[Topic]):
    """Subjects that releases share."""

    search_fields = ["name"]
