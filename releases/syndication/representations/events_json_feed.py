"""The latest announcements of events, as JSON Feed 1.1."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from releases.models.record.kinds import Kind
from releases.record.documents import EventDocument
from releases.record.public_view import Weight
from releases.record.published import Published
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import EVENT_LIST
from releases.syndication.event_lists import channel_of_events, entries_of_events
from releases.syndication.json_feed import MEDIA_TYPE, json_feed
from releases.text.public_paths import JSON_FEED_SUFFIX


def write(events: tuple[Published[EventDocument], ...], context: WriteContext) -> bytes:
    """Return the feed, with an item for each event."""
    channel = channel_of_events(context)
    return json_feed(channel, entries_of_events(events, context), path=context.path)


REPRESENTATION = Representation(
    name="events_json_feed",
    of=EVENT_LIST,
    lists=Kind.EVENT,
    suffix=JSON_FEED_SUFFIX,
    media_type=MEDIA_TYPE,
    write=write,
    ahead=True,
    weight=Weight.FEED,
    has_hub=True,
    relation="alternate",
    title=gettext_lazy("Events (JSON Feed)"),
    label="JSON Feed",
    explanation=gettext_lazy("JSON Feed 1.1, the easiest for programs to read."),
)
