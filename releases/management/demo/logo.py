"""The logo of the demo's company: a lark over a moor, and its name. Drawn, not committed."""

from __future__ import annotations

from releases.desk.logos import keep_logo
from releases.models import Issuer
from releases.models.desk.logo import Scheme
from releases.pdf.logo import draw_logo

# Its ink and its accent, on light pages and on dark ones.
COLOURS = {
    Scheme.LIGHT: ("#16324a", "#a3581c"),
    Scheme.DARK: ("#ece9e2", "#dfa269"),
}
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 292 60">
<g fill="none" stroke-linecap="round" stroke-width="4">
<path stroke="{accent}" d="M8 20c8-9 16-8 21 2c4-11 13-14 24-9"/>
<path stroke="{ink}" d="M3 54c10-17 22-19 34-8s17 8 24 2"/>
<path stroke="{ink}" d="M22 38c8-8 17-7 24 0s10 6 15 3"/>
</g>
<g fill="{ink}" font-family="Source Serif Pro" font-weight="600">
<text x="76" y="36" font-size="40" letter-spacing="-0.5">Larkmoor</text>
<text x="78" y="56" font-family="Source Sans Pro" font-size="14" letter-spacing="5.6">THERAPEUTICS</text>
</g>
</svg>"""


def logo_svg(ink: str, accent: str) -> str:
    """Return the drawing in these colours."""
    return DRAWING.format(ink=ink, accent=accent)


def keep_logos(issuer: Issuer) -> None:
    """Give the issuer its logo, drawn as what staff upload is."""
    for scheme, colours in COLOURS.items():
        drawn = draw_logo(logo_svg(*colours).encode())
        keep_logo(
            issuer,
            scheme,
            content=drawn.content,
            width=drawn.width,
            height=drawn.height,
        )
