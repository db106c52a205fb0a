"""A release as others will see it, and what changed in it: for staff alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.clickjacking import xframe_options_sameorigin

from csp.constants import SELF
from csp.decorators import csp_replace

from releases.admin.desk_admin import DeskAdmin
from releases.desk.read_log import note_reading
from releases.models import Release
from releases.previews.context import context_of
from releases.syndication.entries import channel_of, entry_of
from releases.syndication.rss import rss
from releases.workspace.actions.views import situation
from releases.workspace.release_context import Situation
from releases.workspace.release_context.comparison import (
    Comparison,
    since_any,
    with_public,
)


def urls(desk: DeskAdmin[Release]) -> list[URLPattern]:
    """The addresses of the previews and comparisons, for the page of releases."""

    def preview(request: HttpRequest, pk: int) -> HttpResponse:
        """The public page as approving would make it."""
        case = _read(desk, request, pk, "its preview")
        return _unindexed(request, "preview", context_of(case.release))

    def framed(request: HttpRequest, pk: int) -> HttpResponse:
        """The same without its banner, for the frame on the page below."""
        case = _read(desk, request, pk, "its preview on a phone")
        context = {**context_of(case.release), "framed": True}
        return _unindexed(request, "preview", context)

    def phone(request: HttpRequest, pk: int) -> HttpResponse:
        """The public page in the width of a phone."""
        return _shown(desk, request, situation(desk, request, pk), "phone", {})

    def feed(request: HttpRequest, pk: int) -> HttpResponse:
        """The item that feed readers will get."""
        case = _read(desk, request, pk, "its preview in a feed")
        context = context_of(case.release)
        root = request.build_absolute_uri("/").removesuffix("/")
        entry = entry_of(context["release"], root=root)
        channel = channel_of(context["issuer"], root=root, host=settings.IRSITE_DOMAIN)
        written = rss(channel, [entry], path="/releases/rss.xml").decode()
        item = written[written.index("<item>") : written.index("</channel>")]
        return _shown(desk, request, case, "feed", {"entry": entry, "item": item})

    def compare(request: HttpRequest, pk: int, what: str) -> HttpResponse:
        """What changed since it was last approved, or since the public read it."""
        case = _read(desk, request, pk, "what changed in it")
        comparison, since = _compared(case, what)
        if comparison is None:
            raise Http404
        context = {"comparison": comparison, "since": since, "what": what}
        return _shown(desk, request, case, "compare", context)

    wrap = desk.admin_site.admin_view
    in_frame: Any = csp_replace({"frame-ancestors": [SELF]})
    with_frame: Any = csp_replace({"frame-src": [SELF]})
    return [
        path("<int:pk>/preview/", wrap(preview), name="releases_release_preview"),
        path(
            "<int:pk>/preview/framed/",
            xframe_options_sameorigin(in_frame(wrap(framed))),
            name="releases_release_preview_framed",
        ),
        path(
            "<int:pk>/preview/phone/",
            with_frame(wrap(phone)),
            name="releases_release_preview_phone",
        ),
        path(
            "<int:pk>/preview/feed/", wrap(feed), name="releases_release_preview_feed"
        ),
        path(
            "<int:pk>/compare/<slug:what>/",
            wrap(compare),
            name="releases_release_compare",
        ),
    ]


def _read(
    desk: DeskAdmin[Release], request: HttpRequest, pk: int, of: str
) -> Situation:
    """The release; the journal knows who read what is not public."""
    case = situation(desk, request, pk)
    note_reading(case.release, by=case.by, of=of)
    return case


def _compared(case: Situation, what: str) -> tuple[Comparison | None, Any]:
    if what == "approved":
        since = since_any(case)
        return (since.comparison, since) if since else (None, None)
    return (with_public(case), None) if what == "public" else (None, None)


def _unindexed(
    request: HttpRequest, name: str, context: dict[str, Any]
) -> HttpResponse:
    page = TemplateResponse(request, f"admin/releases/release/{name}.html", context)
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page


def _shown(
    desk: DeskAdmin[Release],
    request: HttpRequest,
    case: Situation,
    name: str,
    context: dict[str, Any],
) -> HttpResponse:
    """A page of the desk about the release."""
    return _unindexed(
        request,
        name,
        {
            **desk.admin_site.each_context(request),
            "title": str(case.release),
            "opts": desk.opts,
            "release": case.release,
            "case": case,
            **context,
        },
    )
