"""Everything that is stored about a release, as the values that the PDF's template sets."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.pdf.sheet import fitted, language_of
from releases.record.documents import ProfileDocument
from releases.record.logo_bytes import logo_bytes
from releases.text.body_tree import parse_blocks, words


def sheet_of_record(
    html: str,
    *,
    title: str,
    issuer: ProfileDocument,
    made_at: dt.datetime,
    root: str,
) -> dict[str, Any]:
    """Return the values of a PDF with this restricted HTML, in English as records are."""
    made = f"{made_at.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC"
    english = language_of("en")
    return {
        **english,
        "page_language": english["language"],
        "paper": "us-letter" if issuer.timezone.startswith("America/") else "a4",
        "created": int(made_at.timestamp()),
        "title": words(title)[1],
        "author": words(issuer.legal_name or issuer.name)[1],
        "issuer": words(issuer.name or "Newsroom")[1],
        "logo": logo_bytes(issuer.logo),
        "listings": [],
        "category": "Confidential: the complete record of a release",
        "subheadlines": [],
        "published": f"Exported {made}",
        "notice": None,
        "body": fitted(parse_blocks(html), root),
        "sections": [],
        "contacts": None,
        "events": [],
        "events_heading": "",
        "files": [],
        "files_heading": "",
        "source": "",
        "address": [words("All times are UTC unless they name another zone.")],
        "footer": f"Confidential · exported {made}",
        "page": "Page {page} of {pages}",
    }
