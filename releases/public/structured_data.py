"""What pages are about, for search engines: JSON-LD (W3C) in schema.org's vocabulary."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from releases.models.record.kinds import EventKind, NoticeKind
from releases.record.documents import (
    ContactEntry,
    EventDocument,
    ProfileDocument,
    rfc3339,
)
from releases.record.languages import LanguageLinks
from releases.record.published import Published
from releases.record.versions import Version
from releases.templatetags.datetimes import in_zone
from releases.templatetags.text_markup import standfirst
from releases.text.phones import e164, phones_in
from releases.text.public_paths import CARD_SUFFIX, CONTACTS, HOME, version_path

Node = dict[str, Any]

# In a script element these could end it, or begin a comment (HTML, 4.12.1.3).
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
# Events that the issuer itself holds, and those that take place by telephone or web.
_OWN_EVENTS = {
    EventKind.EARNINGS_CALL,
    EventKind.CONFERENCE_CALL,
    EventKind.WEBCAST,
    EventKind.ANNUAL_MEETING,
}
_CALLS = {EventKind.EARNINGS_CALL, EventKind.CONFERENCE_CALL, EventKind.WEBCAST}
_SCHEMA = "https://schema.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The issuer, and the origin of the site's URLs without a slash at its end."""

    issuer: ProfileDocument
    root: str

    @property
    def issuer_id(self) -> str:
        """The IRI that names the issuer on every page."""
        return f"{self.root}{HOME}#issuer"


def graph(nodes: Iterable[Node]) -> SafeString:
    """Return the nodes as JSON-LD for a script element, which nothing in it can end."""
    document = {"@context": _SCHEMA, "@graph": list(nodes)}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 - escaped for its place


def issuer_node(site: Site) -> Node:
    """Return the issuer in brief; without a name it is none."""
    issuer = site.issuer
    node = {"@type": "Corporation", "@id": site.issuer_id, "name": issuer.name}
    node["url"] = issuer.website or site.root + HOME
    return _filled(node | {"logo": _logo(site) if issuer.logo else None})


def _logo(site: Site) -> Node:
    logo = site.issuer.logo
    assert logo is not None
    return {
        "@type": "ImageObject",
        "url": site.root + logo.path,
        "width": logo.width,
        "height": logo.height,
    }


def corporation(site: Site) -> Node:
    """Return the issuer with its listings, by MIC (ISO 10383), and its contacts."""
    issuer = site.issuer
    return _filled(
        issuer_node(site)
        | {
            "legalName": issuer.legal_name,
            "description": issuer.about,
            "tickerSymbol": _one_or_all(
                [f"{listing.mic} {listing.symbol}" for listing in issuer.listings]
            ),
            "contactPoint": [
                contact_point(contact, site)
                for contact in issuer.contacts
                if contact.phones or contact.emails
            ],
        }
    )


def contact_point(contact: ContactEntry, site: Site) -> Node:
    """Return whom to call or to write to, with numbers in E.164."""
    types = {
        "investors": _("investor relations"),
        "media": _("media relations"),
        "general": _("general enquiries"),
    }
    numbers = (e164(phone.text) for line in contact.phones for phone in phones_in(line))
    return _filled(
        {
            "@type": "ContactPoint",
            "contactType": types[contact.audience],
            "name": contact.name,
            "telephone": _one_or_all([number for number in numbers if number]),
            "email": _one_or_all([*contact.emails]),
            "url": site.root + CONTACTS,
        }
    )


