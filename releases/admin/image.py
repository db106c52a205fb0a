"""Admin of images: the library, and what the editor of a text asks of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.admin.desk_admin import DeskAdmin
from releases.desk.exceptions import NotAllowed
from releases.desk.image_sizes import MadeFile, made_sizes
from releases.desk.images import add_image, tag_of_image, texts_with
from releases.models import Image, ImageFile
from releases.staff_views import StaffView, change_url, staff_user
from releases.text.file_titles import title_of_name
from releases.widgets.kept_file_input import KeptFileInput
from releases.widgets.visible_text import VisibleTextForm

MOST_CHOICES = 60


class ImageForm(VisibleTextForm, forms.ModelForm[Image]):
    """A new image: its file, and what readers get who don't see it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "PNG, JPEG or WebP. It is written anew in several sizes, without what the "
            "file says about place, camera and author."
        ),
        widget=KeptFileInput({"accept": "image/png,image/jpeg,image/webp"}),
    )

    class Meta:
        model = Image
        fields = ["file", "alt", "decorative"]
        widgets = {"alt": forms.Textarea({"rows": 2})}

    def clean_file(self) -> UploadedFile:
        """Make the sizes, or refuse the file."""
        upload: UploadedFile = self.cleaned_data["file"]
        try:
            self.made: list[MadeFile] = made_sizes(upload)
        except NotAllowed as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return upload

    def clean_alt(self) -> str:
        """Join the text into one line."""
        return " ".join(self.cleaned_data["alt"].split())

    def add(self, request: HttpRequest) -> Image:
        """Add the image to the library."""
        return add_image(
            self.made,
            name=title_of_name(self.cleaned_data["file"].name or ""),
            alt=self.cleaned_data["alt"],
            decorative=self.cleaned_data["decorative"],
            by=staff_user(request),
            at=timezone.now(),
        )


class ImageDetailsForm(VisibleTextForm, forms.ModelForm[Image]):
    """What is said of an image; texts that show it already keep their words."""

    class Meta:
        model = Image
        fields = ["name", "alt", "decorative"]
        widgets = {"alt": forms.Textarea({"rows": 2})}


def file_url(file: ImageFile) -> str:
    """Return where staff get one size of an image."""
    return reverse("admin:releases_image_file", args=[file.token])


@admin.register(Image)
class ImageAdmin(DeskAdmin[Image]):
    """The library of images, with the texts that show each."""

    list_display = ["thumbnail", "name", "alt", "decorative", "used_in"]
    list_display_links = ["thumbnail", "name"]
    search_fields = ["name", "alt"]
    readonly_fields = ["thumbnail", "sizes", "used_in", "markup"]

    def get_form(
        self, request: HttpRequest, obj: Image | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """Ask for a file once: another picture is another image."""
        kwargs["form"] = ImageForm if obj is None else ImageDetailsForm
        return super().get_form(request, obj, *args, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> list[Any]:
        if obj is None:
            return ["file", "alt", "decorative"]
        details = ["name", "alt", "decorative"]
        return ["thumbnail", *details, "sizes", "used_in", "markup"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Image | None = None
    ) -> list[str]:
        return [*map(str, self.readonly_fields)] if obj else []

    def get_queryset(self, request: HttpRequest) -> Any:
        """Load the sizes with their images."""
        return super().get_queryset(request).prefetch_related("files")

    @admin.display(description=gettext_lazy("Image"))
    def thumbnail(self, image: Image) -> str:
        file = image.files.all()[0]
        return format_html(
            '<img src="{}" alt="{}" class="image-thumbnail" loading="lazy">',
            file_url(file),
            image.alt,
        )

    @admin.display(description=gettext_lazy("Sizes"))
    def sizes(self, image: Image) -> str:
        return get_text_list(
            [f"{file.width} × {file.height}" for file in image.files.all()], _("and")
        )

    @admin.display(description=gettext_lazy("Shown in"))
    def used_in(self, image: Image) -> str:
        links = [(change_url(text), str(text)) for text in texts_with(image)]
        return format_html_join(", ", '<a href="{}">{}</a>', links) or "–"

    @admin.display(description=gettext_lazy("In a text without the editor"))
    def markup(self, image: Image) -> str:
        return format_html("<code>{}</code>", tag_of_image(image))

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:  # noqa: FBT001 - Django's signature
        """Add a new image with its sizes; save what is said of another."""
        if not change:
            form.instance = form.add(request)
        return super().save_form(request, form, change)

    def deletion_blocker(self, obj: Image) -> str:
        shown_in = list(texts_with(obj))
        if not shown_in:
            return ""
        text = _("“%(image)s” is shown in %(text)s. Take it out of there first.")
        return text % {"image": obj, "text": shown_in[0]}

    def get_urls(self) -> list[URLPattern]:
        return [
            path("choose/", ImageChoices.for_admin(self), name="releases_image_choose"),
            path(
                "file/<str:token>/",
                ImageFileView.for_admin(self),
                name="releases_image_file",
            ),
            *super().get_urls(),
        ]

    class Media:
        css = {"all": ["admin-desk/body_images.css"]}


class ImageFileView(StaffView):
    """One size of an image, for staff, wherever it is shown."""

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Send the file; 404 where it is no longer in storage."""
        file = get_object_or_404(ImageFile, token=token)
        if not default_storage.exists(file.storage_name):
            raise Http404
        return FileResponse(
            default_storage.open(file.storage_name),
            filename=file.name,
            content_type=file.media_type,
        )


class ImageChoices(StaffView):
    """The library as JSON for the editor, which adds to it as well."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """Return the latest images, of those whose name or text has the words asked for."""
        images = self.model_admin.get_queryset(request)
        images, _distinct = self.model_admin.get_search_results(
            request, images, request.GET.get("q", "")
        )
        return JsonResponse({"images": [_choice(i) for i in images[:MOST_CHOICES]]})

    def post(self, request: HttpRequest) -> JsonResponse:
        """Add an image, and return it; 422 with what is to be mended."""
        if not self.model_admin.has_add_permission(request):
            return JsonResponse({"problem": _("You may not add images.")}, status=403)
        form = ImageForm(request.POST, request.FILES)
        if not form.is_valid():
            problems = [str(e) for errors in form.errors.values() for e in errors]
            return JsonResponse({"problem": " ".join(problems)}, status=422)
        return JsonResponse({"image": _choice(form.add(request))})


def _choice(image: Image) -> dict[str, Any]:
    """Return an image as the editor inserts it."""
    files = list(image.files.all())
    return {
        "name": image.name,
        "alt": image.alt,
        "decorative": image.decorative,
        "thumbnail": file_url(files[0]),
        "markup": tag_of_image(image),
    }
