"""The Cache-Control, Permissions-Policy and ETag headers of every response."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import set_response_etag

# No page needs a device or a payment.
PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=()"


class ResponseHeadersMiddleware:
    """Has caches revalidate every response before they use it again.

    With a lifetime a page could outlive a withdrawal, and a lifetime that counted down
    to an embargo would announce it. HEAD gets the same ETag as GET.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, and complete the headers of the response."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if (
            request.method in {"GET", "HEAD"}
            and response.status_code == 200
            and not response.streaming
            and not response.has_header("ETag")
            and "no-store" not in response["Cache-Control"]
        ):
            set_response_etag(response)
        return response
