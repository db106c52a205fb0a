"""The icon at the address that every browser asks for by itself (HTML, 4.6.7.8)."""

from __future__ import annotations

from releases.public.icon import icon_ico
from releases.record.representation import Representation, WriteContext, site
from releases.text.public_paths import FAVICON

SIZES = (16, 32, 48)


def write(subject: None, context: WriteContext) -> bytes:
    """Return the icon in the sizes of tabs, bookmarks and desktops."""
    return icon_ico(SIZES)


REPRESENTATION = Representation(
    name="favicon",
    of=site(lambda lookup: None, by=()),
    path=FAVICON,
    media_type="image/vnd.microsoft.icon",
    write=write,
)
