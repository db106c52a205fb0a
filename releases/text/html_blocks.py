"""The blocks and the links of a release's restricted HTML, in reading order."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Literal

from releases.text.image_tags import attributes_of

Kind = Literal["paragraph", "heading", "item", "table"]

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("p", "blockquote"), "paragraph"),
    **dict.fromkeys(("h2", "h3", "h4"), "heading"),
    "li": "item",
}
CONTAINERS = {*KINDS, "ul", "ol", "table"}
# Works on sanitised markup only: its words have no bare angle bracket.
TOKENS = re.compile(r"""<(/?)([a-z]\w*)((?:[^<>"]|"[^"]*")*)>|([^<]+)""")
HREF = re.compile(r"""\shref="([^"]*)\"""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, heading, list item or table (a line per row, tabs between cells)."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link: its target and its words."""

    href: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A text split into blocks and links."""

    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def lead(self) -> str:
        """Return the first paragraph's text, or an empty string."""
        return next(
            (block.text for block in self.blocks if block.kind == "paragraph"), ""
        )


def parse_body(markup: str) -> Body:
    """Split markup that `releases.text.html.sanitize_html` has cleaned."""
    parser = _BlockParser()
    for token in TOKENS.finditer(markup):
        closes, tag, attributes, words = token.groups()
        if words is not None:
            parser.read(html.unescape(words))
        elif closes:
            parser.end(tag)
        else:
            parser.begin(tag, attributes)
    parser.end_block()
    return Body(blocks=tuple(parser.blocks), links=tuple(parser.links))


class _BlockParser:
    """Collects blocks: each ends where another begins or its own tag closes."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self._kind: Kind = "paragraph"
        self._words: list[str] = []
        self._href: str | None = None
        self._linked: list[str] = []

    def begin(self, tag: str, attributes: str) -> None:
        """Handle an opening tag: a block or a link begins."""
        if tag == "a":
            href = HREF.search(attributes)
            self._href = html.unescape(href[1]) if href else None
            self._linked = []
        elif tag == "br":
            self._words.append("\n")
        elif tag == "img":
            self.read_image(attributes_of(f"<img{attributes}>").get("alt", ""))
        elif tag in CONTAINERS and self._kind != "table":
            self.end_block()
            self._kind = "table" if tag == "table" else KINDS.get(tag, "paragraph")

    def end(self, tag: str) -> None:
        """Handle a closing tag: a block, link, cell or row ends."""
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
        """Add words to the open block and link."""
        self._words.append(words)
        self._linked.append(words)

    def read_image(self, alt: str) -> None:
        """Take the text of an image for words; between blocks, for a paragraph."""
        stands_alone = not "".join(self._words).strip() and self._kind == "paragraph"
        self._words.append(alt)
        if stands_alone:
            self.end_block()

    def end_block(self) -> None:
        """Close the open block; keep it unless it is empty."""
        text = "".join(self._words).strip()
        if text:
            self.blocks.append(Block(kind=self._kind, text=text))
        self._kind = "paragraph"
        self._words = []
