"""The blocks and the links of a text in the small HTML, as a reader meets them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["paragraph", "heading", "item", "table"]

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("p", "blockquote"), "paragraph"),
    **dict.fromkeys(("h2", "h3", "h4"), "heading"),
    "li": "item",
}
CONTAINERS = {*KINDS, "ul", "ol", "table"}
# What the sanitiser writes: it leaves no bare angle bracket in words.
PIECES = re.compile(r"""<(/?)([a-z]\w*)((?:[^<>"]|"[^"]*")*)>|([^<]+)""")
HREF = re.compile(r"""\shref="([^"]*)\"""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, a heading, an item, or a table: a line a row, a tab between cells."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where some words lead."""

    href: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A text taken apart."""

    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def lead(self) -> str:
        """The first paragraph."""
        return next((one.text for one in self.blocks if one.kind == "paragraph"), "")


def body_of(markup: str) -> Body:
    """The text of this markup, which `releases.text.html.clean` has passed."""
    reader = _Reader()
    for piece in PIECES.finditer(markup):
        closes, tag, attributes, words = piece.groups()
        if words is not None:
            reader.read(html.unescape(words))
        elif closes:
            reader.end(tag)
        else:
            reader.begin(tag, attributes)
    reader.end_block()
    return Body(blocks=tuple(reader.blocks), links=tuple(reader.links))


class _Reader:
    """Reads on; a block ends where another begins or its own tag closes."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self._kind: Kind = "paragraph"
        self._words: list[str] = []
        self._href: str | None = None
        self._linked: list[str] = []

    def begin(self, tag: str, attributes: str) -> None:
        """A block begins, or a link."""
        if tag == "a":
            found = HREF.search(attributes)
            self._href = html.unescape(found[1]) if found else None
            self._linked = []
        elif tag == "br":
            self._words.append("\n")
        elif tag in CONTAINERS and self._kind != "table":
            self.end_block()
            self._kind = "table" if tag == "table" else KINDS.get(tag, "paragraph")

    def end(self, tag: str) -> None:
        """A block ends, or a link, a cell or a row."""
        if tag == "a" and self._href is not None:
            words = " ".join("".join(self._linked).split())
            self.links.append(Link(href=self._href, words=words))
            self._href = None
        elif tag in {"td", "th"}:
            self._words.append("\t")
        elif tag in {"tr", "caption"}:
            self._words.append("\n")
        elif tag == "table" or (tag in CONTAINERS and self._kind != "table"):
            self.end_block()

    def read(self, words: str) -> None:
        """Words of the block that is open."""
        self._words.append(words)
        self._linked.append(words)

    def end_block(self) -> None:
        """Keep what was read, if it says anything."""
        text = "".join(self._words).strip()
        if text:
            self.blocks.append(Block(kind=self._kind, text=text))
        self._kind = "paragraph"
        self._words = []
