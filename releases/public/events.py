"""The calendar, and the page of one event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.public.cursor import CursorPage, leaf, turn_of
from releases.public.pages import RecordView
from releases.public.path_converters import IN_A_CALENDAR
from releases.record.documents import EventDocument
from releases.record.public_view import PublicationRef
from releases.record.published import published_event
from releases.text.public_paths import EVENTS, event_path

AHEAD = 60


class Events(RecordView):
    """What is coming, and what has been, a page at a time."""

    template_name = "releases/events.html"
    section = "events"
    query_params = frozenset({"after", "before"})

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """By every event, and by the issuer's particulars."""
        return () if ref.kind == Kind.RELEASE else (EVENTS,)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the turn."""
        super().setup(request, *args, **kwargs)
        self.turn = turn_of(request.GET, written=IN_A_CALENDAR)
        self.query = urlencode(self.turn.query)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Only the first page tells what is coming."""
        live = Publication.objects.events().live(at=self.at)
        ahead = live.upcoming(at=self.at)[:AHEAD]
        return super().get_context_data(
            upcoming=[published_event(row) for row in ahead],
            page=self.past(),
            turned=bool(self.turn.address),
            **kwargs,
        )

    def past(self) -> CursorPage[EventDocument]:
        """The page of past events asked for."""
        live = Publication.objects.events().live(at=self.at)
        found = live.past(at=self.at)
        if self.turn.address:
            mark = self.one(live.at_address(self.turn.address).past(at=self.at))
            found = (
                found.ended_before(mark) if self.turn.after else found.ended_after(mark)
            )
        return leaf(found, self.turn, read=published_event)


class EventPage(RecordView):
    """One event as it stands."""

    template_name = "releases/event.html"
    section = "events"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """By its own event."""
        page = event_path(ref.address)
        return (page,) if ref.kind == Kind.EVENT else ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version that stands."""
        found = Publication.objects.events().at_address(kwargs["slug"])
        event = published_event(self.one(found.live(at=self.at)))
        return super().get_context_data(event=event, **kwargs)
