"""The signed statement of an event's current version (docs/proof.md)."""

from __future__ import annotations

from releases.public.representations.statement import SUFFIX, write
from releases.record.proof.statements import EVENT_STATEMENT
from releases.record.public_view import Weight
from releases.record.representation import Representation

REPRESENTATION = Representation(
    name="statement",
    of=EVENT_STATEMENT,
    suffix=SUFFIX,
    media_type="application/json",
    write=write,
    ahead=True,
    weight=Weight.OTHER,
    indexed=False,
    cors=True,
)
