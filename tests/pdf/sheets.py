"""Releases as PDFs, read back, for tests."""

from __future__ import annotations

from typing import Any

from releases.pdf.sheet import sheet_of
from releases.pdf.typesetting import typeset
from releases.record.documents import (
    CategoryEntry,
    ListingEntry,
    ProfileDocument,
    ReleaseDocument,
)
from releases.record.published import Published
from tests.builders import SEVEN
from tests.pdf.reading import Tag, read_pdf

ISSUER = ProfileDocument(
    name="Larkmoor Therapeutics",
    legal_name="Larkmoor Therapeutics, Inc.",
    timezone="America/New_York",
    listings=(ListingEntry(mic="XNAS", exchange="Nasdaq", symbol="LRKM"),),
)


def release_of(
    body: str = "<p>It grew.</p>", **fields: Any
) -> Published[ReleaseDocument]:
    """Return a release that went live at SEVEN."""
    defaults: dict[str, Any] = {
        "headline": "Larkmoor Reports Results",
        "category": CategoryEntry(slug="financial-results", name="Financial results"),
        "language": "en",
        "timezone": "America/New_York",
    }
    times: dict[str, Any] = {"dated": SEVEN, "since": SEVEN}
    return Published(
        address="2026/results",
        number=1,
        imported=False,
        digest="",
        starts=None,
        ends=None,
        document=ReleaseDocument(**{**defaults, "body": body, **fields}),
        **times,
    )


def sheet(body: str = "<p>It grew.</p>", **fields: Any) -> dict[str, Any]:
    """Return the sheet of a release with this body."""
    return sheet_of(
        release_of(body, **fields),
        issuer=ISSUER,
        events=(),
        root="https://ir.example.com",
    )


def pdf(body: str = "<p>It grew.</p>", **fields: Any) -> bytes:
    """Return the PDF of a release with this body."""
    return typeset(sheet(body, **fields))


def read(body: str, **fields: Any) -> Tag:
    """Return the structure of the PDF of a release with this body."""
    return read_pdf(pdf(body, **fields))
