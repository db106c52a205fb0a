"""Reads a PNG as it is written here: RGB or RGBA, 8 bits a channel, not interlaced."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The bytes of a pixel by colour type (ISO/IEC 15948, 11.2.2).
BYTES_PER_PIXEL = {2: 3, 6: 4}


@dataclass(frozen=True, slots=True)
class Pixels:
    """The rows of a picture, each the bytes of its pixels."""

    width: int
    height: int
    bytes_per_pixel: int
    rows: list[bytes]

    def colour(self, x: int, y: int) -> str:
        """Return the colour of a pixel in hexadecimal, without its alpha."""
        start = x * self.bytes_per_pixel
        return self.rows[y][start : start + 3].hex()


def read_size(content: bytes) -> tuple[int, int]:
    """Return width and height of a PNG; fail if a chunk is damaged or a pixel is missing."""
    width, height, _, _ = _read(content)
    return width, height


def decode_png(content: bytes) -> Pixels:
    """Return the pixels of a PNG, which takes a second for a million of them."""
    width, height, size, data = _read(content)
    return Pixels(width, height, size, list(_unfiltered(data, width * size, size)))


def _read(content: bytes) -> tuple[int, int, int, bytes]:
    """Return width, height, the bytes of a pixel, and the filtered rows."""
    chunks = list(_chunks(content))
    assert chunks[0][0] == b"IHDR"
    assert chunks[-1] == (b"IEND", b"")
    width, height, bits, colours, *rest = struct.unpack(">2I5B", chunks[0][1])
    assert (bits, rest) == (8, [0, 0, 0])
    data = zlib.decompress(b"".join(part for name, part in chunks if name == b"IDAT"))
    size = BYTES_PER_PIXEL[colours]
    assert len(data) == height * (1 + width * size)
    return width, height, size, data


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    assert content.startswith(SIGNATURE)
    place = len(SIGNATURE)
    while place < len(content):
        (length,) = struct.unpack_from(">I", content, place)
        name = content[place + 4 : place + 8]
        data = content[place + 8 : place + 8 + length]
        (checksum,) = struct.unpack_from(">I", content, place + 8 + length)
        assert checksum == zlib.crc32(name + data)
        yield name, data
        place += 12 + length


def _unfiltered(data: bytes, length: int, size: int) -> Iterator[bytes]:
    """Yield the rows without their filters (ISO/IEC 15948, 9)."""
    above = bytearray(length)
    for start in range(0, len(data), length + 1):
        kind = data[start]
        row = bytearray(data[start + 1 : start + 1 + length])
        if kind:
            for index in range(length):
                left = row[index - size] if index >= size else 0
                corner = above[index - size] if index >= size else 0
                row[index] = (
                    row[index] + _predicted(kind, left, above[index], corner)
                ) & 0xFF
        yield bytes(row)
        above = row


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    """Return what a filter predicts of a byte: Sub, Up, Average or Paeth."""
    if kind < 4:
        return (left, up, (left + up) // 2)[kind - 1]
    guess = left + up - corner
    return min((left, up, corner), key=lambda near: abs(guess - near))
