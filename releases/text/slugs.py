"""Slugs: the readable last part of an address."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 80
NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")


def slug_of(title: str) -> str:
    """Return a slug of the title: ASCII, lower case, at most `MAX_LENGTH` characters.

    Cut between words. Empty if the title has no Latin letter or digit.
    """
    spelt = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = NOT_IN_SLUGS.sub("-", spelt.lower()).strip("-")
    if len(slug) <= MAX_LENGTH:
        return slug
    cut = slug[: MAX_LENGTH + 1]
    return cut[: cut.rfind("-")] if "-" in cut else slug[:MAX_LENGTH]
