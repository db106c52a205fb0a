"""The texts that are signed: canonical JSON (RFC 8785), each of which says what it is.

`static/verify_irsite.py` reads them without irsite. A change of meaning is another
`type`: no text may ever be taken for one of another kind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import rfc8785

from releases.models import Publication

ENVELOPE = "irsite-envelope-1"
HEAD = "irsite-log-head-1"
KEY = "irsite-key-1"
REVOCATION = "irsite-revocation-1"


def instant_text(moment: dt.datetime) -> str:
    """Write an instant in UTC (RFC 3339), to the microsecond if it is no whole second."""
    form = "%Y-%m-%dT%H:%M:%S.%fZ" if moment.microsecond else "%Y-%m-%dT%H:%M:%SZ"
    return moment.astimezone(dt.UTC).strftime(form)


def envelope_text(
    publication: Publication, *, host: str, files: Sequence[str], previous: str
) -> str:
    """Return what a publication is, without its document.

    `files` are the SHA-256 of its files in their order, `previous` is the hash in the log
    of the version before it, or nothing. No name of a file is in it: a sealed version's
    would be read in the log for ever.
    """
    return _canonical(
        {
            "type": ENVELOPE,
            "host": host,
            "kind": publication.kind,
            "address": publication.address,
            "number": publication.number,
            "dated": instant_text(publication.dated),
            "live_from": instant_text(publication.live_from),
            "digest": publication.digest,
            "files": list(files),
            "previous": previous,
        }
    )


def head_text(*, host: str, instant: dt.datetime, size: int, root: str) -> str:
    """Return what the log is from an instant on: how many entries, and their root."""
    return _canonical(
        {
            "type": HEAD,
            "host": host,
            "instant": instant_text(instant),
            "size": size,
            "root": root,
        }
    )


def key_text(
    *, host: str, public_key: str, valid_from: dt.datetime, introduced_by: str
) -> str:
    """Return what introduces a key; `introduced_by` is empty for one that has no other."""
    return _canonical(
        {
            "type": KEY,
            "host": host,
            "key": public_key,
            "from": instant_text(valid_from),
            "introduced_by": introduced_by,
        }
    )


def revocation_text(
    *, host: str, public_key: str, instant: dt.datetime, size: int, root: str
) -> str:
    """Return what revokes a key, with the log up to which its signatures still count."""
    return _canonical(
        {
            "type": REVOCATION,
            "host": host,
            "key": public_key,
            "instant": instant_text(instant),
            "size": size,
            "root": root,
        }
    )


def _canonical(members: dict[str, rfc8785._impl._Value]) -> str:
    return rfc8785.dumps(members).decode()
