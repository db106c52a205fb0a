"""Words in an HTML tree that its author struck out or hid, and reviewers' comments.

A page is read as a browser shows it on a screen, before anybody touches it. What only its
scripts and linked style sheets would hide can't be known.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from releases.text.hiding import (
    PROPERTIES,
    Kind,
    TextState,
    inherited_state,
    is_machine_data,
    is_undisplayed,
    removed_as,
)
from releases.text.stylesheets import StyleSheets, styles_of
from releases.text.translatable import Message, gettext_noop

LABELS: dict[Kind, str] = {
    "struck": gettext_noop("words struck out: “%(words)s”"),
    "hidden": gettext_noop("hidden words: “%(words)s”"),
    "comment": gettext_noop("a reviewer's comment: “%(words)s”"),
    "faint": gettext_noop("words in white, with no background known: “%(words)s”"),
    "unspoken": gettext_noop("words that screen readers leave out: “%(words)s”"),
    "concealed": gettext_noop("most of the page is hidden: “%(words)s”"),
}
_LONGEST = 80
_NO_TEXT = {
    *("script", "style", "noscript", "template", "iframe", "head", "svg", "title"),
    *("object", "textarea", "select", "option", "noframes", "video", "audio", "canvas"),
}
_COMMENT_LABEL = re.compile(r"^(?:Comment )?\[[A-Za-z]{0,4}\d{0,4}\]|\s*↑$")
_CELLS = {"td", "th"}

_WHOLE = {"html", "body", "main", "article"}
_MOST_OF_IT = 0.5
_NEAR = 40
_MAY_HIDE = re.compile(
    r"(?i)<(?:s|strike|del|style)[\s>]|<[^<>]*\s(?:style|class|hidden|role|bgcolor|color|id|aria-hidden)\b"
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

    @property
    def label(self) -> Message:
        """What it is, and its words in at most 80 characters."""
        return Message(LABELS[self.kind], {"words": shortened(self.words)})


def shortened(words: str) -> str:
    """Return words in one line of at most 80 characters."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


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
    walk = _walked(root, is_page=False)
    if not walk.removals:
        return markup, walk.located()
    body = root.find("body")
    assert body is not None
    return inner_html(body), walk.located()


def remove_from_fragment(root: etree._Element) -> list[Unshown]:
    """Take the same out of a fragment's tree; return what it was."""
    return _walked(root, is_page=False).located()


def inner_html(element: etree._Element) -> str:
    """Return what is in an element as HTML."""
    inner = (etree.tostring(e, encoding="unicode", method="html") for e in element)
    return "".join([html.escape(element.text or "", quote=False), *inner])


def remove_unshown(root: etree._Element) -> tuple[list[Unshown], bool]:
    """Take what is struck out, hidden or a comment out of a page; return what it was.

    Also returns whether there are too many style rules to be sure of all. White words stay
    in the tree, and so do hidden ones that are what the page is for.
    """
    walk = _walked(root, is_page=True)
    return walk.located(), walk.sheets.is_incomplete


def _walked(root: etree._Element, *, is_page: bool) -> _Walk:
    """Return the walk over a tree, after its removals were made."""
    body = next(root.iter("body"), root)
    size = sum(len(letters_of(t)) for t in _texts_of(body)) if is_page else 0
    walk = _Walk(StyleSheets(root, styles_of(root), PROPERTIES), size)
    walk.read(body)
    for remove in walk.removals:
        remove()
    return walk


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
        self.states = [TextState()]

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
        kind = removed_as(element, style)
        if kind == "hidden" and self._is_the_page(element):
            self._note("concealed", words_of(element), element)
            kind = None
        if kind:
            self._remove(element, kind, style)
            self.states.append(self.states[-1])
            return False
        if element.get("aria-hidden") == "true" and letters_of(words_of(element)):
            self._note("unspoken", words_of(element), element)
        state = inherited_state(self.states[-1], element, style)
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
        if words and not is_machine_data(element):
            self._note(kind, words, element.getparent())
        # A cell that shows no words still takes its place.
        keeps_place = element.tag in _CELLS and not is_undisplayed(element, style)
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
