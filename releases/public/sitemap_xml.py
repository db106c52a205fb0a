"""Write sitemaps (sitemaps.org 0.9)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from django.conf import settings

from releases.record.documents import rfc3339
from releases.record.languages import default_link
from releases.record.representation import WriteContext
from releases.record.sitemaps import ListedPage

MEDIA_TYPE = "application/xml"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def index_of_sitemaps(sitemaps: Iterable[ListedPage], context: WriteContext) -> bytes:
    """Return an index of sitemaps."""
    index = Element("sitemapindex", {"xmlns": _NAMESPACE})
    for sitemap in sitemaps:
        _add_page(SubElement(index, "sitemap"), sitemap, context)
    return serialize(index)


def sitemap_of_pages(pages: Iterable[ListedPage], context: WriteContext) -> bytes:
    """Return a sitemap of pages."""
    pages = tuple(pages)
    has_languages = any(page.languages for page in pages)
    sitemap = url_set(**({"xhtml": _XHTML} if has_languages else {}))
    for page in pages:
        _add_page(SubElement(sitemap, "url"), page, context)
    return serialize(sitemap)


def _add_languages(entry: Element, page: ListedPage, context: WriteContext) -> None:
    """Add a link to the page in each language, itself too, and one for other readers."""
    if not page.languages:
        return
    default = default_link(page.languages, settings.LANGUAGE_CODE)
    for language, link in (
        *((link.language, link) for link in page.languages),
        ("x-default", default),
    ):
        href = context.root + link.permanent_path
        attributes = {"rel": "alternate", "hreflang": language, "href": href}
        SubElement(entry, "xhtml:link", attributes)


def url_set(**namespaces: str) -> Element:
    """Return an empty sitemap, with more namespaces by their prefix."""
    more = {f"xmlns:{prefix}": name for prefix, name in namespaces.items()}
    return Element("urlset", {"xmlns": _NAMESPACE, **more})


def serialize(sitemap: Element) -> bytes:
    """Return the sitemap in UTF-8, with a line for each entry."""
    ElementTree.indent(sitemap)
    content: bytes = ElementTree.tostring(
        sitemap, encoding="utf-8", xml_declaration=True
    )
    return content + b"\n"


def _add_page(entry: Element, page: ListedPage, context: WriteContext) -> None:
    SubElement(entry, "loc").text = context.root + page.path
    if page.changed:
        SubElement(entry, "lastmod").text = rfc3339(page.changed)
    _add_languages(entry, page, context)
