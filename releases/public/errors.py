"""The pages for 404 and 500, which the URLconf names as its handlers, and for 503."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponsePermanentRedirect,
)
from django.http.response import HttpResponseServerError
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from releases.models import Publication
from releases.public.fragments import render_release_item
from releases.record.cross_origin import CORS_HEADERS
from releases.record.interval_cache import per_interval
from releases.record.moment import moment_of
from releases.record.old_paths import live_address
from releases.record.public_sections import public_sections
from releases.record.published import profile, published_head
from releases.text.public_paths import HOME

# How many of the newest releases a page that is not there leads to.
NEWEST = 5
# The base of every page for a fault: it needs no database, no template and no manifest.
FAULT_PAGE = """<!doctype html>
<html lang="{language}">
  <head>
    <meta charset="utf-8">
    <title>{title}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    {styles}
  </head>
  <body>
    <header class="masthead">
      <div class="nameplate"><p class="name"><a href="{home}">{domain}</a></p></div>
      <div class="sections"></div>
    </header>
    <main class="lone">
      <h1>{title}</h1>
      <p class="standfirst">{advice}</p>
      <p class="more"><a href="{home}">{newsroom}</a></p>
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
    context = {
        "issuer": per_interval(request, profile),
        "sections": per_interval(request, public_sections),
        "items": per_interval(request, newest_items),
    }
    page = render_to_string("404.html", context)
    return HttpResponseNotFound(page, headers=CORS_HEADERS)


def newest_items(*, at: dt.datetime) -> list[SafeString]:
    """Return the newest releases at `at` as items of a list, for a page that is not there."""
    live = Publication.objects.releases().live(at=at)
    newest = live.one_language(settings.LANGUAGE_CODE, at=at).newest_first()
    return [
        render_release_item(published_head(row), level="h3") for row in newest[:NEWEST]
    ]


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the 500 page, which needs neither database, templates nor static files."""
    return HttpResponseServerError(
        fault_page(
            title=_("This page could not be shown"),
            advice=_(
                "The fault is ours, and it has been noted. Please try again in a minute."
            ),
        )
    )


def fault_page(*, title: str, advice: str) -> str:
    """Return a page that says what went wrong, headed by the domain name of the site."""
    return format_html(
        FAULT_PAGE,
        language=get_language(),
        title=title,
        advice=advice,
        styles=_style_sheet_link(),
        home=HOME,
        domain=settings.IRSITE_DOMAIN,
        newsroom=_("Newsroom"),
    )


def _style_sheet_link() -> SafeString:
    """Return the link to the style sheet; nothing where static files are not in order."""
    try:
        href = static("css/site.css")
    except Exception:  # noqa: BLE001 - whatever is wrong, the page is shown
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}">', href)
