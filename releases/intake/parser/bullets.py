"""List markers at the start of a line."""

from __future__ import annotations

import re

from releases.text.dates import dates_in

_BULLET = re.compile(
    r"(?P<mark>[•●◦○▪▫■□‣∙·♦◆►▶➢✓✔\uf0b7\uf0a7]|§(?!\s?\d))\s*(?P<rest>.*)"
    r"|(?P<dash>--?|–|—|\*|o|>)\s+(?P<after>\S.*)"
    r"|(?P<alone>--?|–|—|\*|o)$"
    r"|(?P<number>\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?P<text>\S.*)"
)
_LONGEST_DAY = 24
# Marks of points, which go on with no title; the numbers of parts may.
POINTS = frozenset("•●◦○▪▫■□‣∙·♦◆►▶➢✓✔*\uf0b7\uf0a7")
PART_NUMBER = re.compile(r"\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)")
_DEEP = set("◦○▫□o")


def bullet(text: str) -> tuple[str, str] | None:
    """Return a line's list marker and the text after it."""
    match = _BULLET.match(text)
    if not match:
        return None
    if match["mark"]:
        return match["mark"], match["rest"]
    if match["dash"]:
        return match["dash"], match["after"]
    if match["alone"]:
        return match["alone"], ""
    day = next(dates_in(text[:_LONGEST_DAY]), None)
    if day is not None and day.start == 0 and day.year is not None:
        return None  # “12. Mai 2026: Hauptversammlung”
    return match["number"], match["text"]


def depth(marker: str) -> int:
    """Return the list level that a marker has by itself."""
    return 1 if marker in _DEEP else 0
