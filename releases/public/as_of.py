"""The site as it stood at an instant: /as-of/2026-05-03T16:00:59Z/ and any path.

The page is today's, what it says is the record's of then. `request.moment` is that
instant, and the addresses on the page lead on inside it, since Django is told that
the site is served from there.
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
from releases.models.record.seal_context import looking_back
from releases.record.interval_cache import INTERVAL
from releases.record.moment import moment_of
from releases.record.published import profile
from releases.text.public_paths import AS_OF, as_of_path

ASKED = re.compile(rf"{AS_OF}(?P<instant>[^/]*)(?P<path>.*)", re.DOTALL)
WRITTEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", re.ASCII)
# Whose addresses can be looked back at: the public newsroom's.
PUBLIC = "newsroom"
MAY_LOOK_BACK = "releases.view_publication"

Who = Literal["staff", "public", "nobody"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """A look back: at `moment`, from `present`; `now` is the same page as it stands."""

    moment: dt.datetime
    present: dt.datetime
    written: str
    now: str


def as_of(request: HttpRequest) -> AsOf | None:
    """The look back that this request is, if it is one."""
    found = getattr(request, "as_of", None)
    assert found is None or isinstance(found, AsOf)
    return found


def instant_of(written: str) -> dt.datetime | None:
    """The instant that is written so, in UTC; None where none is."""
    if not WRITTEN.fullmatch(written):
        return None
    try:
        return dt.datetime.fromisoformat(written)
    except ValueError:
        return None


def who(request: HttpRequest) -> Who:
    """As whom they may look back. Nobody's cookie is read who sends no session's."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        user = request.user
        if user.is_active and user.is_staff and user.has_perm(MAY_LOOK_BACK):
            return "staff"
    return "public" if settings.IRSITE_AS_OF_PUBLIC else "nobody"


class AsOfMiddleware:
    """Answers what begins with /as-of/ as the site would have then; stands innermost.

    For whom it is not, it is an address like any other that does not exist.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of then, which nobody keeps or indexes."""
        asked = ASKED.fullmatch(request.path_info)
        if asked is None:
            return self.get_response(request)
        looker = who(request)
        if looker == "nobody":
            raise Http404
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = self.looking(request, asked["instant"], asked["path"], looker)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def looking(
        self, request: HttpRequest, written: str, path: str, looker: Who
    ) -> HttpResponse:
        """The page, or what is wrong with the instant."""
        present = moment_of(request)
        moment = instant_of(written)
        if moment is None:
            return _answer(request, "unreadable", written=written, status=400)
        if moment > present:
            return _answer(request, "future", written=written, status=404)
        first = Publication.objects.disclosed(at=present).first_instant()
        if first is None or moment < first:
            return _answer(request, "before", written=written, status=404, first=first)
        if not path:
            return HttpResponseRedirect(f"{request.path}/")
        back = AsOf(
            moment=moment,
            present=present,
            written=written,
            now=_now(path, request.META.get("QUERY_STRING", "")),
        )
        request.as_of = back  # type: ignore[attr-defined]  # read by as_of()
        request.moment = moment  # type: ignore[attr-defined]  # read by moment_of()
        request.META.pop(INTERVAL, None)
        request.path_info = path
        sealing = looking_back(present=present) if looker == "public" else nullcontext()
        with served_from(as_of_path(written).removeprefix("/")), sealing:
            response = self.get_response(request) if _is_public(path) else None
            if response is None or response.status_code == 404:
                return _answer(request, "nothing", written=written, status=404)
        return response


@contextmanager
def served_from(place: str) -> Iterator[None]:
    """Within it, every address that is made lies below this place."""
    outside = get_script_prefix()
    set_script_prefix(outside + place)
    try:
        yield
    finally:
        set_script_prefix(outside)


def _is_public(path: str) -> bool:
    """Whether it is one of the newsroom's pages, or may have been on an old site."""
    try:
        return resolve(path).namespaces[:1] == [PUBLIC]
    except Resolver404:
        return True


def _now(path: str, query: str) -> str:
    where = get_script_prefix().removesuffix("/") + quote(path)
    return f"{where}?{query}" if query else where


def _answer(
    request: HttpRequest,
    what: Literal["unreadable", "future", "before", "nothing"],
    *,
    written: str,
    status: int,
    first: dt.datetime | None = None,
) -> HttpResponse:
    """A page in words about what cannot be shown."""
    at = moment_of(request)
    page = render_to_string(
        "releases/as_of_unavailable.html",
        {
            "what": what,
            "written": written,
            "first": first,
            "issuer": profile(at=at),
            "at": at,
            "as_of": as_of(request),
            "section": "",
            "indexed": False,
            "canonical": request.build_absolute_uri(get_script_prefix()),
        },
    )
    return HttpResponse(page, status=status)
