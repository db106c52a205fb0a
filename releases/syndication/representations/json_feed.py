"""The latest disclosures in full, as JSON Feed 1.1."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from releases.record.public_view import Weight
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import LIST, ReleaseList
from releases.syndication.json_feed import MEDIA_TYPE, json_feed
from releases.syndication.release_lists import channel_of_list, entries_of_list


def write(listed: ReleaseList, context: WriteContext) -> bytes:
    """Return the feed, with an item for each release."""
    channel = channel_of_list(listed, context)
    return json_feed(channel, entries_of_list(listed, context), path=context.path)


REPRESENTATION = Representation(
    name="json_feed",
    of=LIST,
    suffix="feed.json",
    media_type=MEDIA_TYPE,
    write=write,
    ahead=True,
    weight=Weight.FEED,
    relation="alternate",
    title=gettext_lazy("Press releases (JSON Feed)"),
    label="JSON Feed",
    explanation=gettext_lazy("JSON Feed 1.1, the easiest for programs to read."),
)
