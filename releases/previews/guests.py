"""A preview for somebody without an account: what their link opens.

The address is all that is needed, so there is no cookie, and nothing that another site
could send in somebody's name: whoever knows the address may open it anyway. That is
why its POST asks for no token. A GET shows a button and nothing of the release; only a
POST opens, so that a mail scanner which follows every link opens nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
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
from releases.models.desk.attachment import sealed_name
from releases.pagecache.client_address import client_address
from releases.previews.context import context_of
from releases.record.documents import FileEntry
from releases.record.freeze import issuer_zone
from releases.record.moment import moment_of
from releases.record.published import profile
from releases.text.public_paths import release_path
from releases.widgets.wall_time import both_clocks, zone_named

# No cache keeps it, no index lists it, and no other site is told its address.
KEPT_FROM_ALL = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


@method_decorator(csrf_exempt, name="dispatch")
class Guest(View):
    """What every address of a link is: nothing at all, unless the link opens now."""

    link: PreviewLink

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """The answer to whoever has the address, which nobody else is shown."""
        self.at = moment_of(request)
        link = sharing.link_at(kwargs["token"], at=self.at)
        if link is None:
            raise Http404
        self.link = link
        if is_fully_public(link.release):
            answer: HttpResponseBase = HttpResponseRedirect(
                release_path(link.release.address)
            )
        else:
            answer = super().dispatch(request, *args, **kwargs)
        for name, value in KEPT_FROM_ALL.items():
            answer.headers[name] = value
        return answer

    def note(self, request: HttpRequest, *, digest: str, file: str = "") -> None:
        """Journal the opening before anything is shown."""
        sharing.note_opening(
            self.link,
            at=self.at,
            origin=client_address(request.META) or "an unknown address",
            digest=digest,
            file=file,
        )

    def page(
        self, request: HttpRequest, name: str, status: int = 200, **context: Any
    ) -> HttpResponseBase:
        """A page in the public design, for this reader."""
        return TemplateResponse(
            request,
            f"admin/releases/guest/{name}.html",
            {
                "at": self.at,
                "issuer": profile(at=self.at),
                "canonical": request.build_absolute_uri(),
                **context,
                "link": self.link,
                "until": both_clocks(self.link.expires_at, zone_named(issuer_zone())),
            },
            status=status,
        )

    def refused(self, request: HttpRequest, refusal: NotAllowed) -> HttpResponseBase:
        """Why it does not open now."""
        page = self.page(request, "refused", status=429, refusal=refusal)
        page.headers["Retry-After"] = "3600"
        return page


class GuestPreview(Guest):
    """The release as it stands at the desk; once it is approved, as it was approved."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Whom it is for, until when, and the button that opens it."""
        return self.page(request, "ask")

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """The preview."""
        context = context_of(self.link.release)
        try:
            self.note(request, digest=context["release"].digest)
        except NotAllowed as refusal:
            return self.refused(request, refusal)
        return self.page(
            request,
            "preview",
            **context,
            token=token,
            files_shown_by="admin/releases/guest/files.html",
            embargo=self._embargo(context["release"].since),
        )

    def _embargo(self, since: dt.datetime) -> str:
        """Until when nobody else may read it, where that is known."""
        release = self.link.release
        known = release.go_live_at or release.state == State.APPROVED
        return both_clocks(since, zone_named(issuer_zone())) if known else ""


class GuestFile(Guest):
    """A file that goes out with the release, or with an event of it."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, token: str, file: str) -> HttpResponseBase:
        """Back to the page that it is on: an address that is only visited gives none."""
        return HttpResponseRedirect(reverse("newsroom:preview", args=[token]))

    def post(self, request: HttpRequest, token: str, file: str) -> HttpResponseBase:
        """The file."""
        context = context_of(self.link.release)
        entry = next((one for one in _files(context) if one.token == file), None)
        if entry is None or not default_storage.exists(sealed_name(entry.sha256)):
            raise Http404
        try:
            self.note(request, digest=entry.sha256, file=entry.name)
        except NotAllowed as refusal:
            return self.refused(request, refusal)
        return FileResponse(
            default_storage.open(sealed_name(entry.sha256)),
            as_attachment=True,  # a viewer in the browser would ask for it twice
            filename=entry.name,
            content_type=entry.media_type,
        )


def _files(context: dict[str, Any]) -> Iterator[FileEntry]:
    for shown in (context["release"], *context["events"]):
        yield from shown.document.files
