"""The issuer's colours and typeface as a style sheet (CSS), which pages link where there are any."""

from __future__ import annotations

from releases.models.record.kinds import Kind
from releases.public.brand import brand_css
from releases.record.documents import BrandEntry
from releases.record.representation import (
    Lookup,
    Representation,
    WriteContext,
    site,
)
from releases.text.public_paths import BRAND


def read(lookup: Lookup) -> BrandEntry:
    """Return the brand in the issuer's profile."""
    return lookup.issuer.brand


def write(subject: BrandEntry, context: WriteContext) -> bytes:
    """Return the style sheet."""
    return brand_css(subject).encode()


REPRESENTATION = Representation(
    name="brand",
    of=site(read, by={Kind.PROFILE}),
    path=BRAND,
    media_type="text/css",
    write=write,
    indexed=False,
)
