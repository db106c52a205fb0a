"""Titles for readers, from what a file calls itself."""

from __future__ import annotations

import re

_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_SEPARATORS = re.compile(r"(?:[\s_+]|%20)+|(?<=\w)-(?=\w)")
# What tells versions of a file apart, and says nothing to readers.
_VERSION = re.compile(
    r"(?i)\s*(?:\(\d{1,3}\)|\b(?:v\d+(?:\.\d+)*|rev\d*|final|draft|copy|clean|signed)\b)"
)
# What programs write where nobody gave a title.
_NO_TITLE = re.compile(
    r"(?i)microsoft \w+ - .*|(?:un)?titled?\b.*|(?:document|book|presentation|slide|folie"
    r"|powerpoint presentation)\s?\d*|.*\.(?:docx?|xlsx?|pptx?|pdf|indd|qxd|html?)|[\W\d_]*"
)
_LONGEST = 200


def title_of_name(name: str) -> str:
    """Return a file's name as a title: “q3-2026_tables_FINAL.xlsx” as “Q3 2026 tables”."""
    stem = _EXTENSION.sub("", name.rpartition("/")[2])
    title = " ".join(_VERSION.sub("", _SEPARATORS.sub(" ", stem)).split()) or stem
    return (title[:1].upper() + title[1:])[:_LONGEST]


def own_title(title: str) -> str:
    """Return the title that a file has inside it; empty if a program wrote it, not a person."""
    line = " ".join(title.split())
    return "" if _NO_TITLE.fullmatch(line) else line[:_LONGEST]
