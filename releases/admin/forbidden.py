"""The page for 403 at the desk, which the URLconf names as its handler."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults

from releases.accounts.kept_form import is_admin_path


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say to members of staff what they can do; to anybody else no more than 403."""
    if not is_admin_path(request.path, request) or not admin.site.has_permission(
        request
    ):
        return defaults.permission_denied(request, exception)
    context = {
        **admin.site.each_context(request),
        "title": _("You can’t open this page"),
    }
    page = render_to_string("admin/forbidden.html", context, request)
    return HttpResponse(page, status=403)
