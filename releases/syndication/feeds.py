"""The views of feeds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.record.interval_cache import per_interval
from releases.record.moment import moment_of
from releases.record.public_view import PublicationRef, PublicView
from releases.record.published import profile, published_release
from releases.syndication.entries import channel_of, entry_of
from releases.syndication.rss import rss
from releases.text.public_paths import FEED

MAX_ENTRIES = 25


@method_decorator(csrf_exempt, name="dispatch")
class RssFeed(PublicView, View):
    """The newest releases in full, as RSS 2.0."""

    http_method_names = ["get", "head"]

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return () if ref.kind == Kind.EVENT else (FEED,)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the feed of the releases that are live."""
        at = moment_of(request)
        root = request.build_absolute_uri("/").removesuffix("/")
        releases = (
            Publication.objects.releases().live(at=at).newest_first()[:MAX_ENTRIES]
        )
        issuer = per_interval(request, profile)
        channel = channel_of(issuer, root=root, host=settings.IRSITE_DOMAIN)
        entries = [entry_of(published_release(row), root=root) for row in releases]
        return HttpResponse(
            rss(channel, entries, path=request.path),
            content_type="application/rss+xml; charset=utf-8",
        )
