"""A version's signed statement: its envelope, and its place in the log (docs/proof.md)."""

from __future__ import annotations

import rfc8785

from releases.record.proof.statements import VERSION_STATEMENT, Statement
from releases.record.public_view import Weight
from releases.record.representation import Representation, WriteContext

SUFFIX = "statement.json"
FORMAT = "irsite-statement-1"


def write(statement: Statement, context: WriteContext) -> bytes:
    """Return the statement as canonical JSON (RFC 8785), of which every byte counts."""
    return rfc8785.dumps(
        {
            "format": FORMAT,
            "envelope": statement.envelope.value,
            "key": statement.envelope.key,
            "signature": statement.envelope.signature,
            "index": statement.position,
            "path": list(statement.path),
            "head": statement.head.value,
            "head_key": statement.head.key,
            "head_signature": statement.head.signature,
        }
    )


REPRESENTATION = Representation(
    name="statement",
    of=VERSION_STATEMENT,
    suffix=SUFFIX,
    media_type="application/json",
    write=write,
    ahead=True,
    weight=Weight.OTHER,
    indexed=False,
    cors=True,
)
