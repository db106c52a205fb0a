"""Releases in an export of another site: RSS 2.0, Atom, and WordPress's WXR."""

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

from releases.intake.decode import Unreadable
from releases.intake.readers import SourceDocument, reread

MOST_BYTES = 500_000_000
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ATOM = "{http://www.w3.org/2005/Atom}"
_WP = re.compile(r"\{http://wordpress\.org/export/[\d.]{1,6}/\}")
# What WordPress keeps beside posts.
_NO_POSTS = {"attachment", "nav_menu_item", "page", "revision", "custom_css"}
_NO_POSTS |= {"wp_global_styles", "wp_navigation", "wp_block", "wp_template"}
_FULL = 600
_BLOCK = re.compile(
    r"(?i)\s{0,99}</?(?:p|div|h[1-6]|ul|ol|li|table|t[rdh]|pre|block|hr)"
)
_ANY_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One entry of an export as it says itself."""

    title: str
    content: str
    dated: dt.datetime | None
    link: str = ""
    guid: str = ""
    slug: str = ""
    whole: bool = True


def is_export(path: Path) -> bool:
    """Whether a file is an export, by its first words."""
    with path.open("rb") as file:
        head = file.read(4096).replace(b"\x00", b"")
    return re.search(rb"<(?:rss|feed|rdf:RDF)[\s>]", head) is not None


def postings(path: Path, *, zone: str) -> Iterator[Posting]:
    """Every published entry, in the export's order; memory holds one at a time."""
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable("It is larger than 500 MB: export a few years at a time.")
    with path.open("rb") as file:
        if b"<!DOCTYPE" in file.read(65_536).replace(b"\x00", b""):
            raise Unreadable("It declares a document type, which no export needs.")
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
            posting = _posting(element, zone)
            if posting is not None:
                yield posting
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        told = f"It breaks off at line {error.lineno}: export it again."
        raise Unreadable(told) from error


def _posting(element: etree._Element, zone: str) -> Posting | None:
    if element.tag == f"{_ATOM}entry":
        return _of_atom(element)
    wordpress = {
        _WP.sub("", str(child.tag)): child.text or ""
        for child in element
        if _WP.match(str(child.tag))
    }
    if wordpress.get("status", "publish") != "publish":
        return None
    if wordpress.get("post_type", "post") in _NO_POSTS:
        return None
    full = element.findtext(_CONTENT)
    content = full or element.findtext("description") or ""
    return Posting(
        title=_line(element.findtext("title")),
        content=content,
        dated=_wordpress_date(wordpress, zone) or _mail_date(element.findtext("pubDate")),
        link=_line(element.findtext("link")),
        guid=_line(element.findtext("guid")),
        slug=_line(wordpress.get("post_name")),
        whole=bool(full) or len(content) > _FULL,
    )  # fmt: skip


def _of_atom(entry: etree._Element) -> Posting:
    content = entry.find(f"{_ATOM}content")
    text = ""
    if content is not None:
        # What is not escaped is XHTML, and stands as elements.
        inner = [etree.tostring(child, encoding="unicode") for child in content]
        text = "".join([content.text or "", *inner])
    whole = bool(text.strip())
    links = [link for link in entry.iter(f"{_ATOM}link") if _is_page(link)]
    return Posting(
        title=_line(entry.findtext(f"{_ATOM}title")),
        content=text if whole else entry.findtext(f"{_ATOM}summary") or "",
        dated=_iso_date(entry.findtext(f"{_ATOM}published"))
        or _iso_date(entry.findtext(f"{_ATOM}updated")),
        link=links[0].get("href", "") if links else "",
        guid=_line(entry.findtext(f"{_ATOM}id")),
        whole=whole,
    )


def _is_page(link: etree._Element) -> bool:
    return link.get("rel", "alternate") == "alternate"


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _wordpress_date(said: dict[str, str], zone: str) -> dt.datetime | None:
    universal = _iso_date(said.get("post_date_gmt"))
    if universal:
        return universal.replace(tzinfo=dt.UTC)
    local = _iso_date(said.get("post_date"))
    return local.replace(tzinfo=zoneinfo.ZoneInfo(zone)) if local else None


def _iso_date(text: str | None) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(_line(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _mail_date(text: str | None) -> dt.datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(_line(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def arrival_of(posting: Posting) -> SourceDocument:
    """A posting read as a release whose headline is its title."""
    if not posting.whole:
        raise Unreadable("The export has only a summary: export the whole texts.")
    title = _line(unescape(posting.title))
    words = unescape(_ANY_TAG.sub(" ", posting.content))
    headed = _line(words).startswith(title)
    if not _ANY_TAG.search(posting.content):
        text = posting.content if headed else f"{title}\n\n{posting.content}"
        return reread(text, "text")
    heading = "" if headed else f"<h1>{escape(title)}</h1>"
    html = f"<article>{heading}{_paragraphs(posting.content)}</article>"
    return reread(html, "html")


def _paragraphs(content: str) -> str:
    """The content with the paragraphs that WordPress leaves to be made of empty lines."""
    if re.search(r"(?i)<(?:p|br|div)[\s/>]", content):
        return content
    parts = re.split(r"\n[ \t\r]*\n", content.replace("\r\n", "\n"))
    return "\n".join(
        part if _BLOCK.match(part) else f"<p>{part.strip().replace(chr(10), '<br>')}</p>"
        for part in parts
    )  # fmt: skip
