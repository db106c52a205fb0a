"""One moment a request: every part of an answer asks the record with the same `at`."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class MomentMiddleware:
    """Takes the time once, as the request arrives; `record.moment` reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request as of its arrival."""
        request.moment = timezone.now()  # type: ignore[attr-defined]  # set here
        return self.get_response(request)
