"""A list of releases as a channel with its entries, whatever the format of the feed."""

from __future__ import annotations

from releases.record.representation import WriteContext
from releases.record.subjects import ReleaseList
from releases.syndication.entries import (
    Channel,
    Entry,
    cancelled_events,
    channel_of,
    entry_of,
)


def channel_of_list(listed: ReleaseList, context: WriteContext) -> Channel:
    """Return the newsroom as a channel, or the category of the list."""
    return channel_of(
        context.issuer, root=context.root, host=context.host, category=listed.category
    )


def entries_of_list(listed: ReleaseList, context: WriteContext) -> list[Entry]:
    """Return the releases of the list as entries, in its order."""
    return [
        entry_of(
            release,
            root=context.root,
            cancelled=cancelled_events(release.document, listed.events),
        )
        for release in listed.releases
    ]
