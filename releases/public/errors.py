"""The pages for what is not there and for what went wrong."""

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
from releases.record.old_addresses import address_now


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The one 404: the same bytes for what is under embargo and what never was.

    An address that a live release had on an earlier site leads to its page instead.
    """
    address = address_now(request.get_full_path_info(), at=moment_of(request))
    if address is not None:
        year, slug = address.split("/")
        return HttpResponsePermanentRedirect(
            reverse("newsroom:release", args=[int(year), slug])
        )
    return HttpResponseNotFound(render_to_string("404.html", {}))


def broken(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours; it asks nothing of the database."""
    return HttpResponseServerError(render_to_string("500.html", {}))
