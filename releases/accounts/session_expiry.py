"""Nothing typed is lost: a form sent after its session ended can be sent again.

Who is not signed in any more gets a sign-in page that carries what was typed, and
then one button that sends it again with a fresh token. The click is the user's own,
so that no other site can send anything in their name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.csrf import csrf_failure as plain_refusal

if TYPE_CHECKING:
    from releases.admin.site import DeskSite

PREFIX = "kept."
NEVER_KEPT = ("csrfmiddlewaretoken", "secret", "code", "credential")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What was typed, where it was going, and whether files were with it."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: bool

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The fields under names that no field of the sign-in form has."""
        return [(PREFIX + name, value) for name, value in self.fields]


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, with what was typed on it; no other site puts its words there.

    It comes before any check of the token, which pages of the desk may leave to
    `AdminSite.admin_view`.
    """
    if not _from_this_site(request):
        return plain_refusal(request, "")
    return _desk().sign_in_page(request, _sent(request))


def wait_for_a_factor(request: HttpRequest) -> HttpResponse:
    """What was typed by somebody who must first set up a second factor."""
    if not _from_this_site(request):
        return plain_refusal(request, "")
    return send_again_page(request, _sent(request), owed=True)


def carried_by(request: HttpRequest) -> Sent | None:
    """What a sign-in brings along; None unless it goes to a page of the desk."""
    fields = [
        (name.removeprefix(PREFIX), value)
        for name, values in request.POST.lists()
        if name.startswith(PREFIX)
        for value in values
    ]
    path = request.POST.get("next", "")
    if not fields or not _is_of_the_desk(path, request):
        return None
    return Sent(path=path, fields=tuple(fields), files="kept-files" in request.POST)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of the desk whose token is stale can be sent again; all else is refused.

    Signing in makes a new token, so a page that stood open in another tab has the old
    one. Only what comes from this very site is offered again.
    """
    if not _is_of_the_desk(request.path, request) or not _from_this_site(request):
        return plain_refusal(request, reason)
    desk = _desk()
    sent = carried_by(request) if desk.is_a_step(request) else _sent(request)
    if sent is None:
        return HttpResponseRedirect(reverse("admin:login"))
    if desk.has_permission(request):
        return send_again_page(request, sent)
    return desk.sign_in_page(request, sent)


def send_again_page(
    request: HttpRequest, sent: Sent, *, owed: bool = False
) -> HttpResponse:
    """One button that sends it, and where a second factor is owed, the way to that."""
    page = TemplateResponse(
        request,
        "admin/send_again.html",
        {
            **_desk().each_context(request),
            "title": "Welcome back",
            "sent": sent,
            "owed": owed,
        },
    )
    add_never_cache_headers(page)
    return page


def _desk() -> DeskSite:
    return cast("DeskSite", admin.site)


def _sent(request: HttpRequest) -> Sent:
    """What this request sends, but for passwords and tokens."""
    return Sent(
        path=request.get_full_path(),
        fields=tuple(
            (name, value)
            for name, values in request.POST.lists()
            if name not in NEVER_KEPT and "password" not in name.lower()
            for value in values
        ),
        files=bool(request.FILES),
    )


def _is_of_the_desk(path: str, request: HttpRequest) -> bool:
    """Whether the path leads to a page of the desk, here, and nowhere else."""
    here = url_has_allowed_host_and_scheme(path, {request.get_host()})
    return here and path.startswith(reverse("admin:index"))


def _from_this_site(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the request."""
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(source)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
