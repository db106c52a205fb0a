"""Admin of the company: names, website, time zone and listings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from releases.admin.site_profile_admin import SiteProfileAdmin
from releases.models import Issuer, Listing
from releases.text.public_paths import HOME
from releases.widgets.wall_time import ZoneSelect
from releases.widgets.web_address import WebAddressField


class IssuerForm(forms.ModelForm[Issuer]):
    """The company, with its time zone chosen from a list."""

    class Meta:
        model = Issuer
        fields = ["name", "legal_name", "website", "about", "timezone"]
        field_classes = {"website": WebAddressField}
        widgets = {"timezone": ZoneSelect, "about": forms.Textarea({"rows": 3})}


class ListingInline(admin.TabularInline[Listing, Issuer]):
    """Where its shares trade."""

    model = Listing
    extra = 1


@admin.register(Issuer)
class IssuerAdmin(SiteProfileAdmin[Issuer]):
    """The one company of this newsroom."""

    is_carried_by_releases = True
    form = IssuerForm
    inlines = [ListingInline]
    list_display = ["name", "legal_name", "timezone"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return false once there is a company."""
        return super().has_add_permission(request) and not Issuer.objects.exists()

    def has_delete_permission(
        self, request: HttpRequest, obj: Issuer | None = None
    ) -> bool:
        return False

    def public_path(self, obj: Issuer) -> str:
        return HOME

    def panel_context(self, request: HttpRequest, obj: Issuer | None) -> dict[str, Any]:
        """Link to the home page even before the company is published."""
        context = super().panel_context(request, obj)
        return {**context, "public_path": HOME if obj else ""}
