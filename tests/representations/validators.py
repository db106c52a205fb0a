"""What a form must be by its media type, and the text that a reader gets from it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import struct
from collections.abc import Callable
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]  # has no types
import html5lib
import openpyxl
import pikepdf
import tinycss2  # type: ignore[import-untyped]  # has no types
import vobject

from tests.pdf.reading import read_pdf
from tests.representations.pixels import read_size


def text_of_plain(content: bytes) -> str:
    """Return plain text; it ends with a line end (POSIX, 3.206) or is one line."""
    return content.decode("utf-8")


def text_of_style_sheet(content: bytes) -> str:
    """Return a style sheet in which nothing is amiss (CSS Syntax Module, 9.1)."""
    rules, _ = tinycss2.parse_stylesheet_bytes(content)
    assert not [rule for rule in rules if rule.type == "error"]
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


ATOM = "{http://www.w3.org/2005/Atom}"


def text_of_atom(content: bytes) -> str:
    """Return the text of an Atom feed, which has every element that RFC 4287 requires."""
    assert_feed_readers_can_read(content, "atom10")
    feed = ElementTree.fromstring(content)  # noqa: S314 - our own feed
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for required in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{required}")) == 1
        assert dt.datetime.fromisoformat(element.findtext(f"{ATOM}updated", "")).tzinfo
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    return _html_text(feed)


# The members of a JSON Feed 1.1 and of its items that we write, and their types.
JSON_FEED = {
    **dict.fromkeys(
        (
            *("version", "title", "home_page_url", "feed_url", "description"),
            *("language", "next_url"),
        ),
        str,
    ),
    "authors": list,
    "items": list,
}
JSON_ITEM = {
    **dict.fromkeys(
        (
            *("id", "url", "title", "summary", "content_html", "language"),
            *("date_published", "date_modified"),
        ),
        str,
    ),
    "tags": list,
    "attachments": list,
}


def text_of_json_feed(content: bytes) -> str:
    """Return the text of a JSON Feed, which follows the rules of version 1.1."""
    feed = json.loads(content.decode("utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert all(isinstance(value, JSON_FEED[name]) for name, value in feed.items())
    for item in feed["items"]:
        assert all(isinstance(value, JSON_ITEM[name]) for name, value in item.items())
        assert item["id"]
        assert item["content_html"]
        assert item["url"].startswith("http")
        for name in ("date_published", "date_modified"):
            if name in item:
                assert dt.datetime.fromisoformat(item[name]).tzinfo
        for attachment in item.get("attachments", ()):
            assert attachment["url"].startswith("http")
            assert attachment["mime_type"]
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    return " ".join(_strings(feed))


def assert_feed_readers_can_read(content: bytes, version: str) -> None:
    """Fail if feedparser, on which many readers stand, finds a fault in the feed."""
    parsed = feedparser.parse(content)
    assert not parsed.bozo, parsed.bozo_exception
    assert parsed.version == version
    assert all(entry.id and entry.link for entry in parsed.entries)
    assert all(entry.published_parsed for entry in parsed.entries)


def text_of_rss(content: bytes) -> str:
    """Return the text of an RSS 2.0 feed: each item has its elements, and reads as HTML."""
    assert_feed_readers_can_read(content, "rss20")
    root = ElementTree.fromstring(content)  # noqa: S314 - our own feed
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root.findall("channel")
    for required in ("title", "link", "description"):
        assert len(channel.findall(required)) == 1
    guids = [item.findtext("guid") for item in channel.findall("item")]
    assert None not in guids
    assert len(set(guids)) == len(guids)
    return _html_text(channel)


def _html_text(feed: ElementTree.Element) -> str:
    """Return the text of every element, read as HTML."""
    texts = []
    for element in feed.iter():
        fragment = html5lib.parseFragment(
            element.text or "", namespaceHTMLElements=False
        )
        texts.append("".join(fragment.itertext()))
    return " ".join(texts)


def text_of_calendar(content: bytes) -> str:
    """Return the text of a calendar file (RFC 5545) as another reader than ours reads it."""
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    calendar = vobject.readOne(content.decode("utf-8"))
    assert calendar.validate(raiseException=True)
    uids = [event.uid.value for event in calendar.vevent_list]
    assert len(set(uids)) == len(uids)
    texts = [
        field.value
        for event in calendar.vevent_list
        for field in event.getChildren()
        if isinstance(getattr(field, "value", None), str)
    ]
    return " ".join(texts)


def text_of_sitemap(content: bytes) -> str:
    """Return the text of a sitemap or of an index of them: each entry has one address."""
    root = ElementTree.fromstring(content)  # noqa: S314 - our own sitemap
    namespace = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    entries = {f"{namespace}urlset": "url", f"{namespace}sitemapindex": "sitemap"}
    assert {entry.tag for entry in root} <= {namespace + entries[root.tag]}
    for entry in root:
        (address,) = entry.findall(f"{namespace}loc")
        assert (address.text or "").startswith("http://testserver/")
    return " ".join(element.text or "" for element in root.iter())


def text_of_pdf(content: bytes) -> str:
    """Return the text of a PDF that is tagged and claims PDF/UA-1 (ISO 14289-1, 5)."""
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert document.open_metadata()["pdfuaid:part"] == "1"
    root = read_pdf(content)
    assert len(list(root.all("/H1"))) == 1
    return root.text


def size_of_png(content: bytes) -> str:
    """Return the size of a PNG of 8 bits a channel, whose every pixel is there."""
    return "{} x {}".format(*read_size(content))


def sizes_of_icon(content: bytes) -> str:
    """Return the sizes in an ICO file, each of which holds a PNG of that size."""
    reserved, kind, count = struct.unpack_from("<3H", content)
    assert (reserved, kind) == (0, 1)
    sizes = []
    for index in range(count):
        width, height, length, offset = struct.unpack_from(
            "<2B6x2I", content, 6 + 16 * index
        )
        sizes.append(size_of_png(content[offset : offset + length]))
        assert sizes[-1] == f"{width} x {height}"
    return ", ".join(sizes)


def text_of_csv(content: bytes) -> str:
    """Return the text of a CSV file (RFC 4180), whose rows are equally long."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    assert content.endswith(b"\r\n")
    assert len({len(row) for row in rows}) == 1
    return " ".join(cell for row in rows for cell in row)


