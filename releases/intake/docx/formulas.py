"""Formulas of a Word file (Office Math) as runs of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from releases.intake.docx.package import W

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STRUCTURES = {
    *("f", "rad", "nary", "d", "m", "eqArr", "sSup", "sSub", "sSubSup", "limLow"),
    *("limUpp", "func", "acc", "bar", "groupChr", "sPre", "box", "borderBox"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a formula; `raised` is superscript, subscript or empty."""

    text: str
    raised: str = ""


def formula_pieces(element: etree._Element, raised: str = "") -> Iterator[Piece]:
    """Yield a formula's characters in reading order, a fraction as a/b."""
    name = etree.QName(element).localname
    if element.tag in {f"{M}t", f"{W}t"}:
        yield Piece(element.text or "", raised)
    elif element.tag in {f"{W}del", f"{W}moveFrom"} or name.endswith("Pr"):
        return
    elif element.tag.startswith(M) and name in _BUILT:
        yield from _BUILT[name](element, raised)
    else:
        yield from _children(element, raised)


def _children(element: etree._Element, raised: str) -> Iterator[Piece]:
    for child in element.iterchildren(tag=etree.Element):
        yield from formula_pieces(child, raised)


def _fraction(element: etree._Element, raised: str) -> Iterator[Piece]:
    yield from _bracketed(element.find(f"{M}num"), raised)
    yield Piece("/", raised)
    yield from _bracketed(element.find(f"{M}den"), raised)


def _root(element: etree._Element, raised: str) -> Iterator[Piece]:
    degree = element.find(f"{M}deg")
    if degree is not None:
        yield from _children(degree, "superscript")
    yield Piece("√", raised)
    yield from _bracketed(element.find(f"{M}e"), raised)


def _sum(element: etree._Element, raised: str) -> Iterator[Piece]:
    yield Piece(_character(element, "chr", "∫"), raised)
    yield from _children(element, raised)


def _superscript(element: etree._Element, raised: str) -> Iterator[Piece]:
    yield from _children(element, "superscript")


def _subscript(element: etree._Element, raised: str) -> Iterator[Piece]:
    yield from _children(element, "subscript")


def _bracketed(element: etree._Element | None, raised: str) -> Iterator[Piece]:
    """Yield the pieces of an element, in brackets if they are more than one number."""
    pieces = list(_children(element, raised)) if element is not None else []
    if "".join(piece.text for piece in pieces).strip().isalnum():
        yield from pieces
    else:
        yield from (Piece("(", raised), *pieces, Piece(")", raised))


def _delimited(element: etree._Element, raised: str) -> Iterator[Piece]:
    yield Piece(_character(element, "begChr", "("), raised)
    for place, part in enumerate(element.iterchildren(f"{M}e")):
        if place:
            yield Piece(_character(element, "sepChr", "|"), raised)
        yield from _children(part, raised)
    yield Piece(_character(element, "endChr", ")"), raised)


def _character(element: etree._Element, name: str, unset: str) -> str:
    found = element.find(f"*/{M}{name}")
    return unset if found is None else found.get(f"{M}val", "")


_BUILT: dict[str, Callable[[etree._Element, str], Iterator[Piece]]] = {
    "f": _fraction,
    "rad": _root,
    "d": _delimited,
    "nary": _sum,
    "sup": _superscript,
    "sub": _subscript,
}


def is_plain(element: etree._Element) -> bool:
    """Return whether a formula is only characters, one after the other."""
    names = {etree.QName(part).localname for part in element.iter(f"{M}*")}
    return not names & _STRUCTURES


def formula_runs(element: etree._Element) -> list[etree._Element]:
    """Return a formula as runs of a paragraph."""
    return [text_run(piece.text, piece.raised) for piece in formula_pieces(element)]


def text_run(text: str, raised: str = "") -> etree._Element:
    """Return a run with a text, superscript or subscript if `raised` says so."""
    run = etree.Element(f"{W}r")
    if raised:
        properties = etree.SubElement(run, f"{W}rPr")
        etree.SubElement(properties, f"{W}vertAlign", {f"{W}val": raised})
    words = etree.SubElement(run, f"{W}t", {_XML_SPACE: "preserve"})
    words.text = text
    return run
