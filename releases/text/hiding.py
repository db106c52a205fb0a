"""How an element of a page keeps its words from readers: struck out, hidden, a comment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from releases.text.stylesheets import classes_of

# `faint` is white text on no known background; `concealed` is hidden, but what the page
# is for; `unspoken` is shown, but kept from screen readers.
Kind = Literal["struck", "hidden", "comment", "faint", "concealed", "unspoken"]

PROPERTIES = {
    *("display", "visibility", "opacity", "content-visibility", "mso-hide"),
    *("font-size", "text-decoration", "color", "background", "clip", "clip-path"),
    *("position", "left", "top", "text-indent", "transform", "filter"),
    *("overflow", "width", "height", "max-height", "mso-element"),
}
_DELETED_TAGS = {"del", "s", "strike"}
_DELETED_CLASSES = {"msodel", "ice-del", "ck-suggestion-marker-deletion"}
_COMMENT_CLASSES = {"msocomanchor", "msocomoff", "msocomtxt", "msocommentreference"}
# What Google Docs, and converters of Word files, link a comment and its mark with.
_COMMENT_MARK = re.compile(r"#(?:cmnt\d+|comment-\d+)")
_COMMENT_BACKLINK = re.compile(r"#(?:cmnt_ref\d+|comment-ref-\d+)")
_COMMENT_HOLDERS = {"p", "div", "dd", "li"}

_ZERO = re.compile(r"[+-]?0*\.?0*(?:px|pt|pc|em|rem|ex|ch|%|in|cm|mm|v[wh])?")
_TINY = re.compile(r"0*1(?:\.0*)?px|0*\.\d+px")
_FAR = re.compile(
    r"-\d{3,}(?:\.\d+)?(?:px|pt)?|-\d{2,}(?:\.\d+)?r?em|-[1-9]\d{2,}(?:\.\d+)?(?:%|vw)"
)
_NO_CLIP_AREA = re.compile(
    r"rect\((?:\s*[01](?:px)?[\s,]*){4}\)|inset\((?:50|100)%.*\)|circle\(0.*\)"
)
_RELATIVE_SIZE = re.compile(r"[\d.]+(?:em|%)|inherit|unset|smaller|larger")
_WHITE = re.compile(
    r"white|#f{3}|#f{6}|#f{4}|#f{8}|transparent|#[\da-f]{3}0|#[\da-f]{6}00"
    r"|rgba?\(\s*255[\s,]+255[\s,]+255\s*(?:[,/]\s*[\d.]+%?\s*)?\)"
    r"|rgba\([^)]*[,/]\s*0(?:\.0*)?%?\s*\)|hsla?\([^)]*[\s,]100%\s*\)"
)
_NO_BACKGROUND = re.compile(r"none|inherit|initial|unset|0")


@dataclass(frozen=True, slots=True)
class TextState:
    """What an element inherits: whether its words show, and in which colour."""

    invisible: bool = False
    sizeless: bool = False
    white: bool = False
    backed: bool = False

    @property
    def hidden(self) -> bool:
        return self.invisible or self.sizeless


def removed_as(element: etree._Element, style: dict[str, str]) -> Kind | None:
    """Return why an element is taken out whole; None if it isn't."""
    if _is_comment(element, style):
        return "comment"
    if _is_struck(element, style):
        return "struck"
    return "hidden" if _is_hidden(element, style) else None


def _is_comment(element: etree._Element, style: dict[str, str]) -> bool:
    """Return whether an element is a reviewer's comment, or its mark in the text."""
    if style.get("mso-element") in {"comment", "comment-list"}:
        return True
    if any(name.lower() in _COMMENT_CLASSES for name in classes_of(element)):
        return True
    if element.tag == "a":
        return _COMMENT_MARK.fullmatch(element.get("href") or "") is not None and bool(
            re.match(r"cmnt_ref|comment-ref-", element.get("id") or "")
        )
    if element.tag == "dt":
        return _is_comment_term(element)
    return element.tag in _COMMENT_HOLDERS and _is_comment_text(element)


def _is_comment_term(element: etree._Element) -> bool:
    following = element.getnext()
    return (
        re.fullmatch(r"comment-\d+", element.get("id") or "") is not None
        and following is not None
        and _links_back(following)
    )


