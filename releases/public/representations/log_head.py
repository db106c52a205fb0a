"""The signed head of the log: how much was published, and the root of all of it."""

from __future__ import annotations

import rfc8785

from releases.record.proof.statements import LOG_HEAD as SUBJECT
from releases.record.proof.statements import SignedText
from releases.record.public_view import Weight
from releases.record.representation import Representation, WriteContext
from releases.text.public_paths import LOG_HEAD

FORMAT = "irsite-signed-head-1"


def write(head: SignedText, context: WriteContext) -> bytes:
    """Return the head as canonical JSON (RFC 8785), of which every byte counts."""
    return rfc8785.dumps(
        {
            "format": FORMAT,
            "head": head.value,
            "head_key": head.key,
            "head_signature": head.signature,
        }
    )


REPRESENTATION = Representation(
    name="log_head",
    of=SUBJECT,
    path=LOG_HEAD,
    media_type="application/json",
    write=write,
    ahead=True,
    weight=Weight.OTHER,
    indexed=False,
    cors=True,
)
