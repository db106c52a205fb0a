"""The page that explains the feeds: which there are, and how to subscribe to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from releases.models.record.kinds import Kind
from releases.public.archive_counts import (
    count_releases,
    counts_by_category,
    counts_by_year,
)
from releases.public.record_view import RecordView
from releases.record.interval_cache import per_interval
from releases.record.public_view import PublicationRef
from releases.text.public_paths import EVENT_STREAM, FEEDS


class Feeds(RecordView):
    """Every feed of the site, by what it holds."""

    template_name = "releases/feeds.html"
    section = "feeds"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return () if ref.kind == Kind.EVENT else (FEEDS,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the categories and the years, which have feeds, and the event stream if it runs."""
        counts = per_interval(self.request, count_releases)
        return super().get_context_data(
            categories=counts_by_category(counts, self.issuer.categories),
            years=counts_by_year(counts),
            event_stream=EVENT_STREAM if settings.IRSITE_EVENT_STREAM else "",
            **kwargs,
        )
