"""One entry of an export: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, WordPress."""

from __future__ import annotations

import datetime as dt
import email.utils
import zoneinfo
from collections.abc import Collection

from lxml import etree

from releases.intake.exports.codes import without_codes
from releases.intake.exports.export_item import ExportItem, Format
from releases.intake.exports.status import (
    children_of,
    fields_of,
    local_name,
    why_unpublished,
)
from releases.intake.exports.titles import plain_title
from releases.text.invisible import (
    InvisibleCharacter,
    invisible_in,
    without_invisible,
)
from releases.text.translatable import Message

_FULL_TEXT_LENGTH = 600
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_MOST_OF_A_TITLE = 300


def parse_item(
    element: etree._Element, *, zone: str, post_types: Collection[str]
) -> ExportItem:
    """Return an entry. `zone` (IANA) is that of WordPress's dates without an offset."""
    fields = fields_of(element)
    written = plain_title(without_codes(_title_of(element))[0])
    removed = tuple(invisible_in(written))
    title = one_line(without_invisible(written))
    named = title or without_invisible(
        one_line(fields.get("guid") or fields.get("id") or "")
    )
    unpublished = why_unpublished(element, named[:_MOST_OF_A_TITLE], post_types)
    if local_name(element) == "entry":
        return _atom_entry(element, fields, title, removed, unpublished)
    full = _encoded(element)
    content = full or fields.get("description", "")
    return ExportItem(
        title=title,
        removed=removed,
        content=content,
        date=_wordpress_date(fields, zone) or _mail_date(fields.get("pubDate"))
        or _iso_date(fields.get("date")),
        link=one_line(fields.get("link") or element.get(_RDF_ABOUT)),
        guid=one_line(fields.get("guid") or element.get(_RDF_ABOUT)),
        slug=one_line(fields.get("post_name")),
        has_full_text=bool(full) or len(content) > _FULL_TEXT_LENGTH,
        unpublished=unpublished,
    )  # fmt: skip


def _atom_entry(
    entry: etree._Element,
    fields: dict[str, str],
    title: str,
    removed: tuple[InvisibleCharacter, ...],
    unpublished: Message | None,
) -> ExportItem:
    content = _child(entry, "content")
    text, format_ = _construct(content)
    has_full_text = bool(text.strip())
    if not has_full_text:
        text, format_ = _construct(_child(entry, "summary"))
    return ExportItem(
        title=title,
        removed=removed,
        content=text,
        format=format_,
        date=next(
            (
                date
                for name in ("published", "issued", "created", "updated", "modified")
                if (date := _iso_date(fields.get(name)))
            ),
            None,
        ),
        link=_atom_link(entry),
        guid=one_line(fields.get("id")),
        has_full_text=has_full_text,
        unpublished=unpublished,
    )


def _construct(element: etree._Element | None) -> tuple[str, Format]:
    """Return the text of an Atom construct, and whether it is HTML (RFC 4287, 3.1)."""
    if element is None:
        return "", "html"
    # What is not escaped is XHTML: child elements.
    inner = [
        etree.tostring(child, encoding="unicode")
        for child in element.iterchildren(tag=etree.Element)
    ]
    kind = (element.get("type") or "text").lower()
    is_text = kind in {"text", "text/plain"} and not inner
    is_text = is_text and element.get("mode") != "escaped"
    return "".join([element.text or "", *inner]), "text" if is_text else "html"


def _title_of(element: etree._Element) -> str:
    title = _child(element, "title")
    return "" if title is None else "".join(str(text) for text in title.itertext())


def _child(element: etree._Element, name: str) -> etree._Element | None:
    children = children_of(element)
    return next((child for child in children if local_name(child) == name), None)


def _encoded(element: etree._Element) -> str:
    """Return the full text of an RSS entry; WordPress has its excerpt beside it."""
    return next(
        (
            child.text or ""
            for child in element.iterchildren(tag=etree.Element)
            if local_name(child) == "encoded" and "excerpt" not in str(child.tag)
        ),
        "",
    )


def _atom_link(entry: etree._Element) -> str:
    links = (
        child.get("href") or ""
        for child in entry.iterchildren(tag=etree.Element)
        if local_name(child) == "link" and child.get("rel", "alternate") == "alternate"
    )
    return next(links, "")


def one_line(text: str | None) -> str:
    """Return a text in one line."""
    return " ".join((text or "").split())


def _wordpress_date(fields: dict[str, str], zone: str) -> dt.datetime | None:
    universal = _iso_date(fields.get("post_date_gmt"))
    if universal:
        return universal.replace(tzinfo=dt.UTC)
    local = _iso_date(fields.get("post_date"))
    return local.replace(tzinfo=zoneinfo.ZoneInfo(zone)) if local else None


def _iso_date(text: str | None) -> dt.datetime | None:
    try:
        date = dt.datetime.fromisoformat(one_line(text))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=dt.UTC)


def _mail_date(text: str | None) -> dt.datetime | None:
    try:
        date = email.utils.parsedate_to_datetime(one_line(text))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=dt.UTC)
