"""The same icon at the address that Safari asks for first where a page names none."""

from __future__ import annotations

from dataclasses import replace

from releases.public.representations import touch_icon
from releases.text.public_paths import TOUCH_ICON_PRECOMPOSED

REPRESENTATION = replace(
    touch_icon.REPRESENTATION,
    name="touch_icon_precomposed",
    path=TOUCH_ICON_PRECOMPOSED,
)
