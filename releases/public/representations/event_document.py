"""The frozen document of an event's current version (docs/proof.md)."""

from __future__ import annotations

from releases.public.representations.document import SUFFIX, write
from releases.record.proof.statements import EVENT_DOCUMENT
from releases.record.representation import Representation

REPRESENTATION = Representation(
    name="document",
    of=EVENT_DOCUMENT,
    suffix=SUFFIX,
    media_type="application/json",
    write=write,
    indexed=False,
    cors=True,
)
