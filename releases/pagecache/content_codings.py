"""Content codings (RFC 9110, 12.5.3): Accept-Encoding, and the bytes in each coding.

The compression levels are fixed, so that all workers produce the same bytes; they cost a
fraction of a millisecond for each page.
"""

from __future__ import annotations

import gzip

import brotli  # type: ignore[import-untyped]  # has no types
import zstandard

IDENTITY = "identity"
# The site's order of preference among codings that a client accepts equally.
CODINGS = ("zstd", "br", "gzip")
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
ZSTD_LEVEL = 6
# Compressing shorter bodies saves nothing.
MIN_COMPRESSED_LENGTH = 200
MAX_REMEMBERED_HEADERS = 256
# The rest of a longer Accept-Encoding is ignored.
MAX_HEADER_LENGTH = 256

# Codings in a client's order of preference.
Codings = tuple[str, ...]


def compress(body: bytes) -> dict[str, bytes]:
    """Return the body by coding: unchanged, and in each coding that makes it shorter."""
    if len(body) < MIN_COMPRESSED_LENGTH:
        return {IDENTITY: body}
    compressed = {
        IDENTITY: body,
        "zstd": zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(body),
        "br": brotli.compress(body, quality=BROTLI_QUALITY),
        "gzip": gzip.compress(body, GZIP_LEVEL, mtime=0),
    }
    return {
        coding: content
        for coding, content in compressed.items()
        if coding == IDENTITY or len(content) < len(body)
    }


def is_compressible(media_type: str) -> bool:
    """Return whether content of this media type is text."""
    essence = media_type.partition(";")[0].strip().lower()
    return essence.startswith("text/") or essence.endswith(("xml", "json"))


def accepted_codings(header: str) -> Codings:
    """Return the codings that an Accept-Encoding header accepts, most preferred first.

    Identity comes last, even if the header excludes it: the RFC allows a response that
    the client may be unable to read rather than none.
    """
    quality: dict[str, float] = {}
    for part in header[:MAX_HEADER_LENGTH].lower().split(","):
        name, _, parameters = part.partition(";")
        if name.strip():
            quality[name.strip().replace("x-gzip", "gzip")] = _quality(parameters)
    others = quality.get("*", 0.0)
    weights = {coding: quality.get(coding, others) for coding in CODINGS}
    identity = quality.get(IDENTITY, others if "*" in quality else 0.001)
    accepted = sorted(
        (
            coding
            for coding in CODINGS
            if weights[coding] > 0 and weights[coding] >= identity
        ),
        key=lambda coding: -weights[coding],
    )
    return (*accepted, IDENTITY)


def _quality(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


class CodingsByHeader(dict[str, Codings]):
    """`accepted_codings` by header, remembered: most clients send the same few."""

    def __missing__(self, header: str) -> Codings:
        codings = accepted_codings(header)
        if len(header) <= MAX_HEADER_LENGTH:
            if len(self) >= MAX_REMEMBERED_HEADERS:
                self.clear()
            self[header] = codings
        return codings
