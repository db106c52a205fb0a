"""The admin site, under the name of what it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone

from releases.accounts import factors, login, security, session_expiry
from releases.admin import checks
from releases.models import Issuer
from releases.record.freeze import issuer_zone
from releases.staff_views import staff_user
from releases.widgets.wall_time import zone_named
from releases.workspace.dashboard import desk_of

V = TypeVar("V", bound=Callable[..., HttpResponseBase])

# What an officer reaches for first; the record closes the list.
DESK = (
    "Release",
    "Event",
    "Contact",
    "Disclaimer",
    "Boilerplate",
    "Category",
    "Topic",
    "Issuer",
    "Absence",
)
RECORD = (
    "Publication",
    "JournalEntry",
    "Trace",
    "Approval",
    "Waiver",
    "PreviewLink",
    "Attachment",
)


class DeskSite(AdminSite):
    """Where IR staff work, by the clock of the company."""

    site_header = "The desk"
    site_title = "irsite desk"
    index_title = "The desk"

    def admin_view(self, view: V, cacheable: bool = False) -> V:  # noqa: FBT001, FBT002 - Django's signature
        """Serve the view in the issuer's zone; a session that ended loses no text."""

        @wraps(view)
        def by_the_company_clock(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            with timezone.override(zone_named(issuer_zone())):
                response = view(request, *args, **kwargs)
                if isinstance(response, TemplateResponse):
                    response.render()
                return response

        guarded = super().admin_view(by_the_company_clock, cacheable)

        @wraps(guarded)
        def keeping_what_was_typed(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            # PostgreSQL holds no NUL, and cannot be asked for one.
            if "%00" in request.GET.urlencode():
                return HttpResponseBadRequest("There is no such address.")
            return self._instead(request) or guarded(request, *args, **kwargs)

        return cast(V, keeping_what_was_typed)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The entrance, with its second step; there is no other."""
        return cast(HttpResponse, login.sign_in(request))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """A new password, with a limit on tries."""
        return cast(TemplateResponse, security.new_password(request))

    def _instead(self, request: HttpRequest) -> HttpResponse | None:
        """What is shown to whoever must first sign in, or set up a second factor."""
        sends = request.method == "POST"
        if request.path == reverse("admin:logout"):
            return None
        if not self.has_permission(request):
            return session_expiry.ask_to_sign_in(request) if sends else None
        on_the_way = request.path.startswith(reverse("mfa_index"))
        if on_the_way or not factors.owed_by(staff_user(request)):
            return None
        if sends:
            return session_expiry.ask_for_second_factor(request)
        return HttpResponseRedirect(reverse("mfa_index"))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The site's pages, with the one that tells what is checked."""
        told = self.admin_view(checks.page)
        return [
            path("checks/", told, {"site": self}, name="checks"),
            *super().get_urls(),
        ]

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[Any]:
        """The newsroom in an officer's order, then the record, then users."""
        found = []
        for app in super().get_app_list(request, app_label):
            if app["app_label"] != "releases":
                found.append(app)
                continue
            for name, order in (("Newsroom", DESK), ("The record", RECORD)):
                shelf = [one for one in app["models"] if one["object_name"] in order]
                shelf.sort(key=lambda one: order.index(one["object_name"]))
                if shelf:
                    found.append({**app, "name": name, "models": shelf})
        return sorted(found, key=lambda app: app["app_label"] != "releases")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The desk's first page: what comes, what waits, then everything there is."""
        shown = {
            "nameless": not Issuer.objects.exists(),
            "desk": desk_of(staff_user(request), at=timezone.now()),
        }
        return super().index(request, {**shown, **(extra_context or {})})


@cache
def the_desk() -> DeskSite:
    """The one site; Django may ask for it again while its pages are registered."""
    return DeskSite()
