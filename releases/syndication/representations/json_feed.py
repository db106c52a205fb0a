"""The latest disclosures in full, as JSON Feed 1.1."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from releases.models.record.kinds import Kind
from releases.record.public_view import Weight
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import LIST, ReleaseList
from releases.syndication.json_feed import MEDIA_TYPE, json_feed
from releases.syndication.release_lists import (
    archive_of_list,
    channel_of_list,
    entries_of_list,
)
from releases.text.public_paths import JSON_FEED_SUFFIX


def write(listed: ReleaseList, context: WriteContext) -> bytes:
    """Return the feed, with an item for each release."""
    return json_feed(
        channel_of_list(listed, context),
        entries_of_list(listed, context),
        path=context.path,
        next_path=archive_of_list(listed, JSON_FEED_SUFFIX),
    )


REPRESENTATION = Representation(
    name="json_feed",
    of=LIST,
    lists=Kind.RELEASE,
    suffix=JSON_FEED_SUFFIX,
    media_type=MEDIA_TYPE,
    write=write,
    ahead=True,
    weight=Weight.FEED,
    has_hub=True,
    relation="alternate",
    title=gettext_lazy("Press releases (JSON Feed)"),
    label="JSON Feed",
    explanation=gettext_lazy("JSON Feed 1.1, the easiest for programs to read."),
)
