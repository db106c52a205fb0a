"""Formulas of a page (MathML Core) as words: a fraction as a/b, exponents raised."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

from lxml import etree

from releases.text.unshown import words_of

_UNREAD = {"annotation", "annotation-xml", "mphantom"}
# What can't be said for certain by characters one after the other.
_STRUCTURES = {
    *("mfrac", "msqrt", "mroot", "mtable", "munder", "mover", "munderover"),
    *("mmultiscripts", "mfenced", "menclose", "msubsup"),
}
_INVISIBLE = str.maketrans("", "", "\u2061\u2062\u2063\u2064")


def write_formulas(root: etree._Element) -> list[etree._Element]:
    """Put words in place of each formula of a page; return those to compare with the page.

    What a page shows of the same formula, and hides from screen readers, is taken out.
    """
    doubtful = []
    for formula in list(root.iter("math")):
        written = etree.Element("span")
        if formula.get("altimg") is None or len(formula):
            _write(formula, written)
        if not words_of(written):
            written.text = formula.get("alttext") or ""
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


def _write(element: etree._Element, out: etree._Element) -> None:
    """Write an element's words into `out`, whose children are only `sup` and `sub`."""
    name = str(element.tag)
    children = [
        child
        for child in element.iterchildren(tag=etree.Element)
        if child.tag not in _UNREAD
    ]
    writer = _WRITERS.get(name)
    if writer and (children or name == "mspace"):
        writer(element, children, out)
    elif children:
        for child in children:
            _write(child, out)
    else:
        words = " ".join((element.text or "").translate(_INVISIBLE).split())
        spaced = name == "mo" and words in {"=", "<", ">", "≤", "≥", "≈", "→"}
        _add(out, f" {words} " if spaced else words)


def _write_fraction(
    element: etree._Element, children: list[etree._Element], out: etree._Element
) -> None:
    for place, child in enumerate(children):
        _add(out, "/" if place else "")
        _write_operand(child, out)


def _write_scripts(
    element: etree._Element, children: list[etree._Element], out: etree._Element
) -> None:
    _write(children[0], out)
    kinds = {"msup": ("sup",), "msub": ("sub",)}.get(str(element.tag), ("sub", "sup"))
    for kind, script in zip(kinds, children[1:], strict=False):
        etree.SubElement(out, kind).text = _flat(script)


def _write_row(
    element: etree._Element, children: list[etree._Element], out: etree._Element
) -> None:
    for place, child in enumerate(children):
        _add(out, " " if place else "")
        _write(child, out)
    _add(out, "; ")


def _write_space(
    element: etree._Element, children: list[etree._Element], out: etree._Element
) -> None:
    _add(out, " ")


def _write_root(
    element: etree._Element, children: list[etree._Element], out: etree._Element
) -> None:
    if element.tag == "mroot" and len(children) == 2:
        etree.SubElement(out, "sup").text = _flat(children[1])
        children = children[:1]
    _add(out, "√")
    holder = etree.Element("mrow")
    holder.extend([copy(child) for child in children])
    _write_operand(holder, out)


def _write_fenced(
    element: etree._Element, children: list[etree._Element], out: etree._Element
) -> None:
    _add(out, element.get("open", "("))
    for place, child in enumerate(children):
        _add(out, (element.get("separators") or ",")[:1] + " " if place else "")
        _write(child, out)
    _add(out, element.get("close", ")"))


def _write_operand(element: etree._Element, out: etree._Element) -> None:
    """Write an element, in brackets if it is more than one number or name."""
    if _flat(element).replace(".", "").replace(",", "").isalnum():
        _write(element, out)
    else:
        _add(out, "(")
        _write(element, out)
        _add(out, ")")


def _flat(element: etree._Element) -> str:
    holder = etree.Element("span")
    _write(element, holder)
    return "".join(str(text) for text in holder.itertext()).strip()


def _add(out: etree._Element, words: str) -> None:
    """Add words behind what was written."""
    if len(out):
        out[-1].tail = (out[-1].tail or "") + words
    else:
        out.text = (out.text or "") + words


_WRITERS: dict[
    str,
    Callable[[etree._Element, list[etree._Element], etree._Element], None],
] = {
    "mfrac": _write_fraction,
    **dict.fromkeys(("msqrt", "mroot"), _write_root),
    **dict.fromkeys(("msup", "msub", "msubsup"), _write_scripts),
    "mfenced": _write_fenced,
    "mtr": _write_row,
    "mspace": _write_space,
}
