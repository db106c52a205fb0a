"""Colours, and whether they can be read on the paper of the public pages (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re

# The least contrast of text and what is behind it (level AA).
LEAST_CONTRAST = 4.5
# What text stands on, in `static/css/tokens.css`: `--paper`, `--sheet`, and the banner.
LIGHT_PAPERS = ("#fbfaf6", "#f3f0e8", "#f8eed8")
DARK_PAPERS = ("#14161a", "#1d2026", "#2e2513")
_HEX = re.compile(r"#[0-9a-f]{6}")
# How many steps there are from a colour to black or white.
_STEPS = 64


def is_colour(text: str) -> bool:
    """Return whether a text is a colour such as #14466b."""
    return bool(_HEX.fullmatch(text))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours: 1 if they are equal, at most 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, papers: tuple[str, ...]) -> float:
    """Return the contrast of a colour with the paper on which it is read worst."""
    return min(contrast(colour, paper) for paper in papers)


def in_light(colour: str) -> str:
    """Return the colour, or the nearest darker one that can be read on light paper."""
    return _until_legible(colour, towards=0, papers=LIGHT_PAPERS)


def in_dark(colour: str) -> str:
    """Return the colour, or the nearest lighter one that can be read on dark paper."""
    return _until_legible(colour, towards=255, papers=DARK_PAPERS)


def _until_legible(colour: str, *, towards: int, papers: tuple[str, ...]) -> str:
    parts = _parts(colour)
    for step in range(_STEPS + 1):
        mixed = (round(part + (towards - part) * step / _STEPS) for part in parts)
        candidate = "#{:02x}{:02x}{:02x}".format(*mixed)
        if least_contrast(candidate, papers) >= LEAST_CONTRAST:
            break
    return candidate


def _parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour in sRGB."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
