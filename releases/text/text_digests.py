"""Digests of text that do not depend on how it was copied.

A text that went through a browser, a mail or a PDF has other white space, quotation marks,
dashes and ligatures. So these are made equal before it is digested, and nothing else is.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

# 128 bits are enough to find a text by; the whole digest of a document is signed.
DIGEST_LENGTH = 32
# Shorter paragraphs, such as “About us”, are in too many releases to say anything.
MIN_PASSAGE_LENGTH = 25
BEGINNING = 200

# How many combining marks may follow one another (UAX #15, 13: Stream-Safe Text).
MAX_MARKS = 30
# What ends a run of them: it joins, and is not seen.
COMBINING_GRAPHEME_JOINER = "\u034f"

# Apostrophes and single quotation marks, double ones, and hyphens, dashes and minus.
_EQUAL = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)
_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+")
_EMPTY_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def normalised(text: str) -> str:
    """Return the text without white space, with plain quotation marks and dashes."""
    plain = unicodedata.normalize("NFKC", stream_safe(text.translate(_EQUAL)))
    return _UNSEEN.sub("", plain.translate(_EQUAL))


def stream_safe(text: str) -> str:
    """Return the text with no more than MAX_MARKS combining marks in a row.

    To normalise a run of them takes the square of its length: minutes for what a stranger
    may paste. No language has as many.
    """
    if text.isascii():
        return text
    parts = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > MAX_MARKS:
            parts.append(COMBINING_GRAPHEME_JOINER)
            marks = 1
        parts.append(character)
    return "".join(parts)


def text_digest(text: str) -> str:
    """Return the first 128 bits of the SHA-256 of the normalised text, in hexadecimal."""
    return hashlib.sha256(normalised(text).encode()).hexdigest()[:DIGEST_LENGTH]


def is_long_enough(text: str) -> bool:
    """Return whether a paragraph says enough to be looked up, as the beginning of most does."""
    return any(
        len(normalised(part)) >= MIN_PASSAGE_LENGTH for part in (text[:BEGINNING], text)
    )


def pasted_paragraphs(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each paragraph of a pasted text as (the paragraph, its lines).

    Empty lines separate paragraphs. In a text without them each line may be one, and in
    one from a PDF a paragraph has several lines: who looks it up tries the whole first.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    for paragraph in _EMPTY_LINES.split(lines):
        if is_long_enough(paragraph):
            long_lines = filter(is_long_enough, paragraph.split("\n"))
            yield paragraph.strip(), tuple(line.strip() for line in long_lines)
