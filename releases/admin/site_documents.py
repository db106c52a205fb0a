"""Admin of reports and of the pages that staff write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from js_asset import Media  # type: ignore[import-untyped]  # it has none

from releases.admin.attachment import AttachmentInline
from releases.admin.days import day_column
from releases.admin.item_previews import ReportPreview, SitePagePreview
from releases.admin.site_profile_admin import PUBLIC_COLUMN, SiteProfileAdmin
from releases.desk import site_documents, site_profile
from releases.models import Report, SitePage
from releases.record.documents import ProfileDocument
from releases.text.public_paths import page_path, report_path
from releases.widgets.body_editor import BodyEditor, clean_body_html
from releases.widgets.visible_text import VisibleTextForm
from releases.widgets.wall_time import DayInput


class SiteDocumentAdmin(SiteProfileAdmin[Any]):
    """Items with an address and files, each published by itself."""

    inlines = [AttachmentInline]
    before_deleting = _("Untick “Shown”, then save and publish. The record keeps it.")

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> dict[str, Sequence[str]]:
        """Fill in the address from the title until the item is saved."""
        return {} if obj else {"slug": ("title",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Lock the address once readers may have it."""
        return ["slug"] if obj and site_documents.latest_version(obj) else []

    def load_public_versions(self, objects: Iterable[Any]) -> ProfileDocument:
        """Give each item its status; the site profile has none of them."""
        items = list(objects)
        prefetch_related_objects(items, "attachments")
        latest = site_documents.latest_versions(items)
        for item in items:
            item.publication_status = site_profile.site_document_status(
                item, latest.get(site_documents.key_of(item))
            )
        return ProfileDocument()

    def public_label(self, obj: Any, profile: ProfileDocument) -> str | Promise:
        return PUBLIC_COLUMN[obj.publication_status]


class ReportForm(VisibleTextForm, forms.ModelForm[Report]):
    """A report with its date."""

    class Meta:
        model = Report
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the page choose
        widgets = {
            "title": forms.TextInput({"class": "desk-line"}),
            "dated": DayInput,
            "summary": forms.Textarea({"rows": 3, "class": "desk-line"}),
        }


@admin.register(Report)
class ReportAdmin(SiteDocumentAdmin):
    """Annual reports, proxies, presentations and others."""

    form = ReportForm
    preview = ReportPreview
    list_display = [
        "title",
        "kind",
        day_column("dated", _("date")),
        "public_version",
    ]
    list_filter = ["kind", "shown"]
    search_fields = ["title", "slug"]
    fieldsets = [
        (None, {"fields": ["title", "slug", ("kind", "dated"), "summary"]}),
        (_("On the page of reports"), {"fields": ["shown"]}),
    ]

    def public_path(self, obj: Report) -> str:
        return report_path(obj.slug)


class SitePageForm(VisibleTextForm, forms.ModelForm[SitePage]):
    """A page, its text in the editor."""

    body = forms.CharField(widget=BodyEditor(), required=False, label=_("Text"))

    class Meta:
        model = SitePage
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the page choose
        widgets = {"title": forms.TextInput({"class": "desk-line"})}

    def clean_body(self) -> str:
        """Return the restricted HTML of whatever was typed or pasted."""
        return clean_body_html(self.cleaned_data["body"])


@admin.register(SitePage)
class SitePageAdmin(SiteDocumentAdmin):
    """Governance, frequently asked questions, and any other simple page."""

    form = SitePageForm
    preview = SitePagePreview
    list_display = ["title", "slug", "placement", "order", "public_version"]
    list_filter = ["placement", "shown"]
    search_fields = ["title", "slug"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "body"]}),
        (_("On the site"), {"fields": [("placement", "order"), "shown"]}),
    ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Give the editor's scripts the response's nonce."""
        nonce = getattr(request, "csp_nonce", "")
        context["media"] = Media.from_media(context["media"], nonce=nonce)
        return super().render_change_form(request, context, *args, **kwargs)

    def public_path(self, obj: SitePage) -> str:
        return page_path(obj.slug)
