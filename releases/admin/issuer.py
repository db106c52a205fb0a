"""The company's particulars at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from releases.admin.profile_admin import ParticularAdmin
from releases.models import Issuer, Listing
from releases.text.public_paths import HOME
from releases.widgets.wall_time import ZoneSelect
from releases.widgets.web_address import WebAddressField


class IssuerForm(forms.ModelForm[Issuer]):
    """The particulars, with the time zone chosen from a list."""

    class Meta:
        model = Issuer
        fields = ["name", "legal_name", "website", "about", "timezone"]
        field_classes = {"website": WebAddressField}
        widgets = {"timezone": ZoneSelect, "about": forms.Textarea({"rows": 3})}


class ListingInline(admin.TabularInline[Listing, Issuer]):
    """Where the shares trade."""

    model = Listing
    extra = 1


@admin.register(Issuer)
class IssuerAdmin(ParticularAdmin[Issuer]):
    """The one company of this newsroom."""

    form = IssuerForm
    inlines = [ListingInline]
    list_display = ["name", "legal_name", "timezone"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A newsroom is of one company."""
        return super().has_add_permission(request) and not Issuer.objects.exists()

    def has_delete_permission(
        self, request: HttpRequest, obj: Issuer | None = None
    ) -> bool:
        """The company is renamed, never deleted."""
        return False

    def address(self, thing: Issuer) -> str:
        """The front page."""
        return HOME

    def above(self, request: HttpRequest, thing: Issuer | None) -> dict[str, Any]:
        """The front page is always there to see."""
        return {**super().above(request, thing), "address": "/" if thing else ""}
