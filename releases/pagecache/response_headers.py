"""What every answer says of itself to browsers and caches."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import set_response_etag

# Nothing here needs a device or a payment.
PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=()"


class AnswerHeadersMiddleware:
    """Has every copy checked before it is shown again, and asks for no device.

    A lifetime would let a page outlive a withdrawal, and one that counted down to an
    embargo would announce it. A HEAD request gets the ETag that GET would.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with its headers complete."""
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
