"""The icon of the site as PNG and ICO, for what cannot show `static/img/icon.svg`.

It is drawn here, pixel by pixel, so that no image need be committed or rendered.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

# The side of the grid that it is drawn on. Sizes are multiples of it: no edge falls
# between two pixels.
GRID = 16
# Headline, picture and text of a newspaper: (x, y, width, height) on the grid.
RECTANGLES = (
    (3, 3, 10, 3),
    (3, 8, 5, 5),
    (9, 8, 4, 1),
    (9, 10, 4, 1),
    (9, 12, 4, 1),
)
# Red, green, blue, alpha.
GROUND = bytes.fromhex("16324aff")
INK = bytes.fromhex("fbfaf6ff")

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BITS = 8
_RGBA = 6


def icon_png(size: int) -> bytes:
    """Return the icon as a square PNG (ISO/IEC 15948) of `size` pixels."""
    assert size % GRID == 0, f"a size is a multiple of {GRID}"
    scale = size // GRID
    # Each row begins with its filter, which is none.
    rows = b"".join(
        (b"\0" + b"".join(_colour(x, y) * scale for x in range(GRID))) * scale
        for y in range(GRID)
    )
    header = struct.pack(">2I5B", size, size, _BITS, _RGBA, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return _PNG_SIGNATURE + b"".join(_chunk(*chunk) for chunk in chunks)


def icon_ico(sizes: Iterable[int]) -> bytes:
    """Return the icon as an ICO file with a PNG of each size."""
    images = {size: icon_png(size) for size in sizes}
    offset = 6 + 16 * len(images)
    directory = struct.pack("<3H", 0, 1, len(images))
    for size, image in images.items():
        directory += struct.pack(
            "<4B2H2I", size, size, 0, 0, 1, 4 * _BITS, len(image), offset
        )
        offset += len(image)
    return directory + b"".join(images.values())


def _colour(x: int, y: int) -> bytes:
    """Return the colour of a field of the grid."""
    is_inked = any(
        left <= x < left + width and top <= y < top + height
        for left, top, width, height in RECTANGLES
    )
    return INK if is_inked else GROUND


def _chunk(name: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)
