"""Write entries as RSS 2.0, with the full text as content:encoded."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from email.utils import format_datetime
from functools import lru_cache
from html import unescape
from xml.sax.xmlreader import AttributesImpl

from django.utils.translation import get_language
from django.utils.xmlutils import SimplerXMLGenerator

from releases.record.documents import rfc3339
from releases.syndication.entries import Channel, Entry, tag_uri

NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
}
# Characters that XML 1.0 cannot hold, not even escaped.
_REFERENCE = re.compile(r"&#?\w{1,40};?")
# What opens a tag, an end tag, a comment or a processing instruction (HTML, 13.2.5.6).
_TAG_START = re.compile("<(?=[a-zA-Z/!?])")
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rss(channel: Channel, entries: Sequence[Entry], *, path: str) -> bytes:
    """Return the feed in UTF-8; `path` is its own, and nothing but its entries decide it."""
    output = io.BytesIO()
    xml = SimplerXMLGenerator(output, "utf-8")
    xml.startDocument()
    xml.startElement("rss", AttributesImpl({"version": "2.0", **NAMESPACES}))
    xml.startElement("channel", AttributesImpl({}))
    _add(xml, "title", _readable_as_html(channel.title))
    _add(xml, "link", channel.root + channel.home)
    _add(xml, "description", _readable_as_html(channel.summary))
    _add(xml, "language", get_language() or "")
    if entries:
        latest = max(entry.since for entry in entries)
        _add(xml, "lastBuildDate", format_datetime(latest, usegmt=True))
    self_link = {
        "rel": "self",
        "type": "application/rss+xml",
        "href": channel.root + path,
    }
    xml.addQuickElement("atom:link", None, self_link)
    for entry in entries:
        output.write(_item(entry, channel))
    xml.endElement("channel")
    xml.endElement("rss")
    xml.endDocument()
    return output.getvalue()


# All but the newest items of a feed were in the feed before it.
@lru_cache(maxsize=512)
def _item(entry: Entry, channel: Channel) -> bytes:
    item = io.BytesIO()
    xml = SimplerXMLGenerator(item, "utf-8")
    xml.startElement("item", AttributesImpl({}))
    _add(xml, "title", _readable_as_html(entry.title))
    _add(xml, "link", channel.root + entry.path)
    _add(xml, "guid", tag_uri(entry.address, host=channel.host), isPermaLink="false")
    _add(xml, "pubDate", format_datetime(entry.published, usegmt=True))
    if entry.updated:
        _add(xml, "atom:updated", rfc3339(entry.updated))
    for category in (entry.category, *entry.topics):
        _add(xml, "category", category)
    _add(xml, "description", _readable_as_html(entry.summary))
    _add(xml, "content:encoded", entry.content)
    xml.endElement("item")
    return item.getvalue()


def _readable_as_html(text: str) -> str:
    """Return a plain text that reads the same to those who take it for HTML.

    RSS 2.0 leaves open which it is. So “p<0.05” and “R&D” stay as they are, being text
    either way, and only what HTML would take for a tag or a character reference is escaped.
    """
    escaped = _REFERENCE.sub(
        lambda match: (
            f"&amp;{match[0][1:]}" if unescape(match[0]) != match[0] else match[0]
        ),
        text,
    )
    return _TAG_START.sub("&lt;", escaped)


def _add(xml: SimplerXMLGenerator, name: str, text: str, **attributes: str) -> None:
    xml.addQuickElement(name, FORBIDDEN.sub("", text), attributes)
