"""Writes entries as RSS 2.0, with the full text as content:encoded."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from email.utils import format_datetime
from functools import lru_cache
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

from releases.record.documents import written
from releases.syndication.entries import Channel, Entry
from releases.text.public_paths import release_path

SPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
}
# What XML 1.0 cannot hold, in no form of writing.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rss(channel: Channel, entries: Sequence[Entry], *, path: str) -> bytes:
    """The feed that is found at `path`; it depends on nothing but its entries."""
    feed = io.BytesIO()
    xml = SimplerXMLGenerator(feed, "utf-8")
    xml.startDocument()
    xml.startElement("rss", AttributesImpl({"version": "2.0", **SPACES}))
    xml.startElement("channel", AttributesImpl({}))
    _say(xml, "title", channel.title)
    _say(xml, "link", channel.root + channel.home)
    _say(xml, "description", channel.summary)
    _say(xml, "language", "en")
    if entries:
        latest = max(entry.updated for entry in entries)
        _say(xml, "lastBuildDate", format_datetime(latest, usegmt=True))
    here = {"rel": "self", "type": "application/rss+xml", "href": channel.root + path}
    xml.addQuickElement("atom:link", None, here)
    for entry in entries:
        feed.write(_item(entry, channel))
    xml.endElement("channel")
    xml.endElement("rss")
    xml.endDocument()
    return feed.getvalue()


def guid(entry: Entry, channel: Channel) -> str:
    """A name for the release that no later version changes (RFC 4151)."""
    year = entry.address.partition("/")[0]
    return f"tag:{channel.host},{year}:{release_path(entry.address)}"


# All but the newest items of a feed were in the one before it.
@lru_cache(maxsize=64)
def _item(entry: Entry, channel: Channel) -> bytes:
    item = io.BytesIO()
    xml = SimplerXMLGenerator(item, "utf-8")
    xml.startElement("item", AttributesImpl({}))
    _say(xml, "title", entry.title)
    _say(xml, "link", channel.root + entry.path)
    _say(xml, "guid", guid(entry, channel), isPermaLink="false")
    _say(xml, "pubDate", format_datetime(entry.published, usegmt=True))
    if entry.updated > entry.published:
        _say(xml, "atom:updated", written(entry.updated))
    for category in (entry.category, *entry.topics):
        _say(xml, "category", category)
    _say(xml, "description", entry.summary)
    _say(xml, "content:encoded", entry.content)
    xml.endElement("item")
    return item.getvalue()


def _say(xml: SimplerXMLGenerator, name: str, text: str, **attributes: str) -> None:
    xml.addQuickElement(name, UNWRITABLE.sub("", text), attributes)
