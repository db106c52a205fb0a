"""Files at the desk: attached on the page of their release or event, opened here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from releases.admin.desk_admin import ViewOnlyAdmin
from releases.models import Attachment, Event, Release

if TYPE_CHECKING:
    from django.contrib.admin import TabularInline

    Table = TabularInline[Attachment, Release | Event]
else:
    from django.contrib.admin import TabularInline as Table


@admin.display(description="Kept file")
def kept(attachment: Attachment) -> str:
    """The file as it lies in private storage, to be opened by staff."""
    if not attachment.pk:
        return "–"
    return format_html(
        '<a href="{}">{}</a> ({})',
        reverse("admin:releases_attachment_file", args=[attachment.pk]),
        attachment.name,
        filesizeformat(attachment.size),
    )


class AttachmentForm(forms.ModelForm[Attachment]):
    """A file, its title and its place."""

    class Meta:
        model = Attachment
        fields = ["title", "file", "order"]
        labels = {"order": "Place"}
        widgets = {"file": forms.FileInput}


class AttachmentInline(Table):
    """What goes out with a release or an event, in its order."""

    model = Attachment
    form = AttachmentForm
    verbose_name = "file"
    verbose_name_plural = "Files"
    extra = 0
    readonly_fields = ["kept"]

    def kept(self, attachment: Attachment) -> str:
        """The file as it is."""
        return kept(attachment)

    kept.short_description = "Kept file"  # type: ignore[attr-defined]  # Django's way

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """A place to choose a file, where one may be chosen."""
        page = self.admin_site.get_model_admin(self.parent_model)
        may = page.has_change_permission(request, obj) if obj else True
        return ["title", *(["file"] if may else []), "kept", "order"]


@admin.register(Attachment)
class AttachmentAdmin(ViewOnlyAdmin[Attachment]):
    """Every file there is; it is changed where it is attached."""

    list_display = ["title", "name", "size", "release", "event"]
    list_select_related = ["release", "event"]
    search_fields = ["title", "name", "sha256"]
    fields = ["title", "kept", "sha256", "release", "event"]
    readonly_fields = ["kept"]

    def kept(self, attachment: Attachment) -> str:
        """The file as it is."""
        return kept(attachment)

    def get_urls(self) -> list[URLPattern]:
        """The page's addresses, and the file's own for staff."""
        view = self.admin_site.admin_view(self.file_view)
        return [
            path("<int:pk>/file/", view, name="releases_attachment_file"),
            *super().get_urls(),
        ]

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The file, for staff who may see it; never cached."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        attachment = get_object_or_404(Attachment, pk=pk)
        if not default_storage.exists(attachment.file.name):
            raise Http404
        return FileResponse(
            default_storage.open(attachment.file.name),
            as_attachment=True,
            filename=attachment.name,
            content_type=attachment.media_type,
        )
