"""Write an item of news as ninjs 3.1, IPTC's news in JSON."""

from __future__ import annotations

import json
from typing import Any

from releases.models.record.kinds import Audience
from releases.record.documents import ContactEntry, rfc3339
from releases.syndication.news_items import NewsItem, telephone_numbers

MEDIA_TYPE = "application/json"
STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}

Value = dict[str, Any]


def ninjs(item: NewsItem) -> bytes:
    """Return the item in UTF-8."""
    content = {
        "uri": item.guid,
        "standard": STANDARD,
        "type": "text",
        "representationType": "full",
        "profile": "press-release",
        "version": str(item.number),
        "firstCreated": rfc3339(item.published),
        "versionCreated": rfc3339(item.since),
        "pubStatus": "canceled" if item.is_canceled else "usable",
        "language": item.language,
        "edNote": item.note,
        "title": item.title,
        "slugline": item.slug,
        "by": item.issuer.name,
        "copyrightHolder": item.issuer.legal_name or item.issuer.name,
        "located": ", ".join(item.places),
        "headlines": [
            {"role": "main", "value": item.headline},
            *({"role": "sub", "value": line} for line in item.subheadlines),
        ],
        "descriptions": [{"role": "summary", "value": item.summary}],
        "bodies": [{"role": "main", "contentType": "text/html", "value": item.content}],
        "genres": [{"name": "Press release", "literal": "press-release"}],
        "subjects": [
            {
                "name": item.category.name,
                "uri": item.category_url,
                "literal": item.category.slug,
                "rel": "category",
            },
            *({"name": topic, "rel": "topic"} for topic in item.topics),
        ],
        "organisations": [_issuer(item)],
        "people": [
            _filled(
                {
                    "name": contact.name,
                    "rel": "contact",
                    "contactInfo": _contact_info(contact),
                }
            )
            for contact in item.contacts
            if contact.name
        ],
        "events": [
            {"name": event.document.title, "uri": url, "rel": "announced"}
            for event, url in item.events
        ],
        "renditions": [
            {
                "name": link.name,
                "title": link.title,
                "href": link.url,
                "contentType": link.media_type,
                **({} if link.size is None else {"sizeInBytes": link.size}),
            }
            for link in item.links
        ],
    }
    text = json.dumps(_filled(content), ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode()


def _issuer(item: NewsItem) -> Value:
    """Return the issuer with its listings, by MIC (ISO 10383), and its own contacts."""
    contact_info = [
        line
        for contact in item.contacts
        if not contact.name
        for line in _contact_info(contact)
    ]
    return _filled(
        {
            "name": item.issuer.legal_name or item.issuer.name,
            "rel": "issuer",
            "uri": item.issuer_url,
            "symbols": [
                {"exchange": listing.mic, "symbol": listing.symbol}
                for listing in item.issuer.listings
            ],
            "contactInfo": contact_info,
        }
    )


def _contact_info(contact: ContactEntry) -> list[Value]:
    """Return the ways to reach a contact, each with whom it is for."""
    role = str(Audience(contact.audience).label)
    name = ", ".join(filter(None, (contact.title, contact.organization)))
    values = [
        *(("phone", number) for number in telephone_numbers(contact)),
        *(("email", address) for address in contact.emails),
    ]
    return [
        _filled({"type": kind, "role": role, "name": name, "value": value})
        for kind, value in values
    ]


def _filled(value: Value) -> Value:
    """Return the value without members that are empty."""
    return {name: member for name, member in value.items() if member not in ("", [])}
