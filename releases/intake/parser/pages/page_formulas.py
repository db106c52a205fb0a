"""Formulas of a page (MathML Core) as words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from lxml import etree

from releases.intake.formula_pieces import (
    Piece,
    fenced,
    fraction,
    raised,
    root,
)

_UNREAD = {"annotation", "annotation-xml", "mphantom"}
# What can't be said for certain by characters one after the other.
_STRUCTURES = {
    *("mfrac", "msqrt", "mroot", "mtable", "munder", "mover", "munderover"),
    *("mmultiscripts", "mfenced", "menclose", "msubsup"),
}
_INVISIBLE = str.maketrans("", "", "\u2061\u2062\u2063\u2064")
_SPACED = {"=", "<", ">", "≤", "≥", "≈", "→"}
_TAGS = {"superscript": "sup", "subscript": "sub"}


def write_formulas(page: etree._Element) -> list[etree._Element]:
    """Put words in place of each formula of a page; return those to compare with the page.

    What a page shows of the same formula, and hides from screen readers, is taken out.
    """
    doubtful = []
    for formula in list(page.iter("math")):
        pieces = _pieces(formula)
        written = _span(pieces or [Piece(formula.get("alttext") or "")])
        is_plain = not any(part.tag in _STRUCTURES for part in formula.iter())
        _remove_copies(formula)
        parent = formula.getparent()
        if parent is None:
            continue
        written.tail = formula.tail
        parent.replace(formula, written)
        if not is_plain:
            doubtful.append(written)
    return doubtful


def _span(pieces: list[Piece]) -> etree._Element:
    """Return pieces as an element whose children are only `sup` and `sub`."""
    span = etree.Element("span")
    for how, alike in groupby(pieces, key=lambda piece: piece.raised):
        words = "".join(piece.text for piece in alike)
        if how:
            etree.SubElement(span, _TAGS[how]).text = words.strip()
        elif len(span):
            span[-1].tail = words
        else:
            span.text = words
    return span


def _remove_copies(formula: etree._Element) -> None:
    """Take out what stands beside a formula for the eye (KaTeX, MathJax)."""
    for holder in formula.iterancestors():
        names = (holder.get("class") or "").lower()
        if not names.startswith(("katex", "mathjax", "mjx")):
            continue
        for copied in list(holder.iterdescendants()):
            if copied.get("aria-hidden") == "true" and formula not in copied.iter():
                for child in list(copied):
                    copied.remove(child)
                copied.text = None


def _pieces(element: etree._Element) -> list[Piece]:
    """Return an element's characters; none if it has no words."""
    parts = [
        _pieces(child)
        for child in element.iterchildren(tag=etree.Element)
        if child.tag not in _UNREAD
    ]
    name = str(element.tag)
    if (name, len(parts)) in _BUILT:
        return _BUILT[name, len(parts)](*parts)
    if name == "mfenced":
        return fenced(
            parts,
            begin=element.get("open", "("),
            separator=f"{(element.get('separators') or ',')[:1]} ",
            end=element.get("close", ")"),
        )
    whole = [piece for part in parts for piece in (*part, *_AFTER.get(name, ()))]
    if name == "msqrt":
        return root(whole)
    return whole if parts else _characters(element)


def _characters(element: etree._Element) -> list[Piece]:
    if element.tag == "mspace":
        return [Piece(" ")]
    words = " ".join((element.text or "").translate(_INVISIBLE).split())
    is_spaced = element.tag == "mo" and words in _SPACED
    return [Piece(f" {words} " if is_spaced else words)] if words else []


# By the number of their parts.
_BUILT: dict[tuple[str, int], Callable[..., list[Piece]]] = {
    ("mfrac", 2): fraction,
    ("mroot", 2): root,
    ("msup", 2): lambda base, up: [*base, *raised(up, "superscript")],
    ("msub", 2): lambda base, down: [*base, *raised(down, "subscript")],
    ("msubsup", 3): lambda base, down, up: [
        *(*base, *raised(down, "subscript"), *raised(up, "superscript"))
    ],
}
# What parts the cells and the rows of a matrix.
_AFTER = {"mtr": (Piece(" "),), "mtable": (Piece("; "),)}
