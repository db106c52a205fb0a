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
from releases.record.interval_cache import per_interval
from releases.record.moment import moment_of
from releases.record.public_view import PublicationRef, PublicView
from releases.record.published import live_events, profile, published_release
from releases.syndication.entries import cancelled_events, channel_of, entry_of
from releases.syndication.rss import rss
from releases.text.public_paths import FEED

MAX_ENTRIES = 25


@method_decorator(csrf_exempt, name="dispatch")
class RssFeed(PublicView, View):
    """The newest releases in full, as RSS 2.0."""

    http_method_names = ["get", "head"]

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (FEED,)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the feed of the releases that are live."""
        at = moment_of(request)
        root = request.build_absolute_uri("/").removesuffix("/")
        newest = Publication.objects.releases().live(at=at).newest_first()
        releases = [published_release(row) for row in newest[:MAX_ENTRIES]]
        named = (name for release in releases for name in release.document.events)
        events = live_events(named, at=at)
        issuer = per_interval(request, profile)
        channel = channel_of(issuer, root=root, host=settings.IRSITE_DOMAIN)
        entries = [
            entry_of(
                release,
                root=root,
                cancelled=cancelled_events(release.document, events),
            )
            for release in releases
        ]
        return HttpResponse(
            rss(channel, entries, path=request.path),
            content_type="application/rss+xml; charset=utf-8",
        )
