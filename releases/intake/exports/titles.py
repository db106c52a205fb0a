"""The title of an entry as one line of plain text."""

from __future__ import annotations

import re
from html import unescape

# Only what titles are marked up with: “p<0.05” and “a < b” are words.
_TAG = re.compile(
    r"(?i)</?(?:a|abbr|b|big|br|cite|code|div|em|font|i|ins|mark|nobr|p|q|small|span|strong|tt"
    r"|u|var|wbr)(?:\s[^<>]*)?/?>"
)
_GAP = re.compile(r"(?i)<br\s*/?>|</(?:p|div)>")
_DELETED = re.compile(r"(?is)<(s|strike|del)(?:\s[^<>]*)?>.*?</\1>")
_RAISED = re.compile(r"(?is)<(?P<tag>su[pb])(?:\s[^<>]*)?>(?P<inner>.*?)</(?P=tag)>")
_SIGNS = {"tm": "™", "(tm)": "™", "r": "®", "(r)": "®", "sm": "℠", "c": "©"}
_SUPERSCRIPTS = dict(zip("0123456789+-–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
_SUBSCRIPTS = dict(zip("0123456789+-–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))


def plain_title(markup: str) -> str:
    """Return a title without its markup, which may be escaped twice.

    What was raised or lowered stays so, in characters of its own: ™, ², ₂. Words that were
    struck out are left out.
    """
    text = markup
    for _ in range(2):
        text = _RAISED.sub(_in_characters, _DELETED.sub("", text))
        text = unescape(_TAG.sub("", _GAP.sub(" ", text)))
    return " ".join(text.split())


def _in_characters(raised: re.Match[str]) -> str:
    """Return a superscript or subscript in characters; as it is if there are none."""
    inner = unescape(_TAG.sub("", raised["inner"])).strip()
    is_superscript = raised["tag"].lower() == "sup"
    if is_superscript and inner.lower() in _SIGNS:
        return _SIGNS[inner.lower()]
    characters = _SUPERSCRIPTS if is_superscript else _SUBSCRIPTS
    if inner and all(character in characters for character in inner):
        return "".join(characters[character] for character in inner)
    return inner
