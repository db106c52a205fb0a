"""The latest announcements of events as a channel with entries, for any format of a feed."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from releases.record.documents import EventDocument
from releases.record.fragment_cache import cached_fragment
from releases.record.published import Published
from releases.record.representation import WriteContext
from releases.syndication.entries import Channel, Entry, channel_of, published_date
from releases.templatetags.labels import event_kind
from releases.templatetags.page_head import event_summary
from releases.text.public_paths import EVENTS, event_path


def channel_of_events(context: WriteContext) -> Channel:
    """Return the issuer's events as a channel."""
    return channel_of(
        context.issuer,
        root=context.root,
        host=context.host,
        home=EVENTS,
        subject=_("events"),
        summary=_("Events as they are announced, changed and cancelled."),
        hub=context.hub,
    )


def entries_of_events(
    events: Iterable[Published[EventDocument]], context: WriteContext
) -> list[Entry]:
    """Return the events as entries, in their order."""
    return [event_entry(event, root=context.root) for event in events]


# Nearly all of them were in the feed before it.
@cached_fragment(128)
def event_entry(event: Published[EventDocument], *, root: str) -> Entry:
    """Return an event as an entry: its time and place, access, programme and files.

    It is the same whatever the time, so it does not say that an event is over.
    """
    document = event.document
    content = render_to_string(
        "syndication/event_text.html",
        {"event": event, "document": document, "root": root},
    )
    title = document.title
    return Entry(
        path=event.path,
        tag=f"{event.dated:%Y}:{event_path(event.address)}",
        number=event.number,
        title=_("Cancelled: %(title)s") % {"title": title}
        if document.cancelled
        else title,
        published=published_date(event),
        updated=event.changed_at,
        since=event.since,
        category=event_kind(document.event_kind),
        category_term=document.event_kind,
        topics=(),
        summary=event_summary(document),
        content=content.strip(),
        files=document.files,
    )
