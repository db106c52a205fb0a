"""An issuer's logo, drawn anew so that nothing of what was uploaded but its look is served."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

# The box in pixels, twice what the masthead has, so that it is sharp on any screen.
WIDTH, HEIGHT = 720, 144
# At most, in bytes, since every first visit loads it.
MAX_SIZE = 40_000
# Of an upload, in bytes.
MAX_UPLOAD = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLogo:
    """A PNG with its size in pixels."""

    content: bytes
    width: int
    height: int


def draw_logo(upload: bytes) -> DrawnLogo:
    """Draw a PNG, JPEG, WebP or SVG anew, in a process of its own and without metadata.

    Raises NotWritable for what is no picture, and for one that loads others.
    """
    typeset = import_string(settings.PDF_TYPESETTER)
    values = {"content": list(upload), "width": WIDTH, "height": HEIGHT}
    content = cast(bytes, typeset(values, form="logo"))
    # The header of a PNG (RFC 2083, 4.1.1) has its size at a fixed place.
    width, height = struct.unpack(">II", content[16:24])
    return DrawnLogo(content=content, width=width, height=height)
