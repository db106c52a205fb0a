"""The words of an HTML tree, white space collapsed as a browser would."""

from __future__ import annotations

import re

from lxml import etree

from releases.intake.parser.lines import clean_line, hidden_character_doubts
from releases.intake.parser.styles import Style, Styled, Tag
from releases.text.translatable import Message

_TAGS: dict[str, Tag] = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "cite": "em",
    "sup": "sup",
    "sub": "sub",
    "a": "a",
}
_LOOKS: tuple[tuple[Tag, re.Pattern[str]], ...] = (
    ("strong", re.compile(r"(?i)font-weight:\s{0,3}(?:bold|[6-9]00)")),
    ("em", re.compile(r"(?i)font-style:\s{0,3}(?:italic|oblique)")),
    (
        "sup",
        re.compile(r"(?i)vertical-align:\s{0,3}super|position:relative;\s?top:-\d"),
    ),
    ("sub", re.compile(r"(?i)vertical-align:\s{0,3}sub")),
)
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_SAFE = re.compile(r"(?i)(?:https?://|mailto:|tel:)\S")
_UNWRITABLE = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "\n": "", "\t": ""})
_LONGEST_LINK = 2000


def target_of(href: str | None) -> str:
    """Return a link's target if a reader of the release can go there."""
    target = clean_line(href or "").strip().translate(_UNWRITABLE)
    if len(target) > _LONGEST_LINK or not _SAFE.match(target):
        return ""
    return target


def tags_of(element: etree._Element) -> list[Tag]:
    """Return the restricted HTML's tags for an element, by its name and style."""
    name = str(element.tag)
    tags = [_TAGS[name]] if name in _TAGS else []
    style = element.get("style")
    if style and name not in {"td", "th", "tr", "table"}:
        tags += [tag for tag, look in _LOOKS if look.search(style) and tag not in tags]
    return tags


def _unhidden(code: str) -> str:
    """Return an e-mail address that a page hides from harvesters."""
    try:
        key, *letters = bytes.fromhex(code)
        return bytes(letter ^ key for letter in letters).decode()
    except ValueError:
        return ""


class WordWriter:
    """Collects words, and remembers which styles are open."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.styles: list[Style] = []
        self.depth: dict[Tag, int] = {}
        self.since: dict[Tag, int] = {}
        self.href = ""
        self.hidden_characters: list[str | Message] = []
        self.blank = False

    def enter(self, element: etree._Element) -> None:
        """Begin an element: its styles, then the words before its first child."""
        for tag in tags_of(element):
            self._open(tag, element)
        hidden = element.get("data-cfemail")
        self.write(_unhidden(hidden) if hidden else element.text)

    def leave(self, element: etree._Element) -> None:
        """End an element's styles; the caller writes its tail."""
        for tag in reversed(tags_of(element)):
            self._close(tag)

    def _open(self, tag: Tag, element: etree._Element) -> None:
        self.depth[tag] = self.depth.get(tag, 0) + 1
        if self.depth[tag] == 1:
            self.since[tag] = self.length
            if tag == "a":
                self.href = target_of(element.get("href"))

    def _close(self, tag: Tag) -> None:
        self.depth[tag] -= 1
        if not self.depth[tag]:
            self._set(tag)

    def _set(self, tag: Tag) -> None:
        if self.length > self.since[tag] and (tag != "a" or self.href):
            href = self.href if tag == "a" else ""
            start = self.since[tag]
            self.styles.append(Style(start=start, end=self.length, tag=tag, href=href))

    def write(self, data: str | None) -> None:
        """Add words."""
        if not data:
            return
        self.blank = self.blank or "\xa0" in data
        self.hidden_characters += (doubt.saw for doubt in hidden_character_doubts(data))
        words = _SPACE.sub(" ", clean_line(data))
        if words.startswith(" ") and (not self.pieces or self.pieces[-1][-1] in " \n"):
            words = words[1:]
        if words:
            self.pieces.append(words)
            self.length += len(words)

    def break_line(self) -> None:
        """Add a line break that the author set."""
        self.blank = True
        if self.pieces and self.pieces[-1][-1] == " ":
            self.pieces[-1] = self.pieces[-1][:-1]
            self.length -= 1
            if not self.pieces[-1]:
                self.pieces.pop()
        self.pieces.append("\n")
        self.length += 1

    def take_words(self) -> Styled:
        """Return and forget what was written; open styles stay open."""
        for tag, depth in self.depth.items():
            if depth:
                self._set(tag)
                self.since[tag] = 0
        text = "".join(self.pieces)
        whole = Styled(text, tuple(self.styles))
        self.pieces, self.styles, self.length, self.blank = [], [], 0, False
        start = len(text) - len(text.lstrip())
        return whole.cut(start, max(start, len(text.rstrip())))
