"""Write entries as RSS 2.0, with the full text as content:encoded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import format_datetime
from functools import lru_cache
from html import escape, unescape

from django.utils.translation import get_language

from releases.record.documents import rfc3339
from releases.syndication.entries import Channel, Entry
from releases.syndication.xml_elements import FeedXML

MEDIA_TYPE = "application/rss+xml"
NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
}
_REFERENCE = re.compile(r"&#?\w{1,40};?")
# What opens a tag, an end tag, a comment or a processing instruction (HTML, 13.2.5.6).
_TAG_START = re.compile("<(?=[a-zA-Z/!?])")


def rss(channel: Channel, entries: Sequence[Entry], *, path: str) -> bytes:
    """Return the feed in UTF-8; `path` is its own, and nothing but its entries decide it."""
    xml = FeedXML()
    xml.start_document()
    xml.start("rss", {"version": "2.0", **NAMESPACES})
    xml.start("channel")
    xml.add("title", _readable_as_html(channel.title))
    xml.add("link", channel.root + channel.home)
    xml.add("description", _readable_as_html(channel.summary))
    xml.add("language", get_language() or "")
    if entries:
        latest = max(entry.since for entry in entries)
        xml.add("lastBuildDate", format_datetime(latest, usegmt=True))
    self_link = {"rel": "self", "type": MEDIA_TYPE, "href": channel.root + path}
    xml.add("atom:link", attributes=self_link)
    if channel.hub:
        xml.add("atom:link", attributes={"rel": "hub", "href": channel.hub})
    if channel.logo:
        xml.start("image")
        xml.add("url", channel.root + channel.logo)
        xml.add("title", _readable_as_html(channel.title))
        xml.add("link", channel.root + channel.home)
        xml.end("image")
    for entry in entries:
        xml.splice(_item(entry, channel.root, channel.host))
    xml.end("channel")
    xml.end("rss")
    return xml.content()


# All but the newest items of a feed were in the feed before it.
@lru_cache(maxsize=512)
def _item(entry: Entry, root: str, host: str) -> bytes:
    xml = FeedXML()
    xml.start("item")
    xml.add("title", _readable_as_html(entry.title))
    xml.add("link", root + entry.path)
    xml.add("guid", entry.guid(host), {"isPermaLink": "false"})
    xml.add("pubDate", format_datetime(entry.published, usegmt=True))
    if entry.updated:
        xml.add("atom:updated", rfc3339(entry.updated))
    for category in (entry.category, *entry.topics):
        xml.add("category", category)
    xml.add("description", escape(entry.summary, quote=False))
    xml.add("content:encoded", entry.content)
    xml.end("item")
    return xml.content()


def _readable_as_html(text: str) -> str:
    """Return a title that reads the same to those who take it for HTML.

    RSS 2.0 leaves open which it is. So “p<0.05” and “R&D” stay as they are, being text
    either way, and only what HTML would take for a tag or a character reference is escaped.
    The description of an item is HTML to all readers, and is escaped as such.
    """
    escaped = _REFERENCE.sub(
        lambda match: (
            f"&amp;{match[0][1:]}" if unescape(match[0]) != match[0] else match[0]
        ),
        text,
    )
    return _TAG_START.sub("&lt;", escaped)
