"""The latest disclosures in full, as RSS 2.0."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from releases.models.record.kinds import Kind
from releases.record.public_view import Weight
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import LIST, ReleaseList
from releases.syndication.release_lists import channel_of_list, entries_of_list
from releases.syndication.rss import MEDIA_TYPE, rss
from releases.text.public_paths import RSS_SUFFIX


def write(listed: ReleaseList, context: WriteContext) -> bytes:
    """Return the feed, with an item for each release."""
    channel = channel_of_list(listed, context)
    return rss(channel, entries_of_list(listed, context), path=context.path)


REPRESENTATION = Representation(
    name="rss",
    of=LIST,
    lists=Kind.RELEASE,
    suffix=RSS_SUFFIX,
    media_type=MEDIA_TYPE,
    write=write,
    ahead=True,
    weight=Weight.FEED,
    has_hub=True,
    relation="alternate",
    title=gettext_lazy("Press releases (RSS)"),
    label="RSS",
    explanation=gettext_lazy(
        "RSS 2.0, which every feed reader and most news systems can read."
    ),
)
