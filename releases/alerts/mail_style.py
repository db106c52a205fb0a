"""The style sheet of mails: in each of them, with the issuer's colours and typeface.

Many mail programs know neither custom properties nor `light-dark()` nor `rem`, so colours
are written out for both schemes, and sizes are in pixels.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import get_template

from releases.record.documents import PLAIN, BrandEntry
from releases.text.colours import in_dark, in_light

# What has the issuer's colour, and what the colour of links.
_NAME = ".issuer {{ color: {0}; border-color: {0}; }}"
_LINK = "a {{ color: {0}; }}"
_DARK = "@media (prefers-color-scheme: dark) {{\n  {0}\n}}"
_SANS = "body, .issuer { font-family: Arial, sans-serif; }"


@lru_cache(maxsize=8)
def mail_stylesheet(brand: BrandEntry = PLAIN) -> str:
    """Return the style sheet; each colour is as dark or light as its scheme needs."""
    page: Any = get_template("mail/base.html")
    parts = [Path(page.origin.name).with_name("mail.css").read_text().rstrip()]
    for rule, colour in ((_NAME, brand.colour), (_LINK, brand.link_colour)):
        if colour:
            parts.append(rule.format(in_light(colour)))
            parts.append(_DARK.format(rule.format(in_dark(colour))))
    if brand.face == "sans":
        parts.append(_SANS)
    return "\n".join(parts) + "\n"
