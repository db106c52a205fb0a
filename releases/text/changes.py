"""What changed between two texts, word by word."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import Literal

# Longer texts are not compared: the cost grows faster than the text.
MOST_WORDS = 6_000
# An unchanged stretch keeps this many words at each end.
CONTEXT = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words that both texts have, or only the old one, or only the new one."""

    kind: Literal["same", "gone", "new"]
    text: str


def folded(text: str) -> str:
    """The text with its white space folded: what makes two wordings the same."""
    return " ".join(text.split())


def likeness(before: str, after: str) -> float:
    """How much of two texts is the same, in the same order: from 0 to 1."""
    old, new = before.split(), after.split()
    if folded(before) == folded(after):
        return 1.0
    if not old or not new or max(len(old), len(new)) > MOST_WORDS:
        return 0.0
    matcher = difflib.SequenceMatcher(None, old, new)
    ceiling = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return matcher.ratio() if ceiling > 0.3 else ceiling


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The way from one text to the other, with every word of both."""
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > MOST_WORDS:
        return _pieces(("gone", old), ("new", new))
    found: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, old, new)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found += _pieces(("same", old[a:b]))
        else:
            found += _pieces(("gone", old[a:b]), ("new", new[c:d]))
    return tuple(found)


def changes(before: str, after: str) -> tuple[Piece, ...]:
    """The way from one text to the other; long unchanged stretches are shortened."""
    found = pieces(before, after)
    last = len(found) - 1
    return tuple(
        replace(piece, text=_shortened(piece.text, first=not place, last=place == last))
        if piece.kind == "same"
        else piece
        for place, piece in enumerate(found)
    )


def _pieces(
    *stretches: tuple[Literal["same", "gone", "new"], list[str]],
) -> tuple[Piece, ...]:
    return tuple(
        Piece(kind=kind, text=" ".join(words)) for kind, words in stretches if words
    )


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """The words next to a change; what lies further off is an ellipsis."""
    words = text.split()
    head = [] if first else words[:CONTEXT]
    tail = [] if last else words[-CONTEXT:]
    if len(words) <= len(head) + len(tail) + CONTEXT:
        return text
    return " ".join([*head, "…", *tail])
