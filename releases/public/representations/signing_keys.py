"""The public keys of the site, who introduced each, and which are revoked."""

from __future__ import annotations

from typing import Any

import rfc8785

from releases.record.proof.statements import KEYS, KeyHistory, SignedText
from releases.record.representation import Representation, WriteContext
from releases.text.public_paths import SIGNING_KEYS

FORMAT = "irsite-keys-1"


def write(history: KeyHistory, context: WriteContext) -> bytes:
    """Return the keys as canonical JSON (RFC 8785), of which every byte counts.

    `until` is when a key was followed by the one that it introduced; empty if it was not.
    """
    until = {
        value["introduced_by"]: value["from"]
        for value in (key.value for key in history.keys)
    }
    return rfc8785.dumps(
        {
            "format": FORMAT,
            "keys": [
                _signed(key) | {"until": until.get(key.value["key"], "")}
                for key in history.keys
            ],
            "revocations": [_signed(one) for one in history.revocations],
        }
    )


def _signed(statement: SignedText) -> dict[str, Any]:
    return {
        "statement": statement.value,
        "signed_by": statement.key,
        "signature": statement.signature,
    }


REPRESENTATION = Representation(
    name="signing_keys",
    of=KEYS,
    path=SIGNING_KEYS,
    media_type="application/json",
    write=write,
    indexed=False,
    cors=True,
)