def news_article(
    versions: tuple[Version, ...],
    *,
    url: str,
    site: Site,
    languages: LanguageLinks = (),
) -> Node:
    """Return the current version of a release, with the notice of each correction.

    What was sealed says nothing. `languages` are those that readers have.
    """
    release = versions[-1].release
    document = release.document
    published = (
        in_zone(release.dated, document.timezone).date().isoformat()
        if release.imported
        else rfc3339(release.dated)
    )
    return _filled(
        {
            "@type": "NewsArticle",
            "@id": f"{url}#release",
            "url": url,
            "mainEntityOfPage": url,
            "headline": document.headline,
            "description": standfirst(document),
            "image": site.root
            + version_path(release.address, release.number)
            + CARD_SUFFIX,
            "datePublished": published,
            "dateModified": rfc3339(release.changed_at) if release.changed_at else "",
            "inLanguage": document.language,
            **_translations(release.address, languages, site),
            "articleSection": document.category.readable_name,
            "keywords": [*document.topics],
            "version": release.number,
            "isAccessibleForFree": True,
            "creativeWorkStatus": _("Withdrawn") if document.is_notice else "",
            "correction": [
                _correction(version, site)
                for version in versions
                if version.release.document.change and not version.sealed
            ],
            "author": _author(site),
            "publisher": _author(site),
        }
    )


def _translations(address: str, languages: LanguageLinks, site: Site) -> Node:
    """Return the other languages of an original, or the original of a translation."""
    works = [
        {
            "@type": "NewsArticle",
            "@id": f"{site.root}{link.permanent_path}#release",
            "inLanguage": link.language,
        }
        for link in languages
        if link.address != address
    ]
    original = next((link for link in languages if not link.is_translation), None)
    if original is None:
        return {}
    if original.address == address:
        return {"workTranslation": _one_or_all(works)}
    return {"translationOfWork": works[0]}


def _correction(version: Version, site: Site) -> Node:
    release = version.release
    change = release.document.change
    assert change is not None
    return _filled(
        {
            "@type": "CorrectionComment",
            "name": str(NoticeKind(change.kind).label),
            "text": change.text,
            "datePublished": rfc3339(release.since),
            "url": site.root + version_path(release.address, release.number),
        }
    )


def event_nodes(
    event: Published[EventDocument], *, url: str, description: str, site: Site
) -> list[Node]:
    """Return the event; nothing of one that is only a date, held in no place."""
    document = event.document
    places = _places(document, url)
    if not places:
        return []
    mixed = len(places) > 1
    mode = "Mixed" if mixed else "Online" if "url" in places[0] else "Offline"
    state = "EventCancelled" if document.cancelled else "EventScheduled"
    return [
        _filled(
            {
                "@type": "Event",
                "@id": f"{url}#event",
                "url": url,
                "name": document.title,
                "description": description,
                "startDate": _time(document.starts, document),
                "endDate": _time(document.ends, document) if document.ends else "",
                "eventStatus": f"{_SCHEMA}/{state}",
                "eventAttendanceMode": f"{_SCHEMA}/{mode}EventAttendanceMode",
                "location": _one_or_all(places),
                "organizer": _author(site)
                if document.event_kind in _OWN_EVENTS
                else "",
            }
        )
    ]


def _places(document: EventDocument, url: str) -> list[Node]:
    """Return where the event is: in a place, on the web, or both.

    What the page does not name, such as the webcast of a cancelled call, is the page.
    """
    places = []
    if document.venue or document.city:
        place = {"@type": "Place", "name": document.venue or document.city}
        places.append(_filled(place | {"address": document.city or document.venue}))
    by_wire = document.webcast_url or document.dial_ins
    if by_wire or (not places and document.event_kind in _CALLS):
        webcast = "" if document.cancelled else document.webcast_url
        places.append({"@type": "VirtualLocation", "url": webcast or url})
    return places


def breadcrumbs(*steps: tuple[str, str]) -> Node:
    """Return the way to the page from the front page, as (name, URL)."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(steps, start=1)
        ],
    }


def _author(site: Site) -> Node | str:
    return issuer_node(site) if site.issuer.name else ""


def _time(moment: dt.datetime, document: EventDocument) -> str:
    """Return the moment in the event's zone, or the day of an event of whole days."""
    local = in_zone(moment, document.timezone)
    return local.date().isoformat() if document.all_day else local.isoformat()


def _one_or_all(values: list[Any]) -> Any:
    """Return the only value by itself."""
    return values[0] if len(values) == 1 else values


def _filled(node: Node) -> Node:
    """Return the node without properties that have no value."""
    return {name: value for name, value in node.items() if value not in ("", [], None)}
