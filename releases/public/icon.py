"""The site's icon: the issuer's logo if it is about as wide as high, or else its initial.

The initial is light on the issuer's colour. An issuer without a name, or with one that
the font has no letter of, has a newspaper. It is drawn here, so that no image is committed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

from releases.record.documents import LogoEntry, ProfileDocument
from releases.record.logo_bytes import logo_bytes
from releases.text.colours import in_light

FONT = str(files("font_source_serif_pro") / "files" / "SourceSerifPro-Semibold.ttf")
GROUND, INK = "#16324a", "#fbfaf6"
# What is longer than this, as a ratio to what is shorter, would be a line in a square.
SQUARE = 1.25
# Parts of the side: the size of the letter, and the margin around a logo.
LETTER, MARGIN = 0.84, 0.08
# Headline, picture and text of a newspaper, on a grid of 16 fields:
# (x, y, width, height).
GRID = 16
NEWSPAPER = ((3, 3, 10, 3), (3, 8, 5, 5), (9, 8, 4, 1), (9, 10, 4, 1), (9, 12, 4, 1))
# A letter that no font has.
NO_LETTER = "\U0010ffff"


def icon_png(issuer: ProfileDocument, size: int) -> bytes:
    """Return the icon as a square PNG (ISO/IEC 15948) of `size` pixels."""
    content = io.BytesIO()
    _draw(issuer, size).save(content, "PNG", optimize=True)
    return content.getvalue()


def icon_ico(issuer: ProfileDocument, sizes: Iterable[int]) -> bytes:
    """Return the icon as an ICO file with a picture of each size, the largest last."""
    *smaller, largest = (_draw(issuer, size) for size in sorted(sizes))
    content = io.BytesIO()
    all_sizes = [picture.size for picture in (*smaller, largest)]
    largest.save(content, "ICO", sizes=all_sizes, append_images=smaller)
    return content.getvalue()


def _draw(issuer: ProfileDocument, size: int) -> Image.Image:
    if issuer.logo and _is_square(issuer.logo):
        return _draw_logo(issuer.logo, size)
    ground = in_light(issuer.brand.colour) if issuer.brand.colour else GROUND
    picture = Image.new("RGB", (size, size), ground)
    font = ImageFont.truetype(FONT, round(LETTER * size))
    letter = _initial(issuer.name)
    if letter and bytes(font.getmask(letter)) != bytes(font.getmask(NO_LETTER)):
        _draw_letter(picture, letter, font)
    else:
        _draw_newspaper(picture)
    return picture


def _is_square(logo: LogoEntry) -> bool:
    shorter, longer = sorted((logo.width, logo.height))
    return longer <= SQUARE * shorter


def _initial(name: str) -> str:
    """Return the first letter or digit of a name in capitals; nothing for none."""
    return next((letter for letter in name if letter.isalnum()), "").upper()[:1]


def _draw_logo(logo: LogoEntry, size: int) -> Image.Image:
    """Return the logo in the middle of light paper."""
    picture = Image.new("RGB", (size, size), INK)
    with Image.open(io.BytesIO(bytes(logo_bytes(logo) or ()))) as stored:
        drawn = stored.convert("RGBA")
    scale = (1 - 2 * MARGIN) * size / max(drawn.size)
    drawn = drawn.resize((round(drawn.width * scale), round(drawn.height * scale)))
    place = ((size - drawn.width) // 2, (size - drawn.height) // 2)
    picture.paste(drawn, place, drawn)
    return picture


def _draw_letter(
    picture: Image.Image, letter: str, font: ImageFont.FreeTypeFont
) -> None:
    """Draw a letter whose outline, not whose line, is in the middle."""
    left, top, right, bottom = font.getbbox(letter, anchor="ls")
    place = ((picture.width - left - right) / 2, (picture.height - top - bottom) / 2)
    ImageDraw.Draw(picture).text(place, letter, INK, font, anchor="ls")


def _draw_newspaper(picture: Image.Image) -> None:
    draw = ImageDraw.Draw(picture)
    scale = picture.width // GRID
    for x, y, width, height in NEWSPAPER:
        edges = (x, y, x + width, y + height)
        left, top, right, bottom = (edge * scale for edge in edges)
        draw.rectangle((left, top, right - 1, bottom - 1), INK)
