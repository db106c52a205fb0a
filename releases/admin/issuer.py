"""Admin of the company: names, website, time zone and listings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from releases.admin.site_profile_admin import SiteProfileAdmin
from releases.models import Issuer, Listing
from releases.public.brand import brand_css
from releases.public.components import components_context
from releases.record.documents import ProfileDocument
from releases.record.freeze import brand_entry, listing_entry
from releases.staff_views import StaffView
from releases.text.public_paths import HOME
from releases.widgets.wall_time import ZoneSelect
from releases.widgets.web_address import WebAddressField


class ColourField(forms.CharField):
    """A colour, also as others write it: 14466B."""

    def to_python(self, value: Any) -> str:
        """Return it in small letters after a #; "" if there is none."""
        text = super().to_python(value) or ""
        return f"#{text.lower().removeprefix('#')}" if text else ""


class IssuerForm(forms.ModelForm[Issuer]):
    """The company, with its time zone chosen from a list."""

    class Meta:
        model = Issuer
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the page choose
        field_classes = {
            "website": WebAddressField,
            "colour": ColourField,
            "link_colour": ColourField,
        }
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
    readonly_fields = ["look_link"]
    fieldsets = [
        (None, {"fields": ["name", "legal_name", "website", "about", "timezone"]}),
        (
            _("Look of the pages"),
            {"fields": ["colour", "link_colour", "face", "look_link"]},
        ),
    ]
    list_display = ["name", "legal_name", "timezone"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return false once there is a company."""
        return super().has_add_permission(request) and not Issuer.objects.exists()

    def has_delete_permission(
        self, request: HttpRequest, obj: Issuer | None = None
    ) -> bool:
        return False

    @admin.display(description=_("preview"))
    def look_link(self, obj: Issuer) -> str:
        """Link to how pages look with what is saved here, published or not."""
        if obj._state.adding:
            return str(_("Save first, then you can see how pages look."))
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:releases_issuer_look", args=[obj.pk]),
            _("See how pages look with what is saved here"),
        )

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:pk>/look/",
                LookPreview.for_admin(self),
                name="releases_issuer_look",
            ),
            path(
                "<int:pk>/look/brand.css",
                LookSheet.for_admin(self),
                name="releases_issuer_look_sheet",
            ),
            *super().get_urls(),
        ]

    def public_path(self, obj: Issuer) -> str:
        return HOME

    def panel_context(self, request: HttpRequest, obj: Issuer | None) -> dict[str, Any]:
        """Link to the home page even before the company is published."""
        context = super().panel_context(request, obj)
        return {**context, "public_path": HOME if obj else ""}


class LookPreview(StaffView):
    """Every component of the public pages, as the saved issuer would have them look."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the components with the style sheet of the saved issuer, not the public one."""
        issuer = get_object_or_404(Issuer, pk=pk)
        profile = ProfileDocument(
            name=issuer.name,
            listings=tuple(map(listing_entry, issuer.listings.all())),
            brand=brand_entry(issuer),
        )
        context = components_context(profile) | {"title": _("Preview"), "pk": pk}
        return TemplateResponse(request, "admin/releases/issuer/look.html", context)


class LookSheet(StaffView):
    """The style sheet of what is saved."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the style sheet of the issuer’s saved colours and typeface."""
        brand = brand_entry(get_object_or_404(Issuer, pk=pk))
        return HttpResponse(brand_css(brand), content_type="text/css; charset=utf-8")
