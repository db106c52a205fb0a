"""Admin of attachments, which are added on the page of what they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from releases.admin.desk_admin import ViewOnlyAdmin
from releases.admin.row_order import OrderedRowForm, OrderedRowsFormSet
from releases.desk.file_facts import facts_of, replacement_sentence, suggested_title
from releases.desk.read_log import note_file_reading
from releases.models import Attachment, Event, Release, Report, SitePage
from releases.public.files import INLINE_TYPES
from releases.staff_views import StaffView
from releases.widgets.kept_file_input import KeptFileInput

if TYPE_CHECKING:
    from django.contrib.admin import TabularInline

    Table = TabularInline[Attachment, Release | Event | Report | SitePage]
else:
    from django.contrib.admin import TabularInline as Table


def stored_file(attachment: Attachment) -> str:
    """Return a link to the file in private storage; a dash before it is saved."""
    if not attachment.pk:
        return "–"
    return format_html(
        '<a href="{}" data-stored-file data-name="{}" data-size="{}" data-sha256="{}">'
        "{}</a> ({})",
        reverse("admin:releases_attachment_file", args=[attachment.pk]),
        *(attachment.name, attachment.size, attachment.sha256),
        attachment.name,
        filesizeformat(attachment.size),
    )


class AttachmentForm(OrderedRowForm):
    """A file, its title, what it is and its position."""

    title = forms.CharField(
        max_length=200,
        required=False,
        label=_("Title"),
        help_text=_(
            "What readers see, such as: Financial tables, third quarter. If you leave it "
            "empty, the title of the PDF or the name of the file is suggested."
        ),
    )

    class Meta:
        model = Attachment
        fields = ["title", "role", "file", "order"]
        widgets = {"file": KeptFileInput}

    def clean(self) -> dict[str, Any] | None:
        """Suggest a title for a new file that has none."""
        cleaned = super().clean()
        if not self.cleaned_data.get("title"):
            upload = self.cleaned_data.get("file")
            if isinstance(upload, UploadedFile):
                self.cleaned_data["title"] = suggested_title(upload)
            else:
                self.add_error("title", _("Give the file a title."))
        return cleaned


class AttachmentFormSet(OrderedRowsFormSet):
    """Files in their order; it says how a file differs from the one that it replaces."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.replacements: list[str] = []

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        if "file" not in form.changed_data:
            return super().save_existing(form, obj, commit)
        was = facts_of(obj)
        saved = super().save_existing(form, obj, commit)
        sentence = replacement_sentence(saved.title, was=was, now=facts_of(saved))
        self.replacements.append(sentence)
        return saved


class AttachmentInline(Table):
    """The files that are published with a release, an event, a report or a page."""

    model = Attachment
    form = AttachmentForm
    formset: type[Any] = AttachmentFormSet
    template = "admin/releases/attachment/inline.html"
    verbose_name = _("file")
    verbose_name_plural = _("Files")
    extra = 0
    readonly_fields = ["stored_file"]

    @admin.display(description=_("Stored file"))
    def stored_file(self, attachment: Attachment) -> str:
        return stored_file(attachment)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Leave out the file field where the release or event can't be changed."""
        model_admin = self.admin_site.get_model_admin(self.parent_model)
        editable = model_admin.has_change_permission(request, obj) if obj else True
        return [
            *("title", "role"),
            *(["file"] if editable else []),
            *("stored_file", "order"),
        ]


@admin.register(Attachment)
class AttachmentAdmin(ViewOnlyAdmin[Attachment]):
    """All files; they are changed where they are attached."""

    list_display = [
        *("title", "stored_file"),
        *("release", "event", "report", "page"),
    ]
    list_select_related = ["release", "event", "report", "page"]
    search_fields = ["title", "name", "sha256"]
    fields = ["title", "stored_file", "sha256", "release", "event", "report", "page"]
    readonly_fields = ["stored_file"]

    @admin.display(description=_("Stored file"))
    def stored_file(self, attachment: Attachment) -> str:
        return stored_file(attachment)

    def get_urls(self) -> list[URLPattern]:
        file = path(
            "<int:pk>/file/",
            AttachmentFileView.for_admin(self),
            name="releases_attachment_file",
        )
        by_token = path(
            "file/<str:token>/",
            AttachmentFileView.for_admin(self),
            name="releases_attachment_by_token",
        )
        return [file, by_token, *super().get_urls()]


class AttachmentFileView(StaffView):
    """The file itself, for staff; what browsers display is opened, the rest downloaded."""

    def get(self, request: HttpRequest, **key: Any) -> HttpResponseBase:
        """Send the file and note who opened it; 404 where it is no longer in storage.

        `key` is the attachment's pk, or its token as a preview has it.
        """
        attachment = get_object_or_404(
            Attachment.objects.select_related("release", "event"), **key
        )
        if not default_storage.exists(attachment.file.name):
            raise Http404
        note_file_reading(attachment, by=self.user)
        return FileResponse(
            default_storage.open(attachment.file.name),
            as_attachment=attachment.media_type not in INLINE_TYPES,
            filename=attachment.name,
            content_type=attachment.media_type,
        )
