"""Placeholders of templates: names in capitals and square brackets, such as [QUARTER]."""

from __future__ import annotations

import re

# They are placeholders in every text, whatever templates there are.
COMMON = frozenset(
    {"[QUARTER]", "[YEAR]", "[PERIOD]", "[PERIOD END]", "[AMOUNT]", "[PERCENT]"}
)
_NAME = re.compile(r"\[[A-Z][A-Z0-9 _/-]{0,40}\]")


def bracketed_names_in(text: str) -> list[str]:
    """Return each name in capitals and square brackets once, in the order of the text."""
    return list(dict.fromkeys(_NAME.findall(text)))
