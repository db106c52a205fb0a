"""The page that tells staff what is checked, and by which rule."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from releases.desk.checks import NOT_ADVICE, Level, registered


def page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Every check, the gravest first."""
    context = {
        **site.each_context(request),
        "title": "What is checked",
        "not_advice": NOT_ADVICE,
        "shelves": [
            (level, [one for one in registered() if one.level is level])
            for level in Level
        ],
    }
    return TemplateResponse(request, "admin/releases/checks.html", context)
