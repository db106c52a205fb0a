"""The admin site: its session rules, its time zone, its titles and its order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial, wraps
from types import MappingProxyType
from typing import Any, TypeVar, cast

from django.apps import apps
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
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_stubs_ext import StrOrPromise

from releases.accounts import session_expiry
from releases.accounts.login import SignInView
from releases.accounts.second_factors import lacks_required_factor
from releases.accounts.security import ChangePasswordView
from releases.admin.check_list import CheckListView
from releases.admin.my_notifications import NotificationsView
from releases.admin.search import DeskSearchView
from releases.record.documents import ProfileDocument
from releases.record.freeze import issuer_zone
from releases.record.moment import moment_of
from releases.record.published import profile
from releases.staff_views import staff_user
from releases.widgets.wall_time import zone_named
from releases.workspace.calendar.views import CalendarView
from releases.workspace.dashboard import dashboard_for, setup_steps
from releases.workspace.history.views import ObjectHistoryView
from releases.workspace.pasting import PastedView

V = TypeVar("V", bound=Callable[..., HttpResponseBase])

# What an IR officer opens most often comes first.
NEWSROOM_MODELS = (
    "Release",
    "Event",
    "Contact",
    "Filing",
    "Report",
    "SitePage",
    "Image",
    "Disclaimer",
    "Boilerplate",
    "Category",
    "ReleaseTemplate",
    "Topic",
    "Issuer",
    "Absence",
)
RECORD_MODELS = (
    "Publication",
    "JournalEntry",
    "Approval",
    "Waiver",
    "PreviewLink",
    "Attachment",
)
# Pages that have other names than their models.
RECORD_PAGES = {"JournalEntry": gettext_lazy("History")}
# The pages about alerts, too.
ALERT_PAGES = {
    "Inquiry": gettext_lazy("Questions"),
    "Mailing": gettext_lazy("Sent alerts"),
    "Delivery": gettext_lazy("Failed mails"),
    "Subscriber": gettext_lazy("Subscribers"),
}


class DeskSite(AdminSite):
    """The admin site of IR staff, in the company's time zone."""

    index_title = gettext_lazy("Dashboard")

    # Narrow lists leave it out.
    empty_value_display = format_html('<span class="desk-empty">{}</span>', "–")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the titles, and the company's name and look, as they are published.

        A new name or look is not shown before it is published: the sign-in page is public.
        """
        published = partial(published_profile, request)
        title = SimpleLazyObject(lambda: site_title(published().name))
        return {
            **super().each_context(request),
            "site_title": title,
            "site_header": title,
            "desk_issuer": SimpleLazyObject(lambda: published().name),
            "desk_brand": SimpleLazyObject(lambda: published().brand),
        }

    def admin_view(self, view: V, cacheable: bool = False) -> V:  # noqa: FBT001, FBT002 - Django's signature
        """Serve `view` in the company's time zone; a form without a session is kept."""

        @wraps(view)
        def in_company_zone(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            with timezone.override(zone_named(issuer_zone())):
                response = view(request, *args, **kwargs)
                if isinstance(response, TemplateResponse):
                    response.render()
                return response

        staff_only = super().admin_view(in_company_zone, cacheable)

        @wraps(staff_only)
        def with_session(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            # PostgreSQL stores no NUL, and cannot be asked for one.
            if "%00" in request.GET.urlencode():
                return HttpResponseBadRequest(_("There is no such address."))
            return self._session_response(request) or staff_only(
                request, *args, **kwargs
            )

        return cast(V, with_session)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the first step of the sign-in."""
        return cast(HttpResponse, SignInView.as_view()(request))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the page that limits the number of attempts."""
        return cast(TemplateResponse, ChangePasswordView.as_view()(request))

    def _session_response(self, request: HttpRequest) -> HttpResponse | None:
        """Return the page that must come first: signing in, or a second factor.

        None where the user may go on, or where Django's own redirect will do.
        """
        is_post = request.method == "POST"
        if request.path == reverse("admin:logout"):
            return None
        if not self.has_permission(request):
            return session_expiry.ask_to_sign_in(request) if is_post else None
        on_security_page = request.path.startswith(reverse("mfa_index"))
        if on_security_page or not lacks_required_factor(staff_user(request)):
            return None
        if is_post:
            return session_expiry.ask_for_second_factor(request)
        return HttpResponseRedirect(reverse("mfa_index"))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        check_list = self.admin_view(CheckListView.as_view(admin_site=self))
        notifications = self.admin_view(NotificationsView.as_view(admin_site=self))
        calendar = self.admin_view(CalendarView.as_view(admin_site=self))
        search = self.admin_view(DeskSearchView.as_view(admin_site=self))
        history = self.admin_view(ObjectHistoryView.as_view(admin_site=self))
        pasted = self.admin_view(PastedView.as_view())
        return [
            path("calendar/", calendar, name="calendar"),
            path("search/", search, name="search"),
            path("pasted/", pasted, name="pasted"),
            path("checks/", check_list, name="checks"),
            path("my-notifications/", notifications, name="my_notifications"),
            # Instead of Django's own, for every model.
            path("<str:app_label>/<str:model_name>/<path:object_id>/history/", history),
            *super().get_urls(),
        ]

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[Any]:
        """Return the newsroom in an IR officer's order, the record, alerts, then users.

        The sidebar and the front page ask for it in one request: it is made once.
        """
        lists = request.__dict__.setdefault("_desk_app_lists", {})
        if app_label not in lists:
            lists[app_label] = self._ordered_app_list(request, app_label)
        return [{**app, "models": [*app["models"]]} for app in lists[app_label]]

    def _ordered_app_list(
        self, request: HttpRequest, app_label: str | None
    ) -> list[Any]:
        app_list = []
        for app in super().get_app_list(request, app_label):
            if app["app_label"] == "releases":
                app_list += [
                    section(app, _("Newsroom"), NEWSROOM_MODELS),
                    section(app, _("The record"), RECORD_MODELS, RECORD_PAGES),
                ]
            elif app["app_label"] == "readers":
                alerts = section(app, _("Alerts"), tuple(ALERT_PAGES), ALERT_PAGES)
                app_list.append(alerts)
            else:
                app_list.append(app)
        order = {"releases": 0, "readers": 1}
        app_list.sort(key=lambda app: order.get(app["app_label"], 2))
        return [app for app in app_list if app["models"]]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the dashboard, then the list of models."""
        user, at = staff_user(request), timezone.now()
        published = published_profile(request)
        context = {
            "setup_steps": setup_steps(user, published, at=at),
            "dashboard": dashboard_for(user, published, at=at),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def app_index(
        self,
        request: HttpRequest,
        app_label: str,
        extra_context: dict[str, Any] | None = None,
    ) -> TemplateResponse:
        """Show the list of an app's models, under the app's name."""
        context = {"title": apps.get_app_config(app_label).verbose_name}
        return super().app_index(
            request, app_label, {**context, **(extra_context or {})}
        )


def published_profile(request: HttpRequest) -> ProfileDocument:
    """Return the site profile as readers see it, read once for each request."""
    attributes = vars(request)
    if "published_profile" not in attributes:
        attributes["published_profile"] = profile(at=moment_of(request))
    published: ProfileDocument = attributes["published_profile"]
    return published


def site_title(issuer: str) -> str:
    """Return the title of the admin site, with the company's name if it has one."""
    if not issuer:
        return _("Newsroom admin")
    return _("%(issuer)s newsroom admin") % {"issuer": issuer}


def section(
    app: dict[str, Any],
    name: str,
    order: tuple[str, ...],
    names: Mapping[str, StrOrPromise] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return the app of the index page with some of its models, in this order.

    `names` are those of the pages that are not called as their models are.
    """
    models = [model for model in app["models"] if model["object_name"] in order]
    models.sort(key=lambda model: order.index(model["object_name"]))
    for model in models:
        model["name"] = names.get(model["object_name"], model["name"])
    return {**app, "name": name, "models": models}


@cache
def desk_site() -> DeskSite:
    """Return the one site; Django may ask again while its pages are registered."""
    return DeskSite()
