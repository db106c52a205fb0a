"""One moment a request: every part of an answer asks the record with the same `at`."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

MOMENT = "irsite.moment"


class MomentMiddleware:
    """Takes the time once, as the request arrives; `record.moment` reads it.

    The press in front has its own clock, and asks for pages of moments to come. No
    client can set a key without HTTP_ before it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request as of its arrival."""
        moment = request.META.get(MOMENT) or timezone.now()
        request.moment = moment  # type: ignore[attr-defined]  # set here
        return self.get_response(request)
