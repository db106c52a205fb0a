"""The language of the desk, whatever that of the site."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import override

from releases.catalogues import SOURCE_LANGUAGE


class DeskLanguageMiddleware:
    """Answer below the admin's address in the language of the code.

    Catalogues have what readers see: of the desk's words half would be translated.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(reverse("admin:index")):
            return self.get_response(request)
        with override(SOURCE_LANGUAGE):
            return self.get_response(request)
