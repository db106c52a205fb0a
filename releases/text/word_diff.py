"""Compare two texts word by word."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import Literal

# Longer texts are not compared: the cost grows faster than the length.
MAX_WORDS = 6_000
# Words that an unchanged stretch keeps at each end.
CONTEXT = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffSegment:
    """Words of both texts ("same"), of the old ("gone") or of the new ("new")."""

    kind: Literal["same", "gone", "new"]
    text: str


def collapse_spaces(text: str) -> str:
    """Return the text with each run of white space as one space, none at the ends."""
    return " ".join(text.split())


def similarity(before: str, after: str) -> float:
    """Return how much of two texts is the same in the same order, from 0 to 1.

    Texts of more than `MAX_WORDS` words are 0 unless they are equal.
    """
    old, new = before.split(), after.split()
    if collapse_spaces(before) == collapse_spaces(after):
        return 1.0
    if not old or not new or max(len(old), len(new)) > MAX_WORDS:
        return 0.0
    matcher = difflib.SequenceMatcher(None, old, new)
    ceiling = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return matcher.ratio() if ceiling > 0.3 else ceiling


def diff_words(before: str, after: str) -> tuple[DiffSegment, ...]:
    """Return segments that lead from `before` to `after`, with every word of both."""
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > MAX_WORDS:
        return _segments(("gone", old), ("new", new))
    segments: list[DiffSegment] = []
    matcher = difflib.SequenceMatcher(None, old, new)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            segments += _segments(("same", old[a:b]))
        else:
            segments += _segments(("gone", old[a:b]), ("new", new[c:d]))
    return tuple(segments)


def diff_excerpts(before: str, after: str) -> tuple[DiffSegment, ...]:
    """Return `diff_words` with long unchanged stretches cut to `CONTEXT` words."""
    segments = diff_words(before, after)
    last = len(segments) - 1
    return tuple(
        replace(
            segment, text=_shortened(segment.text, first=not place, last=place == last)
        )
        if segment.kind == "same"
        else segment
        for place, segment in enumerate(segments)
    )


def _segments(
    *stretches: tuple[Literal["same", "gone", "new"], list[str]],
) -> tuple[DiffSegment, ...]:
    return tuple(
        DiffSegment(kind=kind, text=" ".join(words))
        for kind, words in stretches
        if words
    )


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """Return the words next to a change, with an ellipsis for the rest."""
    words = text.split()
    head = [] if first else words[:CONTEXT]
    tail = [] if last else words[-CONTEXT:]
    if len(words) <= len(head) + len(tail) + CONTEXT:
        return text
    return " ".join([*head, "…", *tail])
