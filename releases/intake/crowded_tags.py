"""Refuse HTML tags with very many attributes: a parser compares each with all before it."""

from __future__ import annotations

import re

from releases.intake.exceptions import IntakeError
from releases.text.translatable import gettext_noop

MAX_ATTRIBUTES = 500
# Attributes as browsers separate them (HTML, 13.2.5.32 to 40). Nothing matches twice, and
# what is not closed ends with the text, so that the time grows with the length alone.
_VALUE = r"""=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"'][^\s>]*+)?"""
_NAME = r"[^\s/>=]++"
_ATTRIBUTES = rf"(?:[\s/]++|{_VALUE}|{_NAME})*+"
# Comments and scripts have no tags in them.
_TAG = re.compile(
    rf"<!--.*?(?:-->|\Z)"
    rf"|<(?P<raw>script|style|textarea|title|xmp)\b(?P<of_raw>{_ATTRIBUTES})>"
    rf".*?(?:</(?P=raw)|\Z)"
    rf"|<[a-z][^\s/>]*+(?P<of_tag>{_ATTRIBUTES})",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(rf"{_VALUE}|(?P<name>{_NAME})")


def refuse_crowded_tags(html: str) -> None:
    """Raise IntakeError if a tag has more than MAX_ATTRIBUTES."""
    for tag in _TAG.finditer(html):
        attributes = tag["of_tag"] or tag["of_raw"] or ""
        if len(attributes) > 2 * MAX_ATTRIBUTES and _count(attributes) > MAX_ATTRIBUTES:
            raise IntakeError(
                gettext_noop(
                    "A tag of this page has more than %(count)d attributes. Save only "
                    "the text of the release."
                ),
                count=MAX_ATTRIBUTES,
            )


def _count(attributes: str) -> int:
    return sum(1 for part in _ATTRIBUTE.finditer(attributes) if part["name"])
