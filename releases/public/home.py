"""The front page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from releases.models import Publication
from releases.public.pages import RecordView
from releases.record.public_view import PublicationRef
from releases.record.published import (
    published_event,
    published_head,
    published_release,
)
from releases.text.public_paths import HOME

LATEST = 8
NEXT = 3


class Home(RecordView):
    """The latest releases, the next events, and whom to call."""

    template_name = "releases/home.html"
    section = "home"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """By everything."""
        return (HOME,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The newest release leads."""
        releases = Publication.objects.releases().live(at=self.at).newest_first()
        events = Publication.objects.events().live(at=self.at).upcoming(at=self.at)
        latest = list(releases[:LATEST])
        return super().get_context_data(
            lead=published_release(latest[0]) if latest else None,
            latest=[published_head(row) for row in latest[1:]],
            events=[published_event(row) for row in events[:NEXT]],
            **kwargs,
        )
