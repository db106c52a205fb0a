"""Addresses made of words."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 80
NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")


def slug_of(title: str) -> str:
    """The title as the last part of an address: ASCII, lower case, at most 80 long.

    Cut between words. Empty where the title has no letter or digit of the Latin
    alphabet: people choose then.
    """
    spelt = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = NOT_IN_SLUGS.sub("-", spelt.lower()).strip("-")
    if len(slug) <= LONGEST:
        return slug
    cut = slug[: LONGEST + 1]
    return cut[: cut.rfind("-")] if "-" in cut else slug[:LONGEST]
