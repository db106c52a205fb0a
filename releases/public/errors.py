"""The pages for 404 and 500, which the URLconf names as its handlers."""

from __future__ import annotations

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponsePermanentRedirect,
)
from django.http.response import HttpResponseServerError
from django.template.loader import render_to_string
from django.urls import reverse

from releases.record.moment import moment_of
from releases.record.old_paths import live_address


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the 404 page: the same bytes for an embargoed page and one that never was.

    An address that a live release had on an earlier site redirects to its page (301).
    """
    address = live_address(request.get_full_path_info(), at=moment_of(request))
    if address is not None:
        year, slug = address.split("/")
        return HttpResponsePermanentRedirect(
            reverse("newsroom:release", args=[int(year), slug])
        )
    return HttpResponseNotFound(render_to_string("404.html", {}))


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the 500 page without asking the database."""
    return HttpResponseServerError(render_to_string("500.html", {}))
