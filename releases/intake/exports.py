"""Read releases from exports of other sites: RSS 2.0, Atom, and WordPress's WXR."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from lxml import etree

from releases.intake.exceptions import IntakeError
from releases.intake.readers import SourceDocument, read_source
from releases.text.translatable import gettext_noop

MAX_EXPORT_BYTES = 500_000_000
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ATOM = "{http://www.w3.org/2005/Atom}"
_WP = re.compile(r"\{http://wordpress\.org/export/[\d.]{1,6}/\}")
# WordPress post types that are no posts.
_NOT_POSTS = {"attachment", "nav_menu_item", "page", "revision", "custom_css"}
_NOT_POSTS |= {"wp_global_styles", "wp_navigation", "wp_block", "wp_template"}
_FULL_TEXT_LENGTH = 600
_BLOCK = re.compile(
    r"(?i)\s{0,99}</?(?:p|div|h[1-6]|ul|ol|li|table|t[rdh]|pre|block|hr)"
)
_ANY_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportItem:
    """One entry of an export; `has_full_text` is False if it has only a summary."""

    title: str
    content: str
    date: dt.datetime | None
    link: str = ""
    guid: str = ""
    slug: str = ""
    has_full_text: bool = True


def is_export(path: Path) -> bool:
    """Return whether a file begins as RSS, RDF or Atom does."""
    with path.open("rb") as file:
        head = file.read(4096).replace(b"\x00", b"")
    return re.search(rb"<(?:rss|feed|rdf:RDF)[\s>]", head) is not None


def read_items(path: Path, *, zone: str) -> Iterator[ExportItem]:
    """Yield every published entry in order, one in memory at a time.

    `zone` (IANA) is that of WordPress dates without an offset. Raises IntakeError.
    """
    if path.stat().st_size > MAX_EXPORT_BYTES:
        raise IntakeError(
            gettext_noop(
                "This is larger than %(size)d MB. Export a few years at a time."
            ),
            size=MAX_EXPORT_BYTES // 1_000_000,
        )
    with path.open("rb") as file:
        if b"<!DOCTYPE" in file.read(65_536).replace(b"\x00", b""):
            raise IntakeError(
                gettext_noop(
                    "This file declares a document type, which no export needs. Export "
                    "it again."
                )
            )
    walk = etree.iterparse(
        str(path),
        tag=("item", f"{_ATOM}entry"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in walk:
            item = _parse_item(element, zone)
            if item is not None:
                yield item
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise IntakeError(
            gettext_noop("The file breaks off at line %(line)d. Export it again."),
            line=error.lineno,
        ) from error


def _parse_item(element: etree._Element, zone: str) -> ExportItem | None:
    if element.tag == f"{_ATOM}entry":
        return _parse_atom_entry(element)
    wordpress_fields = {
        _WP.sub("", str(child.tag)): child.text or ""
        for child in element
        if _WP.match(str(child.tag))
    }
    if wordpress_fields.get("status", "publish") != "publish":
        return None
    if wordpress_fields.get("post_type", "post") in _NOT_POSTS:
        return None
    full = element.findtext(_CONTENT)
    content = full or element.findtext("description") or ""
    return ExportItem(
        title=_one_line(element.findtext("title")),
        content=content,
        date=_wordpress_date(wordpress_fields, zone) or _mail_date(element.findtext("pubDate")),
        link=_one_line(element.findtext("link")),
        guid=_one_line(element.findtext("guid")),
        slug=_one_line(wordpress_fields.get("post_name")),
        has_full_text=bool(full) or len(content) > _FULL_TEXT_LENGTH,
    )  # fmt: skip


def _parse_atom_entry(entry: etree._Element) -> ExportItem:
    content = entry.find(f"{_ATOM}content")
    text = ""
    if content is not None:
        # Content that is not escaped is XHTML: its child elements.
        inner = [etree.tostring(child, encoding="unicode") for child in content]
        text = "".join([content.text or "", *inner])
    whole = bool(text.strip())
    links = [link for link in entry.iter(f"{_ATOM}link") if _is_page(link)]
    return ExportItem(
        title=_one_line(entry.findtext(f"{_ATOM}title")),
        content=text if whole else entry.findtext(f"{_ATOM}summary") or "",
        date=_iso_date(entry.findtext(f"{_ATOM}published"))
        or _iso_date(entry.findtext(f"{_ATOM}updated")),
        link=links[0].get("href", "") if links else "",
        guid=_one_line(entry.findtext(f"{_ATOM}id")),
        has_full_text=whole,
    )


def _is_page(link: etree._Element) -> bool:
    return link.get("rel", "alternate") == "alternate"


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _wordpress_date(fields: dict[str, str], zone: str) -> dt.datetime | None:
    universal = _iso_date(fields.get("post_date_gmt"))
    if universal:
        return universal.replace(tzinfo=dt.UTC)
    local = _iso_date(fields.get("post_date"))
    return local.replace(tzinfo=zoneinfo.ZoneInfo(zone)) if local else None


def _iso_date(text: str | None) -> dt.datetime | None:
    try:
        date = dt.datetime.fromisoformat(_one_line(text))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=dt.UTC)


def _mail_date(text: str | None) -> dt.datetime | None:
    try:
        date = email.utils.parsedate_to_datetime(_one_line(text))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=dt.UTC)


def read_release(item: ExportItem) -> SourceDocument:
    """Read an entry as a release whose headline is its title. Raises IntakeError."""
    if not item.has_full_text:
        raise IntakeError(
            gettext_noop("The export has only a summary. Export the full texts.")
        )
    title = _one_line(unescape(item.title))
    words = unescape(_ANY_TAG.sub(" ", item.content))
    has_title = _one_line(words).startswith(title)
    if not _ANY_TAG.search(item.content):
        text = item.content if has_title else f"{title}\n\n{item.content}"
        return read_source(text, "text")
    heading = "" if has_title else f"<h1>{escape(title)}</h1>"
    html = f"<article>{heading}{_paragraphs(item.content)}</article>"
    return read_source(html, "html")


def _paragraphs(content: str) -> str:
    """Return the content with `<p>` elements, as WordPress would add them."""
    if re.search(r"(?i)<(?:p|br|div)[\s/>]", content):
        return content
    parts = re.split(r"\n[ \t\r]*\n", content.replace("\r\n", "\n"))
    return "\n".join(
        part if _BLOCK.match(part) else f"<p>{part.strip().replace(chr(10), '<br>')}</p>"
        for part in parts
    )  # fmt: skip