def text_of_workbook(content: bytes) -> str:
    """Return the text of a workbook's cells, which are texts and numbers."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    return " ".join(str(cell.value or "") for cell in cells)


def text_of_vcard(content: bytes) -> str:
    """Return the text of a vCard 4.0 (RFC 6350) as another reader than ours reads it."""
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    card = vobject.readOne(content.decode("utf-8"))
    assert card.version.value == "4.0"
    assert card.fn.value
    return " ".join(str(field.value) for field in card.getChildren())


NAR = "{http://iptc.org/std/nar/2006-10-01/}"


def text_of_newsml_g2(content: bytes) -> str:
    """Return the text of a NewsML-G2 item, which has what the standard requires."""
    root = ElementTree.fromstring(content)  # noqa: S314 - our own item
    assert root.tag == f"{NAR}newsItem"
    assert {"guid", "version", "standard", "standardversion"} <= set(root.keys())
    for required in ("itemClass", "provider", "versionCreated"):
        assert len(root.findall(f"{NAR}itemMeta/{NAR}{required}")) == 1
    return " ".join(root.itertext())


VALIDATORS: dict[str, Callable[[bytes], str]] = {
    "application/atom+xml": text_of_atom,
    "application/feed+json": text_of_json_feed,
    "application/json": text_of_json,
    "application/xml": text_of_sitemap,
    "application/pdf": text_of_pdf,
    "application/rss+xml": text_of_rss,
    "image/png": size_of_png,
    "image/vnd.microsoft.icon": sizes_of_icon,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
        text_of_workbook
    ),
    "text/calendar": text_of_calendar,
    "application/vnd.iptc.g2.newsitem+xml": text_of_newsml_g2,
    "text/csv": text_of_csv,
    "text/css": text_of_style_sheet,
    "text/plain": text_of_plain,
    "text/vcard": text_of_vcard,
}
