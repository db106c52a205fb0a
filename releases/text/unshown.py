"""Words in an HTML tree that its author struck out or hid, and reviewers' comments.

A page is read as a browser shows it on a screen, before anybody touches it. What only its
scripts and linked style sheets would hide can't be known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree

from releases.text.selectors import classes_of
from releases.text.stylesheets import StyleSheets, styles_of

# `faint` is white text on no known background; `concealed` is hidden, but what the page
# is for. Both stay in the tree.
Kind = Literal["struck", "hidden", "comment", "faint", "concealed"]

_PROPERTIES = {
    *("display", "visibility", "opacity", "content-visibility", "mso-hide"),
    *("font-size", "text-decoration", "color", "background", "clip", "clip-path"),
    *("position", "left", "top", "text-indent", "transform", "filter"),
    *("overflow", "width", "height", "max-height", "mso-element"),
}
_NO_TEXT = {
    *("script", "style", "noscript", "template", "iframe", "head", "svg", "title"),
    *("object", "textarea", "select", "option", "noframes", "video", "audio", "canvas"),
}
_DELETED_TAGS = {"del", "s", "strike"}
_DELETED_CLASSES = {"msodel", "ice-del", "ck-suggestion-marker-deletion"}
_COMMENT_CLASSES = {"msocomanchor", "msocomoff", "msocomtxt", "msocommentreference"}
# What Google Docs, and converters of Word files, link a comment and its mark with.
_COMMENT_MARK = re.compile(r"#(?:cmnt\d+|comment-\d+)")
_COMMENT_BACKLINK = re.compile(r"#(?:cmnt_ref\d+|comment-ref-\d+)")
_COMMENT_LABEL = re.compile(r"^(?:Comment )?\[[A-Za-z]{0,4}\d{0,4}\]|\s*↑$")
_COMMENT_HOLDERS = {"p", "div", "dd", "li"}
_CELLS = {"td", "th"}

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
_WHOLE = {"html", "body", "main", "article"}
_MOST_OF_IT = 0.5
_NEAR = 40
_MAY_HIDE = re.compile(
    r"(?i)<(?:s|strike|del|style)[\s>]|<[^<>]*\s(?:style|class|hidden|role|bgcolor|color|id)\b"
)
_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unshown:
    """Words that a reader of the source does not see, and how they are kept from them.

    `holder` is the element that they were in. `before` and `after` are the letters and
    digits around them.
    """

    kind: Kind
    words: str
    holder: etree._Element
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    """What an element inherits: whether its words show, and in which colour."""

    invisible: bool = False
    sizeless: bool = False
    white: bool = False
    backed: bool = False

    @property
    def hidden(self) -> bool:
        return self.invisible or self.sizeless


def letters_of(text: str) -> str:
    """Return the letters and digits of a text."""
    return _NOT_LETTERS.sub("", text)


def without_unshown(markup: str) -> tuple[str, list[Unshown]]:
    """Return a fragment of HTML without what is struck out, hidden or a comment in it.

    Unchanged if there is nothing of the kind.
    """
    if not _MAY_HIDE.search(markup):
        return markup, []
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, no_network=True, huge_tree=True
    )
    page = f"<html><body><div>{markup}</div></body></html>"
    root = etree.fromstring(page.encode("utf-8", "replace"), parser)
    unshown, _ = remove_unshown(root, is_page=False)
    if all(item.kind == "faint" for item in unshown):
        return markup, unshown
    body = root.find("body")
    assert body is not None
    inner = (etree.tostring(e, encoding="unicode", method="html") for e in body)
    return "".join([body.text or "", *inner]), unshown


def remove_unshown(
    root: etree._Element, *, is_page: bool = True
) -> tuple[list[Unshown], bool]:
    """Take what is struck out, hidden or a comment out of a tree; return what it was.

    Also returns whether there are too many style rules to be sure of all. White words stay
    in the tree, and so do hidden ones that are what the page is for, unless `is_page` is
    False.
    """
    sheets = StyleSheets(styles_of(root), _PROPERTIES)
    body = next(root.iter("body"), root)
    size = sum(len(letters_of(t)) for t in _texts_of(body)) if is_page else 0
    walk = _Walk(sheets, size)
    walk.read(body)
    for remove in walk.removals:
        remove()
    return walk.located(), sheets.is_incomplete


def _texts_of(element: etree._Element) -> list[str]:
    return [str(text) for text in element.itertext()]


def words_of(element: etree._Element) -> str:
    """Return the words of an element in one line."""
    return " ".join(" ".join(_texts_of(element)).split())


class _Walk:
    """Reads a tree in order; remembers what to remove, and the letters around it."""

    def __init__(self, sheets: StyleSheets, size: int) -> None:
        self.sheets = sheets
        self.size = size
        self.letters: list[str] = []
        self.count = 0
        self.unshown: list[tuple[int, Unshown]] = []
        self.removals: list[Callable[[], None]] = []
        # Where the marks of comments were.
        self.marks: list[int] = []
        self.states = [_State()]

    def read(self, body: etree._Element) -> None:
        walk = etree.iterwalk(body, events=("start", "end"))
        for event, element in walk:
            if not isinstance(element.tag, str):
                if event == "end":
                    self._text(element, element.tail, tail=True)
            elif event == "start":
                if not self._enter(element):
                    walk.skip_subtree()
            else:
                self.states.pop()
                if element is not body:
                    self._text(element, element.tail, tail=True)

    def _enter(self, element: etree._Element) -> bool:
        """Begin an element; return whether its words may show."""
        if element.tag in _NO_TEXT:
            self.states.append(self.states[-1])
            return False
        style = self.sheets.declared(element)
        kind = _removed_as(element, style)
        if kind == "hidden" and self._is_the_page(element):
            self._note("concealed", words_of(element), element)
            kind = None
        if kind:
            self._remove(element, kind, style)
            self.states.append(self.states[-1])
            return False
        state = _inherited(self.states[-1], element, style)
        if state.hidden and not self.states[-1].hidden and self._is_the_page(element):
            self._note("concealed", words_of(element), element)
            state = replace(state, invisible=False, sizeless=False)
        self.states.append(state)
        self._text(element, element.text, tail=False)
        return True

    def _is_the_page(self, element: etree._Element) -> bool:
        """Return whether an element is what the page is for, which a script will show."""
        if self.size == 0:
            return False
        size = sum(len(letters_of(text)) for text in _texts_of(element))
        is_whole = element.tag in _WHOLE or next(element.iter("h1"), None) is not None
        return is_whole and size > self.size * _MOST_OF_IT

    def _remove(
        self, element: etree._Element, kind: Kind, style: dict[str, str]
    ) -> None:
        words = words_of(element)
        if kind == "comment":
            words = _COMMENT_LABEL.sub("", words).strip()
            if not words and element.tag != "dt":
                self.marks.append(self.count)
        if words and not _is_machine_data(element):
            self._note(kind, words, element.getparent())
        # A cell that shows no words still takes its place.
        keeps_place = element.tag in _CELLS and not _is_undisplayed(element, style)
        self.removals.append(lambda: (_empty if keeps_place else _take_out)(element))

    def _text(self, element: etree._Element, text: str | None, *, tail: bool) -> None:
        if not text:
            return
        state = self.states[-1]
        holder = element.getparent() if tail else element
        if state.hidden:
            if text.strip():
                self._note("hidden", " ".join(text.split()), holder)
            self.removals.append(lambda: _blank(element, tail=tail))
            return
        if state.white and not state.backed and text.strip():
            self._note("faint", " ".join(text.split()), holder)
        letters = letters_of(text)
        self.letters.append(letters)
        self.count += len(letters)

    def _note(self, kind: Kind, words: str, holder: etree._Element | None) -> None:
        assert holder is not None
        self.unshown.append(
            (self.count, Unshown(kind=kind, words=words, holder=holder))
        )

    def located(self) -> list[Unshown]:
        """Return what was noted, with the letters around each, in order.

        A comment is where its mark is, if there are as many marks as comments.
        """
        letters = "".join(self.letters)
        comments = [n for n, (_, u) in enumerate(self.unshown) if u.kind == "comment"]
        if len(comments) == len(self.marks):
            for number, mark in zip(comments, self.marks, strict=True):
                self.unshown[number] = (mark, self.unshown[number][1])
        self.unshown.sort(key=lambda noted: noted[0])
        return [
            replace(
                unshown,
                before=letters[max(0, place - _NEAR) : place],
                after=letters[place : place + _NEAR],
            )
            for place, unshown in self.unshown
        ]


def _removed_as(element: etree._Element, style: dict[str, str]) -> Kind | None:
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


def _is_undisplayed(element: etree._Element, style: dict[str, str]) -> bool:
    unset = "none" if element.get("hidden") is not None else ""
    return style.get("display", unset) == "none"


def _is_hidden(element: etree._Element, style: dict[str, str]) -> bool:
    return (
        _is_undisplayed(element, style)
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


def _inherited(above: _State, element: etree._Element, style: dict[str, str]) -> _State:
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
    return _State(
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


def _is_machine_data(element: etree._Element) -> bool:
    """Return whether an element holds the hidden facts of an inline XBRL filing."""
    tags = (str(part.tag) for part in element.iter())
    return any(tag in {"ix:header", "header"} and ":" in tag for tag in tags)


def _take_out(element: etree._Element) -> None:
    """Remove an element but not the text after it."""
    parent = element.getparent()
    if parent is None:
        _empty(element)
        return
    _append(element, element.tail or "")
    parent.remove(element)


def _empty(element: etree._Element) -> None:
    element.text = None
    for child in list(element):
        element.remove(child)


def _append(element: etree._Element, text: str) -> None:
    """Put an element's tail behind what stands before the element."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def _blank(element: etree._Element, *, tail: bool) -> None:
    if tail:
        element.tail = " "
    else:
        element.text = " "
