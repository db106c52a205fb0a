"""Decodes an image that somebody uploads, and writes it anew in the sizes of the site.

Nothing of the file is kept but what it shows: no place, no camera, no name, no comment.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from PIL import Image as Picture
from PIL import ImageCms, ImageOps, UnidentifiedImageError

from releases.desk.exceptions import NotAllowed

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_BYTES = 20_000_000
# An image is decoded only after its header has said how large it is.
MAX_PIXELS = 30_000_000
MAX_SIDE = 12_000
MIN_SIDE = 16
WIDTHS = (480, 960, 1920)
_QUALITY = 85
_FLAT = {"L": "L", "RGB": "RGB", "RGBA": "RGBA", "LA": "RGBA", "PA": "RGBA"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """The bytes of one size; PNG or JPEG."""

    content: bytes
    width: int
    height: int
    media_type: str

    @property
    def suffix(self) -> str:
        """The extension of its name."""
        return "png" if self.media_type == "image/png" else "jpg"


def made_sizes(upload: IO[bytes]) -> list[MadeFile]:
    """Return the image in each size up to its own, the narrowest first.

    Raises NotAllowed for what is no image, too large, too small, or moves.
    """
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise NotAllowed(
            _("This image is larger than %(size)d MB.") % {"size": MAX_BYTES // 10**6}
        )
    try:
        with Picture.open(io.BytesIO(content), formats=FORMATS) as picture:
            _check(picture)
            shown = _shown(picture)
    except (
        UnidentifiedImageError,
        Picture.DecompressionBombError,
        OSError,
        ValueError,
    ):
        raise NotAllowed(
            _("This is no image that can be read. Use PNG, JPEG or WebP.")
        ) from None
    except SyntaxError:  # Pillow's, of a broken PNG
        raise NotAllowed(_("This image is damaged.")) from None
    is_photo = picture.format != "PNG" and shown.mode != "RGBA"
    return list(_sizes(shown, "JPEG" if is_photo else "PNG"))


def _check(picture: Picture.Image) -> None:
    """Refuse an image by its header, before its pixels are decoded."""
    width, height = picture.size
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise NotAllowed(
            _("This image has %(width)d × %(height)d pixels. Make it smaller.")
            % {"width": width, "height": height}
        )
    if min(width, height) < MIN_SIDE:
        raise NotAllowed(_("This image is too small to be seen."))
    if getattr(picture, "n_frames", 1) > 1:
        raise NotAllowed(_("This image moves. Use one that stands still."))


def _shown(picture: Picture.Image) -> Picture.Image:
    """Return the pixels as a browser shows them: upright, in sRGB, without anything else."""
    upright = ImageOps.exif_transpose(picture)
    transparent = upright.mode == "P" and "transparency" in upright.info
    mode = "RGBA" if transparent else _FLAT.get(upright.mode, "RGB")
    profile = upright.info.get("icc_profile")
    flat = upright.convert(mode)
    if profile and mode == "RGB" and upright.mode == "RGB":
        flat = _in_srgb(flat, profile)
    bare = Picture.new(flat.mode, flat.size)
    bare.paste(flat)
    return bare


def _in_srgb(picture: Picture.Image, profile: bytes) -> Picture.Image:
    """Return the picture in the colours of the web; as it is if its profile is broken."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(
            picture, source, ImageCms.createProfile("sRGB")
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
    assert converted is not None
    return converted


def _sizes(picture: Picture.Image, kind: str) -> Iterator[MadeFile]:
    own = min(picture.width, WIDTHS[-1])
    for width in (*(w for w in WIDTHS if w < own), own):
        height = max(1, round(picture.height * width / picture.width))
        sized = picture
        if width != picture.width:
            sized = picture.resize((width, height), Picture.Resampling.LANCZOS)
        options: dict[str, Any] = {"optimize": True}
        if kind == "JPEG":
            options |= {"quality": _QUALITY, "progressive": True}
        content = io.BytesIO()
        sized.save(content, kind, **options)
        yield MadeFile(
            content=content.getvalue(),
            width=width,
            height=height,
            media_type=f"image/{kind.lower()}",
        )
