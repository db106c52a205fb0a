"""The latest announcements of events, as Atom 1.0."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from releases.models.record.kinds import Kind
from releases.record.documents import EventDocument
from releases.record.public_view import Weight
from releases.record.published import Published
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import EVENT_LIST
from releases.syndication.atom import MEDIA_TYPE, atom
from releases.syndication.event_lists import channel_of_events, entries_of_events
from releases.text.public_paths import ATOM_SUFFIX


def write(events: tuple[Published[EventDocument], ...], context: WriteContext) -> bytes:
    """Return the feed, with an entry for each event."""
    channel = channel_of_events(context)
    return atom(channel, entries_of_events(events, context), path=context.path)


REPRESENTATION = Representation(
    name="events_atom",
    of=EVENT_LIST,
    lists=Kind.EVENT,
    suffix=ATOM_SUFFIX,
    media_type=MEDIA_TYPE,
    write=write,
    ahead=True,
    weight=Weight.FEED,
    has_hub=True,
    relation="alternate",
    title=gettext_lazy("Events (Atom)"),
    label="Atom",
    explanation=gettext_lazy("Atom 1.0, with the files of an event as enclosures."),
)
