"""The icon at the address that every browser asks for by itself (HTML, 4.6.7.8)."""

from __future__ import annotations

from releases.models.record.kinds import Kind
from releases.public.icon import icon_ico
from releases.record.documents import ProfileDocument
from releases.record.representation import (
    Lookup,
    Representation,
    WriteContext,
    site,
)
from releases.text.public_paths import FAVICON

SIZES = (16, 32, 48)


def read(lookup: Lookup) -> ProfileDocument:
    """Return the issuer's profile, which has its name, colour and logo."""
    return lookup.issuer


def write(subject: ProfileDocument, context: WriteContext) -> bytes:
    """Return the icon in the sizes of tabs, bookmarks and desktops."""
    return icon_ico(subject, SIZES)


REPRESENTATION = Representation(
    name="favicon",
    of=site(read, by={Kind.PROFILE}),
    path=FAVICON,
    media_type="image/vnd.microsoft.icon",
    write=write,
)
