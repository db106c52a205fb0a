"""A version's frozen document, byte for byte as its digest was signed (docs/proof.md)."""

from __future__ import annotations

from releases.record.proof.statements import VERSION_DOCUMENT
from releases.record.representation import Representation, WriteContext

SUFFIX = "document.json"


def write(document: str, context: WriteContext) -> bytes:
    """Return the canonical JSON (RFC 8785) that the record keeps."""
    return document.encode()


REPRESENTATION = Representation(
    name="document",
    of=VERSION_DOCUMENT,
    suffix=SUFFIX,
    media_type="application/json",
    write=write,
    indexed=False,
    cors=True,
)
