"""Nothing typed is lost: a form sent after its session ended can be sent again.

Who is not signed in any more gets a sign-in page that carries what was typed, and
then one button that sends it again with a fresh token. The click is the user's own,
so that no other site can send anything in their name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.csrf import csrf_failure as plain_refusal

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

PREFIX = "kept."
NEVER_KEPT = ("csrfmiddlewaretoken", "secret")


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


def ask_to_sign_in(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """The sign-in page, with what was typed on it; no other site puts its words there.

    It comes before any check of the token, which pages of the desk may leave to
    `AdminSite.admin_view`.
    """
    if not _from_this_site(request):
        return plain_refusal(request, "")
    return _sign_in_page(site, request, _sent(request))


def after_login(
    site: AdminSite, request: HttpRequest, response: HttpResponse
) -> HttpResponse:
    """Offer to send what the sign-in carried, where it carried something."""
    sent = carried_by(request)
    if sent is None or not isinstance(response, HttpResponseRedirect):
        return response
    return _send_again_page(site, request, sent)


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
    site = admin.site
    at_login = request.path == reverse("admin:login")
    sent = carried_by(request) if at_login else _sent(request)
    if sent is None:
        return HttpResponseRedirect(reverse("admin:login"))
    if site.has_permission(request):
        return _send_again_page(site, request, sent)
    return _sign_in_page(site, request, sent)


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


def _sign_in_page(site: AdminSite, request: HttpRequest, sent: Sent) -> HttpResponse:
    return _page(
        site,
        request,
        "admin/login.html",
        {
            "title": "Sign in again",
            "form": AdminAuthenticationForm(request),
            "app_path": reverse("admin:login"),
            "next": sent.path,
            "sent": sent,
        },
    )


def _send_again_page(site: AdminSite, request: HttpRequest, sent: Sent) -> HttpResponse:
    return _page(
        site, request, "admin/send_again.html", {"title": "Welcome back", "sent": sent}
    )


def _page(
    site: AdminSite, request: HttpRequest, template: str, context: dict[str, object]
) -> HttpResponse:
    page = TemplateResponse(
        request, template, {**site.each_context(request), **context}
    )
    add_never_cache_headers(page)
    return page
