"""Small changes of an HTML tree, none of which loses a word."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

# What stands on lines of its own in the restricted HTML.
BLOCKS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "caption"),
    *("thead", "tbody", "tr", "th", "td"),
}


def text_of(element: etree._Element) -> str:
    """Return the words of an element in one line."""
    words = "".join(str(text) for text in element.itertext())
    return " ".join(words.split())


def has_block(element: etree._Element) -> bool:
    """Return whether something in an element stands on lines of its own."""
    return next(element.iterdescendants(*BLOCKS), None) is not None


def unwrap(element: etree._Element) -> None:
    """Put what is in an element in its place."""
    parent = element.getparent()
    assert parent is not None
    place = parent.index(element)
    _append_text(parent, place, element.text)
    children = list(element)
    tail = element.tail
    parent[place : place + 1] = children
    _append_text(parent, place + len(children), tail)


def remove(element: etree._Element) -> None:
    """Remove an element with its words, and leave the text after it."""
    parent = element.getparent()
    assert parent is not None
    place = parent.index(element)
    tail = element.tail
    parent.remove(element)
    _append_text(parent, place, tail)


def replace_with(element: etree._Element, new: Iterable[etree._Element]) -> None:
    """Put elements in the place of another, and the text after it after them."""
    parent = element.getparent()
    assert parent is not None
    place = parent.index(element)
    elements = list(new)
    tail = element.tail
    parent[place : place + 1] = elements
    _append_text(parent, place + len(elements), tail)


def wrap_content(element: etree._Element, tag: str) -> None:
    """Put what is in an element into a new one, which becomes its only child."""
    wrapper = etree.Element(tag)
    wrapper.text, element.text = element.text, None
    wrapper.extend(list(element))
    element.append(wrapper)


def with_text(tag: str, text: str) -> etree._Element:
    """Return a new element with these words."""
    element = etree.Element(tag)
    element.text = text
    return element


def _append_text(parent: etree._Element, place: int, text: str | None) -> None:
    """Add text before the child at a place, after what is before it."""
    if not text:
        return
    if place:
        before = parent[place - 1]
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
