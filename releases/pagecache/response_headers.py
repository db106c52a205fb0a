"""The headers of every response that do not depend on what it is."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import set_response_etag

from csp.constants import HEADER
from csp.middleware import CSPMiddleware

# Of a page behind a key: no cache stores it, no search engine lists it, and no other site
# sees its address.
PRIVATE_HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}
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


class SortedPolicyMiddleware(CSPMiddleware):
    """Sends the Content-Security-Policy with its directives in alphabetical order.

    django-csp takes them from a set, so each process has another order: a response would
    differ from worker to worker.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Set the policy, and sort it."""
        response = super().process_response(request, response)
        if HEADER in response.headers:
            response[HEADER] = "; ".join(sorted(response[HEADER].split("; ")))
        return response
