"""Formulas of a Word file (Office Math) as runs of text."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from releases.intake.docx.package import W
from releases.intake.formula_pieces import Piece, fenced, fraction, raised, root

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STRUCTURES = {
    *("f", "rad", "nary", "d", "m", "eqArr", "sSup", "sSub", "sSubSup", "limLow"),
    *("limUpp", "func", "acc", "bar", "groupChr", "sPre", "box", "borderBox"),
}


def formula_pieces(element: etree._Element) -> list[Piece]:
    """Return a formula's characters in reading order."""
    name = etree.QName(element).localname
    if element.tag in {f"{M}t", f"{W}t"}:
        return [Piece(element.text or "")]
    if element.tag in {f"{W}del", f"{W}moveFrom"} or name.endswith("Pr"):
        return []
    build = _BUILT.get(name, _children) if element.tag.startswith(M) else _children
    return build(element)


def _children(element: etree._Element) -> list[Piece]:
    children = element.iterchildren(tag=etree.Element)
    return [piece for child in children for piece in formula_pieces(child)]


def _inside(element: etree._Element, name: str) -> list[Piece]:
    part = element.find(f"{M}{name}")
    return [] if part is None else _children(part)


def _character(element: etree._Element, name: str, unset: str) -> str:
    sign = element.find(f"*/{M}{name}")
    return unset if sign is None else sign.get(f"{M}val", "")


def _delimited(element: etree._Element) -> list[Piece]:
    return fenced(
        [_children(part) for part in element.iterchildren(f"{M}e")],
        begin=_character(element, "begChr", "("),
        separator=_character(element, "sepChr", "|"),
        end=_character(element, "endChr", ")"),
    )


_BUILT: dict[str, Callable[[etree._Element], list[Piece]]] = {
    "f": lambda part: fraction(_inside(part, "num"), _inside(part, "den")),
    "rad": lambda part: root(_inside(part, "e"), _inside(part, "deg")),
    "d": _delimited,
    "nary": lambda part: [Piece(_character(part, "chr", "∫")), *_children(part)],
    "sup": lambda part: raised(_children(part), "superscript"),
    "sub": lambda part: raised(_children(part), "subscript"),
}


def is_plain(element: etree._Element) -> bool:
    """Return whether a formula is only characters, one after the other."""
    names = {etree.QName(part).localname for part in element.iter(f"{M}*")}
    return not names & _STRUCTURES


def formula_runs(element: etree._Element) -> list[etree._Element]:
    """Return a formula as runs of a paragraph."""
    return [text_run(piece.text, piece.raised) for piece in formula_pieces(element)]


def text_run(text: str, how: str = "") -> etree._Element:
    """Return a run with a text, superscript or subscript if `how` says so."""
    run = etree.Element(f"{W}r")
    if how:
        properties = etree.SubElement(run, f"{W}rPr")
        etree.SubElement(properties, f"{W}vertAlign", {f"{W}val": how})
    words = etree.SubElement(run, f"{W}t", {_XML_SPACE: "preserve"})
    words.text = text
    return run
