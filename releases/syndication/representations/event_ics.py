"""An event and its sessions as a calendar file (RFC 5545)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from releases.record.documents import EventDocument
from releases.record.public_view import Weight
from releases.record.published import Published
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import EVENT
from releases.syndication.calendar_entries import (
    event_entry,
    new_calendar,
    session_entries,
    write_calendar,
)


def write(event: Published[EventDocument], context: WriteContext) -> bytes:
    """Return the event's entry, and one for each session that has a start."""
    root, host = context.root, context.host
    entries = [
        event_entry(event, root=root, host=host),
        *session_entries(event, root=root, host=host),
    ]
    return write_calendar(new_calendar(), entries)


REPRESENTATION = Representation(
    name="ics",
    of=EVENT,
    suffix="event.ics",
    media_type="text/calendar",
    write=write,
    ahead=True,
    weight=Weight.FILE,
    relation="alternate",
    title=gettext_lazy("Calendar entry"),
    indexed=False,
)
