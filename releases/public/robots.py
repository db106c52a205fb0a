"""robots.txt (RFC 9309)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from releases.record.public_view import PublicView

RULES = "User-agent: *\nDisallow: /admin/\n"


@method_decorator(csrf_exempt, name="dispatch")
class Robots(PublicView, View):
    """Let crawlers index everything but the admin."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(RULES, content_type="text/plain; charset=utf-8")
