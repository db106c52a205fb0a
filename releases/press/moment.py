"""One moment a request: every part of an answer asks the record with the same `at`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class MomentMiddleware:
    """Takes the time once, as the request arrives, as `request.moment` (UTC)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request as of its arrival."""
        request.moment = timezone.now()  # type: ignore[attr-defined]  # set here
        return self.get_response(request)


def moment_of(request: HttpRequest) -> dt.datetime:
    """The moment at which the request arrived."""
    moment = request.moment  # type: ignore[attr-defined]  # set above
    assert isinstance(moment, dt.datetime)
    return moment
