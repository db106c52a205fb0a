"""Every entry of the log of one year, from which anybody can compute its root."""

from __future__ import annotations

from releases.record.proof.statements import LOG_YEAR, LoggedText
from releases.record.representation import Representation, WriteContext
from releases.text.public_paths import LOG_INDEX_SUFFIX


def write(entries: tuple[LoggedText, ...], context: WriteContext) -> bytes:
    """Return a line an entry: its index in the log, a space, and the signed envelope."""
    return "".join(f"{entry.position} {entry.text}\n" for entry in entries).encode()


REPRESENTATION = Representation(
    name="index",
    of=LOG_YEAR,
    suffix=LOG_INDEX_SUFFIX,
    media_type="text/plain",
    write=write,
    indexed=False,
    cors=True,
)
