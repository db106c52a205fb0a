"""Admin of categories and topics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from releases.admin import required_approvals
from releases.admin.desk_admin import DeskAdmin
from releases.admin.required_approvals import RequiredApprovalInline
from releases.admin.site_profile_admin import SiteProfileAdmin
from releases.models import Category, Publication, Topic
from releases.text.public_paths import category_path


@admin.register(Category)
class CategoryAdmin(SiteProfileAdmin[Category]):
    """Categories of the archive, and who must approve their releases."""

    is_carried_by_releases = True
    inlines = [RequiredApprovalInline]
    list_display = ["name", "slug", "order", "public_version"]
    search_fields = ["name", "slug"]
    before_deleting = _(
        "Readers have links to its page, so it can’t be deleted. You can rename it."
    )

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Category | None = None
    ) -> dict[str, Sequence[str]]:
        """Fill in the address from the name until the category is saved."""
        return {} if obj else {"slug": ("name",)}

    def get_readonly_fields(
        self, request: HttpRequest, obj: Category | None = None
    ) -> list[str]:
        """Lock an address that releases on the record use."""
        used = obj and Publication.objects.releases().in_category(obj.slug).exists()
        return ["slug"] if used else []

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Category],
        formsets: list[BaseFormSet[Any]],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Save and journal the required roles, and warn of one that nobody has."""
        super().save_related(request, form, formsets, change)
        warning = required_approvals.note_change(request, form.instance, formsets)
        if warning:
            self.message_user(request, warning, messages.WARNING)

    def public_path(self, obj: Category) -> str:
        return category_path(obj.slug)


@admin.register(Topic)
class TopicAdmin(DeskAdmin[Topic]):
    """Topics that releases share."""

    is_carried_by_releases = True
    search_fields = ["name"]
