"""Write entries as JSON Feed 1.1 (jsonfeed.org/version/1.1), with the full text as HTML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from releases.record.documents import rfc3339
from releases.syndication.entries import Channel, Entry

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(
    channel: Channel, entries: Sequence[Entry], *, path: str, next_path: str = ""
) -> bytes:
    """Return the feed in UTF-8; `path` is its own, `next_path` has the older items."""
    members: dict[str, Any] = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": channel.root + channel.home,
        "feed_url": channel.root + path,
        "description": channel.summary,
        "language": get_language() or "",
        "authors": [{"name": channel.author}],
    }
    if channel.logo:
        members["icon"] = channel.root + channel.logo
    if next_path:
        members["next_url"] = channel.root + next_path
    if channel.hub:
        members["hubs"] = [{"type": "WebSub", "url": channel.hub}]
    feed = _json(members)
    items = b",\n".join(_item(entry, channel.root, channel.host) for entry in entries)
    return feed.removesuffix(b"}") + b',"items":[\n' + items + b"\n]}\n"


# All but the newest items of a feed were in the feed before it.
@lru_cache(maxsize=512)
def _item(entry: Entry, root: str, host: str) -> bytes:
    item: dict[str, Any] = {
        "id": entry.guid(host),
        "url": root + entry.path,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content,
        "date_published": rfc3339(entry.published),
        "tags": [entry.category, *entry.topics],
        "language": entry.language,
    }
    if entry.updated:
        item["date_modified"] = rfc3339(entry.updated)
    if entry.files:
        item["attachments"] = [
            {
                "url": root + file.path,
                "mime_type": file.media_type,
                "title": file.title or file.name,
                "size_in_bytes": file.size,
            }
            for file in entry.files
        ]
    return _json({name: value for name, value in item.items() if value != ""})


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
