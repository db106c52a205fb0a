"""The page that lists every check, with the rule behind it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from releases.desk.checks import NOT_LEGAL_ADVICE, Level, all_checks


class CheckListView(View):
    """All checks by their level, the most severe first."""

    admin_site: Any = None  # as_view() takes only names that the class has

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show every check below its level, the most severe level first."""
        assert isinstance(self.admin_site, AdminSite)
        context = {
            **self.admin_site.each_context(request),
            "title": _("What is checked"),
            "not_legal_advice": NOT_LEGAL_ADVICE,
            "levels": [
                (level, [check for check in all_checks() if check.level is level])
                for level in Level
            ],
        }
        return TemplateResponse(request, "admin/releases/checks.html", context)
