"""Content codings (RFC 9110, 12.5.3): which a client takes, and the bytes in each.

The levels are pinned, so that every worker makes the same bytes; they cost a fraction
of a millisecond a page.
"""

from __future__ import annotations

import gzip

import brotli  # type: ignore[import-untyped]  # has no types
import zstandard

IDENTITY = "identity"
# In the order of preference where a client likes several equally.
CODINGS = ("zstd", "br", "gzip")
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
ZSTD_LEVEL = 6
# Shorter than this, a coding saves nothing.
SHORTEST = 200
# What is remembered of headers seen, and the longest that is read at all.
MEMORY = 256
LONGEST = 256

Order = tuple[str, ...]


def encode(body: bytes) -> dict[str, bytes]:
    """The body in every coding that makes it shorter, and as it is."""
    if len(body) < SHORTEST:
        return {IDENTITY: body}
    written = {
        IDENTITY: body,
        "zstd": zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(body),
        "br": brotli.compress(body, quality=BROTLI_QUALITY),
        "gzip": gzip.compress(body, GZIP_LEVEL, mtime=0),
    }
    return {
        coding: coded
        for coding, coded in written.items()
        if coding == IDENTITY or len(coded) < len(body)
    }


def worth_coding(media_type: str) -> bool:
    """Whether bytes of this type become shorter by a coding."""
    kind = media_type.partition(";")[0].strip().lower()
    return kind.startswith("text/") or kind.endswith(("xml", "json"))


def accepted(header: str) -> Order:
    """The codings that an Accept-Encoding takes, the most liked first.

    The identity is the last resort even where it is refused: an answer that can be
    read by few is better than none.
    """
    liked: dict[str, float] = {}
    for part in header[:LONGEST].lower().split(","):
        name, _, parameters = part.partition(";")
        if name.strip():
            liked[name.strip().replace("x-gzip", "gzip")] = _weight(parameters)
    rest = liked.get("*", 0.0)
    weights = {coding: liked.get(coding, rest) for coding in CODINGS}
    plain = liked.get(IDENTITY, rest if "*" in liked else 0.001)
    taken = sorted(
        (
            coding
            for coding in CODINGS
            if weights[coding] > 0 and weights[coding] >= plain
        ),
        key=lambda coding: -weights[coding],
    )
    return (*taken, IDENTITY)


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


class Orders:
    """Remembers a bounded number of headers, since most clients send the same few."""

    def __init__(self) -> None:
        self._known: dict[str, Order] = {}

    def of(self, header: str) -> Order:
        """The codings that this header takes."""
        order = self._known.get(header)
        if order is None:
            order = accepted(header)
            if len(header) <= LONGEST:
                if len(self._known) >= MEMORY:
                    self._known.clear()
                self._known[header] = order
        return order

    def __len__(self) -> int:
        return len(self._known)
