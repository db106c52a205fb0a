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
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from releases.record.cross_origin import CORS_HEADERS
from releases.record.moment import moment_of
from releases.record.old_paths import live_address
from releases.text.public_paths import HOME

SERVER_ERROR_PAGE = """<!doctype html>
<html lang="{language}">
  <head>
    <meta charset="utf-8">
    <title>{title}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
  </head>
  <body>
    <main>
      <h1>{title}</h1>
      <p>{advice}</p>
      <p><a href="{home}">{newsroom}</a></p>
    </main>
  </body>
</html>
"""


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the 404 page: the same bytes for an embargoed page and one that never was.

    Scripts of other sites may read it, as it is the 404 of the JSON API too. An address
    that a live release had on an earlier site redirects to its page (301).
    """
    address = live_address(request.get_full_path_info(), at=moment_of(request))
    if address is not None:
        year, slug = address.split("/")
        return HttpResponsePermanentRedirect(
            reverse("newsroom:release", args=[int(year), slug])
        )
    return HttpResponseNotFound(render_to_string("404.html", {}), headers=CORS_HEADERS)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the 500 page, which needs neither database, templates nor static files."""
    return HttpResponseServerError(
        format_html(
            SERVER_ERROR_PAGE,
            language=get_language(),
            title=_("This page could not be shown"),
            advice=_(
                "The fault is ours, and it has been noted. Please try again in a minute."
            ),
            home=HOME,
            newsroom=_("Newsroom"),
        )
    )
