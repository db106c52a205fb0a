"""The calendar of all events, to subscribe to (RFC 5545, RFC 7986)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.models.record.kinds import Kind
from releases.record.documents import EventDocument
from releases.record.public_view import Weight
from releases.record.published import Published
from releases.record.representation import Representation, WriteContext, site
from releases.record.subjects import latest_events
from releases.syndication.calendar_entries import (
    event_entry,
    new_calendar,
    write_calendar,
)
from releases.text.public_paths import CALENDAR

MAX_EVENTS = 300
REFRESH_INTERVAL = dt.timedelta(hours=1)


def write(events: tuple[Published[EventDocument], ...], context: WriteContext) -> bytes:
    """Return an entry for each event, without its sessions, which its description lists."""
    calendar = new_calendar()
    name = _("%(issuer)s: events") % {"issuer": context.issuer.name}
    if not context.issuer.name:
        name = _("Events")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    calendar.add("REFRESH-INTERVAL", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", REFRESH_INTERVAL)
    source = context.root + context.path
    calendar.add("SOURCE", source, parameters={"VALUE": "URI"})
    calendar.add("URL", source)
    entries = (
        event_entry(event, root=context.root, host=context.host) for event in events
    )
    return write_calendar(calendar, entries)


REPRESENTATION = Representation(
    name="calendar",
    of=site(latest_events(MAX_EVENTS), by={Kind.EVENT, Kind.PROFILE}),
    lists=Kind.EVENT,
    path=CALENDAR,
    media_type="text/calendar",
    write=write,
    ahead=True,
    weight=Weight.FEED,
    relation="alternate",
    title=gettext_lazy("Calendar of events"),
    indexed=False,
)
