"""Write entries as Atom 1.0 (RFC 4287), with tombstones of what was withdrawn (RFC 6721)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.utils.translation import get_language

from releases.record.documents import rfc3339
from releases.syndication.entries import Channel, Entry
from releases.syndication.xml_elements import FeedXML

MEDIA_TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
HISTORY = "http://purl.org/syndication/history/1.0"
# When a feed without entries was updated: it has to say a moment, and never was.
NEVER_UPDATED = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def atom(
    channel: Channel,
    entries: Sequence[Entry],
    *,
    path: str,
    links: Mapping[str, str] | None = None,
    archive_of: str = "",
) -> bytes:
    """Return the feed in UTF-8; `path` is its own, `links` are more paths by relation.

    A release whose text is gone is a tombstone of its entry, and beside it an entry with
    an id of its own has the notice, for clients that know no tombstones. An archive
    document (RFC 5005, 4) has the id of the feed whose path is `archive_of`.
    """
    xml = FeedXML()
    xml.start_document()
    attributes = {"xmlns": NAMESPACE, "xml:lang": get_language() or ""}
    if any(entry.is_notice for entry in entries):
        attributes["xmlns:at"] = TOMBSTONES
    if archive_of:
        attributes["xmlns:fh"] = HISTORY
    xml.start("feed", attributes)
    xml.add("id", f"https://{channel.host}{archive_of or path}")
    xml.add("title", channel.title)
    xml.add("subtitle", channel.summary)
    updated = max((entry.since for entry in entries), default=NEVER_UPDATED)
    xml.add("updated", rfc3339(updated))
    if channel.logo:
        xml.add("logo", channel.root + channel.logo)
    xml.start("author")
    xml.add("name", channel.author)
    xml.end("author")
    if archive_of:
        xml.add("fh:archive")
    for link in _links(channel, {"self": path, **(links or {})}):
        xml.add("link", attributes=link)
    if channel.hub:
        xml.add("link", attributes={"rel": "hub", "href": channel.hub})
    for entry in entries:
        xml.splice(_entry(entry, channel.root, channel.host))
    xml.end("feed")
    return xml.content()


def _links(channel: Channel, paths: Mapping[str, str]) -> list[Mapping[str, str]]:
    return [
        {"rel": "alternate", "type": "text/html", "href": channel.root + channel.home},
        *(
            {"rel": relation, "type": MEDIA_TYPE, "href": channel.root + path}
            for relation, path in paths.items()
        ),
    ]


# All but the newest entries of a feed were in the feed before it.
@lru_cache(maxsize=512)
def _entry(entry: Entry, root: str, host: str) -> bytes:
    xml = FeedXML()
    guid = entry.guid(host)
    if entry.is_notice:
        deleted = {"ref": guid, "when": rfc3339(entry.since)}
        xml.start("at:deleted-entry", deleted)
        xml.add("at:comment", entry.title)
        xml.end("at:deleted-entry")
        guid = f"{guid}#{entry.number}"
    xml.start("entry", {"xml:lang": entry.language} if entry.language else {})
    xml.add("id", guid)
    xml.add("title", entry.title)
    xml.add("published", rfc3339(entry.published))
    xml.add("updated", rfc3339(entry.updated or entry.published))
    page = {"rel": "alternate", "type": "text/html", "href": root + entry.path}
    xml.add("link", attributes=page)
    for file in entry.files:
        enclosure = {
            "rel": "enclosure",
            "type": file.media_type,
            "length": str(file.size),
            "title": file.title or file.name,
            "href": root + file.path,
        }
        xml.add("link", attributes=enclosure)
    category = {"term": entry.category_term, "label": entry.category}
    xml.add("category", attributes=category)
    for topic in entry.topics:
        xml.add("category", attributes={"term": topic})
    xml.add("summary", entry.summary)
    xml.add("content", entry.content, {"type": "html"})
    xml.end("entry")
    return xml.content()
