"""The site as of an instant: `/as-of/2026-05-03T16:00:59Z/` before any public path.

The layout is today's, the content is the record's at that instant: `request.moment` is
set to it, and the script prefix keeps the links of the page below `/as-of/`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.loader import render_to_string
from django.urls import Resolver404, get_script_prefix, resolve, set_script_prefix

from releases.models import Publication
from releases.models.record.seal_context import seals_applied_until
from releases.record.interval_cache import INTERVAL, INTERVAL_START
from releases.record.moment import moment_of
from releases.record.public_view import public_view_of
from releases.record.published import profile
from releases.text.public_paths import ARCHIVE, AS_OF, as_of_path

AS_OF_PATH = re.compile(rf"{AS_OF}(?P<instant>[^/]*)(?P<path>.*)", re.DOTALL)
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", re.ASCII)
PERMISSION = "releases.view_publication"

Reader = Literal["staff", "public"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """A request for the site as of `moment`, made at `present`.

    `instant` is the moment as the path gives it, `current_url` the page as it is now.
    """

    moment: dt.datetime
    present: dt.datetime
    instant: str
    current_url: str


def as_of(request: HttpRequest) -> AsOf | None:
    """Return the instant as of which the request sees the site, if it is not now."""
    view = getattr(request, "as_of", None)
    assert view is None or isinstance(view, AsOf)
    return view


def parse_instant(text: str) -> dt.datetime | None:
    """Return an instant in UTC to the second or finer (RFC 3339), or None."""
    if not INSTANT.fullmatch(text):
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def permitted_reader(request: HttpRequest) -> Reader | None:
    """Return as whom the request may see the site as of an instant; None if it may not.

    The session is read only if its cookie was sent.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        user = request.user
        if user.is_active and user.is_staff and user.has_perm(PERMISSION):
            return "staff"
    return "public" if settings.IRSITE_AS_OF_PUBLIC else None


class AsOfMiddleware:
    """Answer requests below `/as-of/` with the site as of their instant.

    The last middleware. Readers who may not use it get the usual 404. The answers are
    neither cached nor indexed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = AS_OF_PATH.fullmatch(request.path_info)
        if match is None:
            return self.get_response(request)
        reader = permitted_reader(request)
        if reader is None:
            raise Http404
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = self.response_as_of(request, match["instant"], match["path"], reader)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def response_as_of(
        self, request: HttpRequest, instant: str, path: str, reader: Reader
    ) -> HttpResponse:
        """Return the page at `path` as of the instant, or why it cannot be shown."""
        present = moment_of(request)
        moment = parse_instant(instant)
        if moment is None:
            return _unavailable(request, "unreadable", status=400)
        if moment > present:
            return _unavailable(request, "future", status=404, moment=moment)
        first = Publication.objects.disclosed(at=present).earliest_live_from()
        if first is None or moment < first:
            return _unavailable(request, "before", status=404, first=first)
        if not path:
            return HttpResponseRedirect(f"{request.path}/")
        request.as_of = AsOf(  # type: ignore[attr-defined]  # read by as_of()
            moment=moment,
            present=present,
            instant=instant,
            current_url=_current_url(path, request.META.get("QUERY_STRING", "")),
        )
        request.moment = moment  # type: ignore[attr-defined]  # read by moment_of()
        for key in (INTERVAL, INTERVAL_START):
            request.META.pop(key, None)
        seals = seals_applied_until(present) if reader == "public" else nullcontext()
        with script_prefix(as_of_path(instant)), seals:
            if _may_be_public(path):
                request.path_info = path
                response = self.get_response(request)
                if response.status_code != 404:
                    return response
            return _unavailable(request, "nothing", status=404)


@contextmanager
def script_prefix(path: str) -> Iterator[None]:
    """Add `path` to Django's script prefix, below which all URLs are made."""
    outer = get_script_prefix()
    set_script_prefix(outer.removesuffix("/") + path)
    try:
        yield
    finally:
        set_script_prefix(outer)


def _may_be_public(path: str) -> bool:
    """Return whether a public view has the path, or no view, as an old site's path.

    A path that lacks its last slash counts as the one to which Django would redirect.
    """
    for possible in (path, f"{path}/"):
        try:
            return public_view_of(resolve(possible).func) is not None
        except Resolver404:
            continue
    return True


def _current_url(path: str, query: str) -> str:
    url = get_script_prefix().removesuffix("/") + quote(path)
    return f"{url}?{query}" if query else url


def _unavailable(
    request: HttpRequest,
    reason: Literal["unreadable", "future", "before", "nothing"],
    *,
    status: int,
    moment: dt.datetime | None = None,
    first: dt.datetime | None = None,
) -> HttpResponse:
    """Return the page that explains why nothing can be shown as of the instant."""
    at = moment_of(request)
    page = render_to_string(
        "releases/as_of_unavailable.html",
        {
            "reason": reason,
            "moment": moment,
            "first": first,
            "example": as_of_path("2026-05-03T16:00:59Z", ARCHIVE),
            "issuer": profile(at=at),
            "at": at,
            "as_of": as_of(request),
            "section": "",
            "indexed": False,
            "canonical": request.build_absolute_uri(get_script_prefix()),
        },
    )
    return HttpResponse(page, status=status)
