"""The latest disclosures in full, as RSS 2.0."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from releases.record.public_view import Weight
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import LIST, ReleaseList
from releases.syndication.entries import cancelled_events, channel_of, entry_of
from releases.syndication.rss import rss


def write(listed: ReleaseList, context: WriteContext) -> bytes:
    """Return the feed, an item for each release."""
    channel = channel_of(
        context.issuer, root=context.root, host=context.host, category=listed.category
    )
    entries = [
        entry_of(
            release,
            root=context.root,
            cancelled=cancelled_events(release.document, listed.events),
        )
        for release in listed.releases
    ]
    return rss(channel, entries, path=context.path)


REPRESENTATION = Representation(
    name="rss",
    of=LIST,
    suffix="rss.xml",
    media_type="application/rss+xml",
    write=write,
    ahead=True,
    weight=Weight.FEED,
    relation="alternate",
    title=gettext_lazy("Press releases"),
)
