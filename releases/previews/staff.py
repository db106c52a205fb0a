"""Previews of a release for staff: its public page, on a phone, and in the feed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from csp.constants import SELF
from csp.decorators import csp_replace

from releases.desk.read_log import note_reading
from releases.models import Release
from releases.previews.context import preview_context, with_shown_images
from releases.staff_views import StaffReleaseView
from releases.syndication.entries import channel_of, entry_of
from releases.syndication.rss import rss
from releases.text.image_tags import token_of
from releases.text.public_paths import FEED
from releases.translation import words_around


class Preview(StaffReleaseView):
    """The public page as approving the release now would make it."""

    # How the journal names what was read.
    read_as = "its preview"
    extra_context: dict[str, Any] = {}

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Journal the reading, and show the page without the admin around it."""
        note_reading(self.release, by=self.user, of=self.read_as)
        context = {
            **with_shown_images(preview_context(self.release), image_address),
            "files_template": "previews/staff_files.html",
            **self.extra_context,
        }
        response = TemplateResponse(
            request, "admin/releases/release/preview.html", context
        )
        with words_around(self.release.language):
            return not_indexed(response.render())


def image_address(address: str) -> str:
    """Return where staff get the file of an image, whose own address may open nothing."""
    token = token_of(address)
    return reverse("admin:releases_image_file", args=[token]) if token else ""


class FramedPreview(Preview):
    """The same page without its banner, for the frame of `PhonePreview`."""

    read_as = "its preview on a phone"
    extra_context = {"framed": True}


class PhonePreview(StaffReleaseView):
    """The public page in a frame as wide as a phone."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the frame; what it loads is journalled by `FramedPreview`."""
        title = str(self.release)
        return not_indexed(self.page("admin/releases/release/phone.html", title=title))


class FeedPreview(StaffReleaseView):
    """The item that feed readers will get."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Journal the reading, and show the item as text and as XML."""
        note_reading(self.release, by=self.user, of="its preview in a feed")
        context = preview_context(self.release)
        root = request.build_absolute_uri("/").removesuffix("/")
        entry = entry_of(context["release"], root=root)
        channel = channel_of(context["issuer"], root=root, host=settings.IRSITE_DOMAIN)
        xml = rss(channel, [entry], path=FEED).decode()
        item = xml[xml.index("<item>") : xml.index("</channel>")]
        response = self.page(
            "admin/releases/release/feed.html",
            title=str(self.release),
            entry=entry,
            item=item,
        )
        return not_indexed(response)


def not_indexed(response: HttpResponse) -> HttpResponse:
    """Tell search engines to leave the page out of their index."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def urls(model_admin: ModelAdmin[Release]) -> list[URLPattern]:
    """Return the routes of the previews, for the admin of releases."""
    in_frame: Any = csp_replace({"frame-ancestors": [SELF]})
    with_frame: Any = csp_replace({"frame-src": [SELF]})
    return [
        path(
            "<int:pk>/preview/",
            Preview.for_admin(model_admin),
            name="releases_release_preview",
        ),
        path(
            "<int:pk>/preview/framed/",
            xframe_options_sameorigin(in_frame(FramedPreview.for_admin(model_admin))),
            name="releases_release_preview_framed",
        ),
        path(
            "<int:pk>/preview/phone/",
            with_frame(PhonePreview.for_admin(model_admin)),
            name="releases_release_preview_phone",
        ),
        path(
            "<int:pk>/preview/feed/",
            FeedPreview.for_admin(model_admin),
            name="releases_release_preview_feed",
        ),
    ]
