"""The icon on the home screen of a phone, at the address that Safari asks for by itself."""

from __future__ import annotations

from releases.models.record.kinds import Kind
from releases.public.icon import icon_png
from releases.public.representations import favicon
from releases.record.documents import ProfileDocument
from releases.record.representation import Representation, WriteContext, site
from releases.text.public_paths import TOUCH_ICON

# The side in pixels. The phone scales it down, rounds its corners and fills what is
# transparent with black: nothing is.
SIZE = 192


def write(subject: ProfileDocument, context: WriteContext) -> bytes:
    """Return the icon."""
    return icon_png(subject, SIZE)


REPRESENTATION = Representation(
    name="touch_icon",
    of=site(favicon.read, by={Kind.PROFILE}),
    path=TOUCH_ICON,
    media_type="image/png",
    write=write,
)
