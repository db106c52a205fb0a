"""A version of a release as NewsML-G2 2.35, for news agencies and terminals."""

from __future__ import annotations

from releases.record.public_view import Weight
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import EDITION, Edition
from releases.syndication.news_items import news_item_of
from releases.syndication.newsml_g2 import MEDIA_TYPE, newsml_g2


def write(edition: Edition, context: WriteContext) -> bytes:
    """Return the version with its full text."""
    return newsml_g2(news_item_of(edition, root=context.root, host=context.host))


REPRESENTATION = Representation(
    name="newsml_g2",
    of=EDITION,
    suffix="newsml-g2.xml",
    media_type=MEDIA_TYPE,
    write=write,
    ahead=True,
    weight=Weight.OTHER,
    relation="alternate",
    title="NewsML-G2 (IPTC)",
)
