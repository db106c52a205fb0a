"""Headlines that themselves say that a release is corrected, withdrawn or to be disregarded."""

from __future__ import annotations

import re

_CORRECTED = re.compile(
    r"(?i)^\W*(?:c\s?o\s?r\s?r\s?e\s?c\s?t(?:ed|ing|\s?i\s?o\s?n|s)?|amend(?:ed|ment)|re-?issued?"
    r"|replac(?:es|ed|ing|ement))(?:\s+(?:press\s+)?release)?"
    r"(?:\s*(?:[:–—…/-]|\.{2,})|\s+(?:and|&)\s+replac)"
)
_WITHDRAWN = re.compile(
    r"(?i)^\W*(?:withdrawn|withdrawal|retract(?:ed|ion)|kill(?:ed)?|cancel(?:l?ed|lation))"
    r"(?:\s*(?:[:–—…/-]|\.{2,})|\s+of\s)|\bis\s+withdrawn\b"
)
_DISREGARD = re.compile(r"(?i)\bdisregard\b")
_BY_KIND = {
    "correction": _CORRECTED,
    "replacement": _CORRECTED,
    "withdrawal": _WITHDRAWN,
    "disregard": _DISREGARD,
}


def says_notice(headline: str, kind: str) -> bool:
    """Return whether a headline needs no mark of its notice, as it has one in its words."""
    return _BY_KIND[kind].search(headline[:200]) is not None
