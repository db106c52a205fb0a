"""Write an item of news as NewsML-G2 2.35 (IPTC), with its text as XHTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree, html

from releases.models.record.kinds import Audience
from releases.record.documents import ContactEntry, rfc3339
from releases.syndication.news_items import NewsItem, NewsLink, telephone_numbers
from releases.text.xml_text import xml_text

MEDIA_TYPE = "application/vnd.iptc.g2.newsitem+xml"
NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
# What the prefixes of codes stand for.
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
# None is the namespace of names without a prefix, which the types of lxml do not know.
_NO_PREFIX: Any = None
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

Element = etree._Element  # noqa: SLF001 - lxml names its type so


def newsml_g2(item: NewsItem) -> bytes:
    """Return the item in UTF-8."""
    attributes = {
        "guid": item.guid,
        "version": str(item.number),
        "standard": "NewsML-G2",
        "standardversion": "2.35",
        "conformance": "power",
        **({LANGUAGE: item.language} if item.language else {}),
    }
    root = etree.Element(
        f"{{{NAMESPACE}}}newsItem", attributes, nsmap={_NO_PREFIX: NAMESPACE}
    )
    _add(root, "catalogRef", href=CATALOG)
    holder = _add(_add(root, "rightsInfo"), "copyrightHolder", uri=item.issuer_url)
    _add(holder, "name", item.issuer.legal_name or item.issuer.name)
    _add_item_metadata(root, item)
    _add_content_metadata(root, item)
    _add_instruments(root, item)
    _add_content(root, item)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return content + b"\n"


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """Add an element to its parent, with a text that XML can hold."""
    allowed = {key: xml_text(value) for key, value in attributes.items()}
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", allowed)
    element.text = xml_text(text) or None
    return element


def _add_item_metadata(root: Element, item: NewsItem) -> None:
    """Add what is known of the item: who provides it, since when, and whether it stands."""
    meta = _add(root, "itemMeta")
    _add(meta, "itemClass", qcode="ninat:text")
    _add(_add(meta, "provider", uri=item.issuer_url), "name", item.issuer.name)
    _add(meta, "versionCreated", rfc3339(item.since))
    _add(meta, "firstCreated", rfc3339(item.published))
    status = "stat:canceled" if item.is_canceled else "stat:usable"
    _add(meta, "pubStatus", qcode=status)
    _add(meta, "title", item.title)
    if item.note:
        _add(meta, "edNote", item.note)
    for event, url in item.events:
        title = event.document.title
        page = {"href": url, "contenttype": "text/html", "title": title}
        _add(meta, "link", rel="irel:seeAlso", **page)
    for link in item.links:
        if link.name == "file":
            _add(meta, "link", rel="irel:seeAlso", **_target(link))


def _add_content_metadata(root: Element, item: NewsItem) -> None:
    """Add what is known of the content: whose it is, and what it is about."""
    meta = _add(root, "contentMeta")
    for place in item.places:
        _add(_add(meta, "located", literal=place), "name", place)
    creator = _add(meta, "creator", uri=item.issuer_url)
    _add(creator, "name", item.issuer.legal_name or item.issuer.name)
    if item.contacts:
        organisation = _add(creator, "organisationDetails")
        for contact in item.contacts:
            _add_contact(organisation, contact)
    if item.language:
        _add(meta, "language", tag=item.language)
    _add(_add(meta, "genre", literal="press-release"), "name", "Press release")
    category = _add(meta, "subject", uri=item.category_url)
    _add(category, "name", item.category.name)
    for topic in item.topics:
        _add(_add(meta, "subject", literal=topic), "name", topic)
    issuer = _add(meta, "subject", type="cpnat:organisation", uri=item.issuer_url)
    _add(issuer, "name", item.issuer.name)
    _add(meta, "slugline", item.slug)
    _add(meta, "headline", item.headline)
    if item.dateline:
        _add(meta, "dateline", item.dateline)
    _add(meta, "by", item.issuer.name)
    _add(meta, "description", item.summary, role="drol:summary")


def _add_instruments(root: Element, item: NewsItem) -> None:
    """Assert where the issuer is listed, by MIC (ISO 10383), and as what."""
    if not item.issuer.listings:
        return
    issuer = _add(root, "assert", uri=item.issuer_url)
    _add(issuer, "name", item.issuer.name)
    for listing in item.issuer.listings:
        _add(
            issuer,
            "hasInstrument",
            symbol=listing.symbol,
            market=f"mic:{listing.mic}",
            marketlabel=listing.exchange,
        )


def _add_contact(organisation: Element, contact: ContactEntry) -> None:
    """Add how to reach a contact of the organisation, with a note on who it is."""
    info = _add(organisation, "contactInfo")
    for address in contact.emails:
        _add(info, "email", address)
    for number in telephone_numbers(contact):
        _add(info, "phone", number)
    parts = (
        str(Audience(contact.audience).label),
        contact.name,
        contact.title,
        contact.organization,
    )
    _add(info, "note", ", ".join(filter(None, parts)))


def _add_content(root: Element, item: NewsItem) -> None:
    """Add the text, and where its other forms are."""
    content = _add(root, "contentSet")
    language: Mapping[str, str] = {LANGUAGE: item.language} if item.language else {}
    inline = _add(content, "inlineXML", contenttype="application/xhtml+xml")
    page = etree.SubElement(
        inline, f"{{{XHTML}}}html", {**language}, nsmap={_NO_PREFIX: XHTML}
    )
    head = etree.SubElement(page, f"{{{XHTML}}}head")
    etree.SubElement(head, f"{{{XHTML}}}title").text = xml_text(item.title)
    page.append(_xhtml_body(item.content))
    for link in item.links:
        if link.name != "file":
            _add(content, "remoteContent", **_target(link))


def _target(link: NewsLink) -> dict[str, str]:
    """Return the attributes of what refers to this resource."""
    size = {} if link.size is None else {"size": str(link.size)}
    return {
        "href": link.url,
        "contenttype": link.media_type,
        "title": link.title,
        **size,
    }


def _xhtml_body(content: str) -> Element:
    """Return HTML as the body of an XHTML page."""
    body: Element = html.fragment_fromstring(xml_text(content), create_parent="body")
    for element in body.iter():
        if isinstance(element.tag, str):
            element.tag = f"{{{XHTML}}}{element.tag}"
    return body
