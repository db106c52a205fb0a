"""The pages for what is not there and for what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseServerError
from django.template.loader import render_to_string


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The one 404: the same bytes for what is under embargo and what never was."""
    return HttpResponseNotFound(render_to_string("404.html", {}))


def broken(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours; it asks nothing of the database."""
    return HttpResponseServerError(render_to_string("500.html", {}))
