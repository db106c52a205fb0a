"""The list of events, and the page of one event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.public import cursor, fragments
from releases.public.cursor import CursorPage, paginate, parse_cursor
from releases.public.event_months import (
    days_of,
    month_code,
    month_of_events,
    parse_month,
)
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

MONTH = "month"
MAX_UPCOMING = 60
MAX_RELEASES = 20


class Events(RecordView):
    """Upcoming events, and past ones a page at a time; a month with `?month=2026-03`."""

    template_name = "releases/events.html"
    section = "events"
    query_params = cursor.QUERY_PARAMS | {MONTH}

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return () if ref.kind == Kind.RELEASE else (EVENTS,)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.cursor = parse_cursor(request.GET, address=EVENT_SLUG)
        self.month = request.GET.get(MONTH, "")
        month = {MONTH: self.month} if self.month else self.cursor.query
        self.canonical_query = urlencode(month)

    def get_template_names(self) -> list[str]:
        """Return the template of a month, or of the list."""
        return ["releases/event_month.html"] if self.month else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a month, or the list. Raises Http404."""
        if self.month:
            return super().get_context_data(**self.one_month(), **kwargs)
        return super().get_context_data(**self.list_of_events(), **kwargs)

    def one_month(self) -> dict[str, Any]:
        """Return the month that is asked for. Raises Http404 for what is none."""
        first = parse_month(self.month)
        if first is None:
            raise Http404
        month = month_of_events(first, at=self.at)
        return {
            "month": month,
            "earlier_month": month_query(month.earlier),
            "later_month": month_query(month.later),
        }

    def list_of_events(self) -> dict[str, Any]:
        """Return upcoming events, which only the first page shows, and past ones."""
        live = Publication.objects.events().live(at=self.at)
        rows = live.upcoming(at=self.at)[:MAX_UPCOMING]
        upcoming = one_a_matter([published_event(row) for row in rows], at=self.at)
        page = self.past_page()
        past = one_a_matter(page.entries, at=self.at)
        nearest = [*upcoming, *past][:1]
        return {
            "next_event": upcoming[0] if upcoming else None,
            "upcoming": by_period(upcoming, format_period=format_month),
            "page": page,
            "past": by_period(past, format_period=format_year),
            "is_beyond_first_page": bool(self.cursor.address),
            "month_query": month_query(next(days_of(nearest[0]))) if nearest else "",
        }

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


def month_query(day: dt.date | None) -> str:
    """Return the query of the month of a day; "" for none."""
    return urlencode({MONTH: month_code(day)}) if day else ""


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
        naming = naming.one_language(settings.LANGUAGE_CODE, at=self.at)
        return [
            fragments.render_release_item(published_head(row), level="h3")
            for row in naming.newest_first()[:MAX_RELEASES]
        ]
