"""The front page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from releases.models import Publication
from releases.public import fragments
from releases.public.record_view import RecordView
from releases.public.results_dates import one_a_matter
from releases.public.structured_data import Node, corporation
from releases.record.documents import ReleaseDocument, ReleaseHead
from releases.record.fiscal_results import last_results
from releases.record.languages import language_links, other_links
from releases.record.public_view import PublicationRef
from releases.record.published import (
    Published,
    published_event,
    published_head,
    published_release,
)
from releases.text.public_paths import HOME

RELEASES = 8
# How many of the first have more than their headline.
WITH_DECK = 3
EVENTS = 3


class Home(RecordView):
    """The latest releases, the next events, and the contacts."""

    template_name = "releases/home.html"
    section = "home"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (HOME,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the newest release as the lead, the others as items of a list."""
        live = Publication.objects.releases().live(at=self.at)
        releases = live.one_language(settings.LANGUAGE_CODE, at=self.at).newest_first()
        upcoming = Publication.objects.events().live(at=self.at).upcoming(at=self.at)
        # More than are shown: a call may take the place of a date of results, and what is
        # cancelled is no next event.
        coming = [
            event
            for event in map(published_event, upcoming[: 4 * EVENTS])
            if not event.document.cancelled
        ]
        rows = list(releases[:RELEASES])
        latest = [published_release(row) for row in rows[:WITH_DECK]]
        entries: list[Published[ReleaseHead] | Published[ReleaseDocument]]
        entries = [*latest, *map(published_head, rows[WITH_DECK:])]
        links = language_links(entries, at=self.at)
        return super().get_context_data(
            lead=latest[0] if latest else None,
            lead_languages=other_links(links, latest[0]) if latest else (),
            items=fragments.render_release_items(
                entries[1:], links, level="h3", with_deck=WITH_DECK - 1
            ),
            events=one_a_matter(coming, at=self.at)[:EVENTS],
            last_results=last_results(at=self.at),
            **kwargs,
        )

    def structured_data(self, context: dict[str, Any]) -> list[Node]:
        """Return the issuer, once it has published its name."""
        return [corporation(self.site)] if self.issuer.name else []
