"""Admin of the company: names, website, time zone and listings."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from releases.admin.issuer_form import IssuerForm
from releases.admin.site_profile_admin import SiteProfileAdmin
from releases.models import Issuer, Listing, Logo
from releases.public.brand import brand_css
from releases.public.components import components_context
from releases.record.documents import LogoEntry, ProfileDocument
from releases.record.freeze import brand_entry, listing_entry, logo_entries
from releases.staff_views import StaffView
from releases.text.public_paths import HOME


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
    readonly_fields = ["saved_logos", "look_link"]
    fieldsets = [
        (None, {"fields": ["name", "legal_name", "website", "about", "timezone"]}),
        (
            _("Look of the pages"),
            {
                "fields": [
                    *("logo", "logo_dark", "saved_logos", "removes_logos"),
                    *("colour", "link_colour", "face", "look_link"),
                ]
            },
        ),
    ]
    list_display = ["name", "legal_name", "timezone"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return false once there is a company."""
        return super().has_add_permission(request) and not Issuer.objects.exists()

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Offer none to add on each page's list: the dashboard does where there is none."""
        change = self.has_change_permission(request)
        view = self.has_view_permission(request)
        return {"add": False, "change": change, "delete": False, "view": view}

    def has_delete_permission(
        self, request: HttpRequest, obj: Issuer | None = None
    ) -> bool:
        return False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer no other company: there is one."""
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self,
        request: HttpRequest,
        obj: Issuer,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Keep the logos that were drawn from what was uploaded."""
        super().save_model(request, obj, form, change)
        form.save_logos()

    @admin.display(description=_("saved logos"))
    def saved_logos(self, obj: Issuer) -> str:
        """Show the logos that are saved here, published or not."""
        if obj._state.adding or not obj.logos.all():
            return str(_("None. Pages show the name."))
        return format_html_join(
            " ",
            '<img class="desk-logo desk-logo-{}" src="{}" alt="{}" height="36">',
            (
                (logo.scheme, saved_logo_path(logo.token), logo.get_scheme_display())
                for logo in obj.logos.all()
            ),
        )

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
            path(
                "logo/<slug:token>/",
                SavedLogoView.for_admin(self),
                name="releases_issuer_logo",
            ),
            *super().get_urls(),
        ]

    def public_path(self, obj: Issuer) -> str:
        return HOME

    def panel_context(self, request: HttpRequest, obj: Issuer | None) -> dict[str, Any]:
        """Link to the home page even before the company is published."""
        context = super().panel_context(request, obj)
        return {**context, "public_path": HOME if obj else ""}


def saved_logo_path(token: str) -> str:
    """Return the path at which staff see the logo of this token."""
    return reverse("admin:releases_issuer_logo", args=[token])


class SavedLogo(LogoEntry):
    """A logo that staff see before readers do."""

    @property
    def path(self) -> str:
        """Its path at the desk."""
        return saved_logo_path(self.token)


def saved_logos_of(issuer: Issuer) -> dict[str, Any]:
    """Return the saved logos, by the fields of the profile."""
    return {
        name: logo and SavedLogo.model_validate(logo.model_dump())
        for name, logo in logo_entries(issuer).items()
    }


class SavedLogoView(StaffView):
    """A logo as it is saved, for staff alone."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Return the stored logo as a PNG."""
        logo = get_object_or_404(Logo, token=token)
        with default_storage.open(logo.storage_name) as content:
            return HttpResponse(content.read(), content_type="image/png")


class LookPreview(StaffView):
    """Every component of the public pages, as the saved issuer would have them look."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the components with the style sheet of the saved issuer, not the public one."""
        issuer = get_object_or_404(Issuer, pk=pk)
        profile = ProfileDocument(
            name=issuer.name,
            listings=tuple(map(listing_entry, issuer.listings.all())),
            brand=brand_entry(issuer),
            **saved_logos_of(issuer),
        )
        context = components_context(profile) | {"title": _("Preview"), "pk": pk}
        return TemplateResponse(request, "admin/releases/issuer/look.html", context)


class LookSheet(StaffView):
    """The style sheet of what is saved."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the style sheet of the issuer’s saved colours and typeface."""
        brand = brand_entry(get_object_or_404(Issuer, pk=pk))
        return HttpResponse(brand_css(brand), content_type="text/css; charset=utf-8")
