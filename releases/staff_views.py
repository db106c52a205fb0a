"""Base classes of the pages that only staff see, beside Django's own admin pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, ClassVar, Literal

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from releases.models import Release
from releases.record.clock import read_clock


def staff_user(request: HttpRequest) -> User:
    """Return who is signed in; the admin site admits only members of staff."""
    assert isinstance(request.user, User)
    return request.user


def record_time(request: HttpRequest) -> dt.datetime:
    """Return the record's time in UTC, read once for each request."""
    attributes = vars(request)
    if "record_time" not in attributes:
        attributes["record_time"] = read_clock()
    moment: dt.datetime = attributes["record_time"]
    return moment


def change_url(instance: Model) -> str:
    """Return the address of the admin page on which `instance` is edited."""
    route = f"admin:{instance._meta.app_label}_{instance._meta.model_name}_change"
    return reverse(route, args=[instance.pk])


class StaffView(View):
    """A page of the admin site that belongs to one ModelAdmin.

    The ModelAdmin routes it in its `get_urls` by `for_admin`, which asks for a staff
    session. Who lacks `permission` on the model gets PermissionDenied.
    """

    permission: ClassVar[Literal["view", "add", "change", "delete"]] = "view"
    model_admin: Any = None  # as_view() takes only names that the class has
    user: User
    at: dt.datetime

    @classmethod
    def for_admin(
        cls, model_admin: ModelAdmin[Any], **initkwargs: Any
    ) -> Callable[..., HttpResponseBase]:
        """Return the view function, guarded by the site of `model_admin`."""
        view = cls.as_view(model_admin=model_admin, **initkwargs)
        return model_admin.admin_site.admin_view(view)

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Check the permission, and take the moment of the request once."""
        if not self.has_permission():
            raise PermissionDenied
        self.user = staff_user(request)
        self.at = timezone.now()
        return super().dispatch(request, *args, **kwargs)

    def has_permission(self) -> bool:
        """Return whether the user has `permission` on the model."""
        check = getattr(self.model_admin, f"has_{self.permission}_permission")
        return bool(check(self.request))

    def page(self, template_name: str, **context: Any) -> TemplateResponse:
        """Return the template with what every page of the admin site needs."""
        return TemplateResponse(
            self.request,
            template_name,
            {
                **self.model_admin.admin_site.each_context(self.request),
                "opts": self.model_admin.opts,
                **context,
            },
        )


class StaffReleaseView(StaffView):
    """A staff page about the release whose primary key is `pk` in its address."""

    release: Release

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Load the release once the permission is checked; 404 where there is none."""
        if not self.has_permission():
            raise PermissionDenied
        self.release = get_object_or_404(Release, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def page(self, template_name: str, **context: Any) -> TemplateResponse:
        """Return the template with the release as well."""
        return super().page(template_name, **{"release": self.release, **context})
