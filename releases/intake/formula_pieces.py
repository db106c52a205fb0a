"""A formula as characters one after the other: a fraction as a/b, exponents raised.

Word's formulas (Office Math) and those of pages (MathML) are both written in this way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Raised = Literal["superscript", "subscript", ""]


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a formula."""

    text: str
    raised: Raised = ""


Pieces = Sequence[Piece]


def words_of_pieces(pieces: Iterable[Piece]) -> str:
    """Return the characters alone."""
    return "".join(piece.text for piece in pieces).strip()


def raised(pieces: Iterable[Piece], how: Raised) -> list[Piece]:
    """Return pieces as superscript or subscript, those that are neither yet."""
    return [piece if piece.raised else replace(piece, raised=how) for piece in pieces]


def fraction(above: Pieces, below: Pieces) -> list[Piece]:
    """Return a fraction, its parts in brackets where they need them."""
    return [*_operand(above), Piece("/"), *_operand(below)]


def root(base: Pieces, degree: Pieces = ()) -> list[Piece]:
    """Return a root, its degree raised before it."""
    return [*raised(degree, "superscript"), Piece("√"), *_operand(base)]


def fenced(
    parts: Sequence[Pieces], *, begin: str = "(", separator: str, end: str = ")"
) -> list[Piece]:
    """Return parts between brackets, with a sign between each two."""
    inner = [
        piece
        for place, part in enumerate(parts)
        for piece in ([Piece(separator)] if place else []) + [*part]
    ]
    return [Piece(begin), *inner, Piece(end)]


def _operand(pieces: Pieces) -> Pieces:
    """Return pieces, in brackets if they are more than one number or name."""
    words = words_of_pieces(pieces).replace(".", "").replace(",", "")
    return pieces if words.isalnum() else [Piece("("), *pieces, Piece(")")]
