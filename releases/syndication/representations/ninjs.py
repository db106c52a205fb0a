"""A version of a release as ninjs 3.1, for news agencies and portals."""

from __future__ import annotations

from releases.record.public_view import Weight
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import EDITION, Edition
from releases.syndication.news_items import news_item_of
from releases.syndication.ninjs import MEDIA_TYPE, ninjs


def write(edition: Edition, context: WriteContext) -> bytes:
    """Return the version with its full text."""
    return ninjs(news_item_of(edition, root=context.root, host=context.host))


REPRESENTATION = Representation(
    name="ninjs",
    of=EDITION,
    suffix="ninjs.json",
    media_type=MEDIA_TYPE,
    write=write,
    ahead=True,
    weight=Weight.OTHER,
    relation="alternate",
    title="ninjs (IPTC)",
)
