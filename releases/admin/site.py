"""The admin site, under the name of what it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from releases.admin import resume
from releases.admin.overview import desk_of
from releases.admin.pages import officer
from releases.admin.walltime import zone_named
from releases.models import Issuer
from releases.record.freeze import issuer_zone

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
)
RECORD = ("Publication", "JournalEntry", "Trace", "Attachment")


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
            leaving = request.path == reverse("admin:logout")
            allowed = self.has_permission(request)
            if request.method == "POST" and not allowed and not leaving:
                return resume.ask_to_sign_in(self, request)
            return guarded(request, *args, **kwargs)

        return cast(V, keeping_what_was_typed)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign in; whoever was cut off while sending is offered to send again."""
        carried = {"sent": resume.carried_by(request), **(extra_context or {})}
        response = super().login(request, carried)
        return resume.after_login(self, request, response)

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
            "desk": desk_of(officer(request), at=timezone.now()),
        }
        return super().index(request, {**shown, **(extra_context or {})})


@cache
def the_desk() -> DeskSite:
    """The one site; Django may ask for it again while its pages are registered."""
    return DeskSite()
