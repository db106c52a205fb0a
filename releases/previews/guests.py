"""Previews for people without an account, opened by their link.

The address is all that is needed. There is no cookie that another site could abuse, so
POST needs no CSRF token: anyone who knows the address can open the preview anyway. GET
shows a button and nothing of the release; only POST opens it, so that mail scanners,
which follow every link, open nothing.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from releases.desk import sharing
from releases.desk.exceptions import NotAllowed
from releases.desk.read_log import is_fully_public
from releases.models import PreviewLink, State
from releases.models.stored_file import storage_name
from releases.pagecache.client_address import client_address
from releases.pagecache.response_headers import PRIVATE_HEADERS
from releases.previews.context import preview_context, with_shown_images
from releases.record.documents import FileEntry, ImageEntry
from releases.record.freeze import issuer_zone
from releases.record.freeze_images import image_content
from releases.record.moment import moment_of
from releases.record.published import profile
from releases.text.image_tags import token_of
from releases.text.public_paths import release_path
from releases.widgets.wall_time import format_in_zone_and_utc, zone_named


@method_decorator(csrf_exempt, name="dispatch")
class GuestView(View):
    """The base class of what a preview link leads to; 404 unless the link is active."""

    http_method_names = ["get", "head", "post"]
    link: PreviewLink

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Find the link; redirect to the public page once all of it is public."""
        self.at = moment_of(request)
        link = sharing.find_link(kwargs["token"], at=self.at)
        if link is None:
            raise Http404
        self.link = link
        if is_fully_public(link.release):
            response: HttpResponseBase = HttpResponseRedirect(
                release_path(link.release.address)
            )
        else:
            response = super().dispatch(request, *args, **kwargs)
        for name, value in PRIVATE_HEADERS.items():
            response.headers[name] = value
        return response

    def note_opening(self, *, digest: str, file: str = "") -> None:
        """Journal the opening, before anything is shown; NotAllowed if too frequent."""
        sharing.note_opening(
            self.link,
            at=self.at,
            origin=client_address(self.request.META) or "an unknown address",
            digest=digest,
            file=file,
        )

    def page(self, name: str, status: int = 200, **context: Any) -> HttpResponseBase:
        """Return a page in the public design."""
        return TemplateResponse(
            self.request,
            f"previews/{name}.html",
            {
                "at": self.at,
                "issuer": profile(at=self.at),
                "canonical": self.request.build_absolute_uri(),
                **context,
                "link": self.link,
                "until": format_in_zone_and_utc(
                    self.link.expires_at, zone_named(issuer_zone())
                ),
            },
            status=status,
        )

    def too_many_requests(self, refusal: NotAllowed) -> HttpResponseBase:
        """Return 429 with the reason: the link was opened too often."""
        response = self.page("refused", status=429, refusal=refusal)
        response.headers["Retry-After"] = "3600"
        return response


class GuestPreview(GuestView):
    """The release as it stands at the desk, or as it was approved."""

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Show for whom the link is, until when, and the button that opens it."""
        return self.page("ask")

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Show the release."""
        context = preview_context(self.link.release)
        try:
            self.note_opening(digest=context["release"].digest)
        except NotAllowed as refusal:
            return self.too_many_requests(refusal)
        entries = {e.token: e for e in context["release"].document.images}
        return self.page(
            "preview",
            **with_shown_images(context, lambda src: image_data(entries, src)),
            token=token,
            files_template="previews/files.html",
            embargo=self._embargo(context["release"].since),
        )

    def _embargo(self, since: dt.datetime) -> str:
        """Return the time until which it is under embargo, where that is decided."""
        release = self.link.release
        is_decided = release.go_live_at or release.state == State.APPROVED
        return (
            format_in_zone_and_utc(since, zone_named(issuer_zone()))
            if is_decided
            else ""
        )


class GuestFile(GuestView):
    """A file that goes out with the release, or with one of its events."""

    def get(self, request: HttpRequest, token: str, file: str) -> HttpResponseBase:
        """Return to the preview: following a link downloads nothing."""
        return HttpResponseRedirect(reverse("newsroom:preview", args=[token]))

    def post(self, request: HttpRequest, token: str, file: str) -> HttpResponseBase:
        """Send the file."""
        context = preview_context(self.link.release)
        entry = next((entry for entry in _files(context) if entry.token == file), None)
        if entry is None or not default_storage.exists(storage_name(entry.sha256)):
            raise Http404
        try:
            self.note_opening(digest=entry.sha256, file=entry.name)
        except NotAllowed as refusal:
            return self.too_many_requests(refusal)
        return FileResponse(
            default_storage.open(storage_name(entry.sha256)),
            as_attachment=True,  # a viewer in the browser would request it twice
            filename=entry.name,
            content_type=entry.media_type,
        )


def image_data(entries: Mapping[str, ImageEntry], address: str) -> str:
    """Return an image as a data URL (RFC 2397): guests have no address for a file of its own."""
    entry = entries.get(token_of(address))
    if entry is None:
        return ""
    encoded = base64.b64encode(image_content(entry)).decode()
    return f"data:{entry.media_type};base64,{encoded}"


def _files(context: dict[str, Any]) -> Iterator[FileEntry]:
    for published in (context["release"], *context["events"]):
        yield from published.document.files
