"""The list of events, and the page of one event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.public import cursor, fragments
from releases.public.cursor import CursorPage, paginate, parse_cursor
from releases.public.path_converters import EVENT_SLUG
from releases.public.record_view import RecordView
from releases.public.results_dates import one_a_matter
from releases.public.structured_data import Node, breadcrumbs, event_nodes
from releases.record.documents import EventDocument
from releases.record.public_view import PublicationRef
from releases.record.published import Published, published_event, published_head
from releases.templatetags.datetimes import format_month, format_year, in_zone
from releases.templatetags.page_head import event_summary
from releases.text.public_paths import EVENTS, event_path

MAX_UPCOMING = 60
MAX_RELEASES = 20


class Events(RecordView):
    """Upcoming events, and past ones a page at a time."""

    template_name = "releases/events.html"
    section = "events"
    query_params = cursor.QUERY_PARAMS

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return () if ref.kind == Kind.RELEASE else (EVENTS,)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.cursor = parse_cursor(request.GET, address=EVENT_SLUG)
        self.canonical_query = urlencode(self.cursor.query)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add upcoming events, which only the first page shows, and past ones."""
        live = Publication.objects.events().live(at=self.at)
        rows = live.upcoming(at=self.at)[:MAX_UPCOMING]
        upcoming = one_a_matter([published_event(row) for row in rows], at=self.at)
        page = self.past_page()
        return super().get_context_data(
            next_event=upcoming[0] if upcoming else None,
            upcoming=by_period(upcoming, format_period=format_month),
            page=page,
            past=by_period(
                one_a_matter(page.entries, at=self.at), format_period=format_year
            ),
            is_beyond_first_page=bool(self.cursor.address),
            **kwargs,
        )

    def past_page(self) -> CursorPage[EventDocument]:
        """Return the page of past events at the cursor. Raises Http404."""
        live = Publication.objects.events().live(at=self.at)
        events = live.past(at=self.at)
        address = self.cursor.address
        if address:
            anchor = self.first_or_404(live.at_address(address).past(at=self.at))
            events = (
                events.ended_before(anchor)
                if self.cursor.after
                else events.ended_after(anchor)
            )
        return paginate(events, self.cursor, read=published_event)


def by_period(
    events: Iterable[Published[EventDocument]],
    *,
    format_period: Callable[[dt.date], str],
) -> list[tuple[str, list[Published[EventDocument]]]]:
    """Return the events by the month or year in which each starts in its own zone.

    They keep their order. A period comes twice where its events are not side by side, as
    past ones are in the order of their ends.
    """

    def period_of(event: Published[EventDocument]) -> str:
        document = event.document
        return format_period(in_zone(document.starts, document.timezone))

    return [(period, list(group)) for period, group in groupby(events, key=period_of)]


class EventPage(RecordView):
    """One event, as its live version describes it."""

    template_name = "releases/event.html"
    section = "events"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        if ref.kind == Kind.EVENT:
            return (event_path(ref.address),)
        return map(event_path, ref.events)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the live version of the event, and the releases. Raises Http404."""
        versions = Publication.objects.events().at_address(kwargs["slug"])
        event = published_event(self.first_or_404(versions.live(at=self.at)))
        return super().get_context_data(
            event=event, releases=self.releases(event.address), **kwargs
        )

    def structured_data(self, context: dict[str, Any]) -> list[Node]:
        """Return the event, and the way to it."""
        event, url = context["event"], context["canonical"]
        document = event.document
        return [
            *event_nodes(
                event, url=url, description=event_summary(document), site=self.site
            ),
            breadcrumbs(
                self.front_page(),
                (_("Events"), self.site.root + EVENTS),
                (document.title, url),
            ),
        ]

    def releases(self, address: str) -> list[SafeString]:
        """Return list items of the live releases that name it, the latest first."""
        naming = Publication.objects.naming_event(address).live(at=self.at)
        return [
            fragments.render_release_item(published_head(row), level="h3")
            for row in naming.newest_first()[:MAX_RELEASES]
        ]