def _is_comment_text(element: etree._Element) -> bool:
    """Return whether a paragraph begins, or a comment's definition ends, with a link back."""
    if element.tag == "dd":
        return _links_back(element)
    first = next((link for link in element.iter("a")), None)
    if first is None or not _COMMENT_BACKLINK.fullmatch(first.get("href") or ""):
        return False
    above = [first, *first.iterancestors()]
    inside = above[: above.index(element)] if element in above else []
    return all(
        part.getprevious() is None and not (part.getparent().text or "").strip()  # type: ignore[union-attr]  # each is below the element
        for part in inside
    )


def _links_back(element: etree._Element) -> bool:
    return any(
        _COMMENT_BACKLINK.fullmatch(link.get("href") or "")
        for link in element.iter("a")
    )


def _is_struck(element: etree._Element, style: dict[str, str]) -> bool:
    decoration = style.get("text-decoration", "")
    if "line-through" in decoration or element.get("role") == "deletion":
        return True
    if any(name.lower() in _DELETED_CLASSES for name in classes_of(element)):
        return True
    # A deletion is one however it is shown; s and strike only draw a line.
    is_drawn = not decoration or element.tag == "del"
    return element.tag in _DELETED_TAGS and is_drawn


def is_undisplayed(element: etree._Element, style: dict[str, str]) -> bool:
    unset = "none" if element.get("hidden") is not None else ""
    return style.get("display", unset) == "none"


def _is_hidden(element: etree._Element, style: dict[str, str]) -> bool:
    return (
        is_undisplayed(element, style)
        or style.get("mso-hide") == "all"
        or style.get("content-visibility") == "hidden"
        or _ZERO.fullmatch(style.get("opacity", "1")) is not None
        or "opacity(0)" in style.get("filter", "")
        or "scale(0)" in style.get("transform", "")
        or _is_clipped(style)
        or _is_off_the_page(style)
    )


def _is_clipped(style: dict[str, str]) -> bool:
    """Return whether an element is cut down to nothing."""
    if any(_NO_CLIP_AREA.fullmatch(style.get(n, "")) for n in ("clip", "clip-path")):
        return True
    return style.get("overflow") in {"hidden", "clip"} and any(
        _ZERO.fullmatch(size) or _TINY.fullmatch(size)
        for name in ("width", "height", "max-height")
        if (size := style.get(name, ""))
    )


def _is_off_the_page(style: dict[str, str]) -> bool:
    """Return whether an element is moved to where nobody sees it."""
    if _FAR.fullmatch(style.get("text-indent", "")):
        return True
    return style.get("position") in {"absolute", "fixed"} and any(
        _FAR.fullmatch(style.get(name, "")) for name in ("left", "top")
    )


def inherited_state(
    above: TextState, element: etree._Element, style: dict[str, str]
) -> TextState:
    """Return how the words of an element show, given those around it."""
    visibility = style.get("visibility", "")
    invisible = above.invisible
    if visibility in {"hidden", "collapse"}:
        invisible = True
    elif visibility == "visible":
        invisible = False
    size = style.get("font-size", "")
    sizeless = above.sizeless
    if _ZERO.fullmatch(size) and size:
        sizeless = True
    elif size and not _RELATIVE_SIZE.fullmatch(size):
        sizeless = False
    colour = style.get("color") or (element.get("color") or "").lower()
    white = above.white if colour in {"", "inherit"} else bool(_WHITE.fullmatch(colour))
    return TextState(
        invisible, sizeless, white, above.backed or _is_backed(element, style)
    )


def _is_backed(element: etree._Element, style: dict[str, str]) -> bool:
    """Return whether an element has a background of its own that isn't white."""
    colours = [
        style.get("background"),
        element.get("bgcolor"),
        element.get("background"),
    ]
    return any(
        colour
        and not _WHITE.fullmatch(colour.lower())
        and not _NO_BACKGROUND.fullmatch(colour.lower())
        for colour in colours
    )


def is_machine_data(element: etree._Element) -> bool:
    """Return whether an element holds the hidden facts of an inline XBRL filing."""
    tags = (str(part.tag) for part in element.iter())
    return any(tag in {"ix:header", "header"} and ":" in tag for tag in tags)
