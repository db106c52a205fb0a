"""The issuer's colours and its choice of typeface, as a style sheet over the site's tokens."""

from __future__ import annotations

from releases.record.documents import BrandEntry
from releases.text.colours import in_dark, in_light

# Where a reader has chosen colours, or prints, the site's own stay out of the way.
COLOURS = """@media screen {{
  :root {{
    {declarations}
  }}
}}
"""
PLAIN = "/* The look of the site itself. */\n"
SANS = ":root {\n  --reading: var(--sans);\n}\n"


def brand_css(brand: BrandEntry) -> str:
    """Return the style sheet; in dark schemes each colour is as light as it needs to be."""
    declarations = [
        f"{token}: light-dark({in_light(colour)}, {in_dark(colour)});"
        for colour, tokens in (
            (brand.colour, ("--brand", "--brand-ink")),
            (brand.link_colour, ("--link", "--link-visited", "--button")),
        )
        for token in tokens
        if colour
    ]
    colours = COLOURS.format(declarations="\n    ".join(declarations))
    sheet = (colours if declarations else "") + (SANS if brand.face == "sans" else "")
    return sheet or PLAIN
