"""What a form must be by its media type, and the text that a reader gets from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from xml.etree import ElementTree

import html5lib


def text_of_plain(content: bytes) -> str:
    """Return plain text; it ends with a line end (POSIX, 3.206) or is one line."""
    return content.decode("utf-8")


def text_of_json(content: bytes) -> str:
    """Return every string of a JSON text in UTF-8 (RFC 8259)."""
    return " ".join(_strings(json.loads(content.decode("utf-8"))))


def _strings(value: object) -> list[str]:
    """Return the strings in a JSON value, the names of its members too."""
    if isinstance(value, dict):
        return [
            text for pair in value.items() for part in pair for text in _strings(part)
        ]
    if isinstance(value, list):
        return [text for part in value for text in _strings(part)]
    return [value] if isinstance(value, str) else []


def text_of_rss(content: bytes) -> str:
    """Return the text of an RSS 2.0 feed: each item has its elements, and reads as HTML."""
    root = ElementTree.fromstring(content)  # noqa: S314 - our own feed
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root.findall("channel")
    for required in ("title", "link", "description"):
        assert len(channel.findall(required)) == 1
    guids = [item.findtext("guid") for item in channel.findall("item")]
    assert None not in guids
    assert len(set(guids)) == len(guids)
    texts = []
    for element in channel.iter():
        fragment = html5lib.parseFragment(
            element.text or "", namespaceHTMLElements=False
        )
        texts.append("".join(fragment.itertext()))
    return " ".join(texts)


VALIDATORS: dict[str, Callable[[bytes], str]] = {
    "application/json": text_of_json,
    "application/rss+xml": text_of_rss,
    "text/plain": text_of_plain,
}
