"""The one moment of each request, with which every part of its answer reads the record."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

# The WSGI key of the page cache's moment. No client can set a key without HTTP_ before it.
MOMENT = "irsite.moment"


class MomentMiddleware:
    """Sets `request.moment`, which `record.moment.moment_of` returns.

    It is the moment of the request's arrival, or the one that the page cache asks for:
    the cache has its own clock, and renders pages of moments to come.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request as of its moment."""
        moment = request.META.get(MOMENT) or timezone.now()
        request.moment = moment  # type: ignore[attr-defined]  # set here
        return self.get_response(request)
