"""The restricted HTML of a release's body as plain values, for typesetters and tables of data.

Inline values are lists: `["text", words]`, `["break"]`, `["link", href, inline]`, and
`["strong", inline]` or with `em`, `sup`, `sub`. Blocks are dictionaries with a `kind`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from releases.text.table_grid import Row, SourceCell, laid_out

Inline = list[Any]
Block = dict[str, Any]

# Deeper elements are left out, and their text is kept: typst's own recursion is bounded.
MAX_DEPTH = 10
# Longer targets are not accepted as links; the words of the link are kept.
MAX_HREF = 2_000
# A longer run without a space may be broken anywhere after so many characters.
MAX_RUN = 40
MAX_RUN_IN_CELL = 20
MAX_LIST_START = 1_000_000

INLINE = {"strong", "em", "sup", "sub"}
HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
BLOCKS = {"p", *HEADINGS, "ul", "ol", "li", "blockquote", "table", "img"}
CELLS = {"td", "th"}
_SPACES = re.compile(r"[ \t\n\r\f]+")
_UNPRINTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr((plane << 16) + 0xFFFE)}-{chr((plane << 16) + 0xFFFF)}"
        for plane in range(17)
    )
    + "]"
)
_RUN = re.compile(r"\S+")
_URL = re.compile(r"https?://|www\.", re.IGNORECASE)
_BREAK = "\u200b"


@dataclass(slots=True)
class Element:
    """An element of the markup, with the elements and the text in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def descendants(self, tags: set[str]) -> Iterator[Element]:
        """Yield the nearest elements below this one that have one of these tags."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag in tags:
                    yield child
                else:
                    yield from child.descendants(tags)


def parse_blocks(markup: str) -> list[Block]:
    """Return the blocks of markup that `releases.text.html.sanitize_html` has cleaned."""
    parser = _TreeParser()
    parser.feed(markup)
    parser.close()
    return list(_blocks(parser.root.children))


def words(text: str, *, max_run: int = MAX_RUN) -> Inline:
    """Return plain text as an inline value.

    Controls and noncharacters are dropped. A run of characters that is longer than a
    line can be broken, without which it would leave the page; URLs break by themselves.
    """
    return ["text", break_runs(printed_characters(text), max_run=max_run)]


def printed_characters(text: str) -> str:
    """Return the text without controls and noncharacters."""
    return _UNPRINTED.sub("", text)


def break_runs(text: str, *, max_run: int = MAX_RUN) -> str:
    """Return the text with a zero width space in each run that is too long."""
    return _RUN.sub(lambda run: _broken(run[0], max_run), text)


def _broken(run: str, max_run: int) -> str:
    if len(run) <= max_run or _URL.match(run):
        return run
    parts: list[str] = []
    length = 0
    for character in run:
        joins = unicodedata.combining(character) or unicodedata.category(character) in {
            "Mn",
            "Me",
            "Cf",
        }
        if length >= max_run and not joins:
            parts.append(_BREAK)
            length = 0
        parts.append(character)
        length += 1
    return "".join(parts)


class _TreeParser(HTMLParser):
    """Builds the tree of elements, of bounded depth."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]
        # The tags that were opened, and whether each became an element.
        self._tags: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, unless it lies too deep."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        if tag in {"br", "img"}:
            self._open[-1].children.append(element)
            return
        is_shallow = len(self._open) <= MAX_DEPTH or tag in {"tr", "caption", *CELLS}
        self._tags.append((tag, is_shallow))
        if is_shallow:
            self._open[-1].children.append(element)
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the latest open element of this tag, and those inside it."""
        if tag not in (name for name, _ in self._tags):
            return
        while self._tags:
            name, is_element = self._tags.pop()
            if is_element:
                self._open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _blocks(children: Iterable[Element | str]) -> Iterator[Block]:
    """Yield the blocks; text and inline elements between them are paragraphs."""
    loose: list[Element | str] = []
    for child in children:
        if isinstance(child, Element) and (child.tag in BLOCKS or _has_block(child)):
            yield from _paragraph(loose)
            loose = []
            yield from _block(child)
        else:
            loose.append(child)
    yield from _paragraph(loose)


def _has_block(element: Element) -> bool:
    return any(
        isinstance(child, Element) and (child.tag in BLOCKS or _has_block(child))
        for child in element.children
    )


def _paragraph(children: Iterable[Element | str]) -> Iterator[Block]:
    content = inline_of(children)
    if content:
        yield {"kind": "paragraph", "content": content}


def _block(element: Element) -> Iterator[Block]:
    tag = element.tag
    if tag in HEADINGS:
        if content := inline_of(element.children):
            yield {"kind": "heading", "level": HEADINGS[tag], "content": content}
    elif tag in {"ul", "ol"}:
        items = [list(_blocks(item.children)) for item in element.descendants({"li"})]
        if items:
            yield {
                "kind": "list",
                "ordered": tag == "ol",
                "start": _start_of(element),
                "items": items,
            }
    elif tag == "blockquote":
        if blocks := list(_blocks(element.children)):
            yield {"kind": "quote", "blocks": blocks}
    elif tag == "img":
        yield _image(element)
    else:
        yield from _table(element) if tag == "table" else _blocks(element.children)


def _image(element: Element) -> Block:
    """Return the address of an image's file and its text; empty for one that decorates."""
    alt = printed_characters(element.attributes.get("alt", ""))
    return {"kind": "image", "src": element.attributes.get("src", ""), "alt": alt}


def _start_of(element: Element) -> int:
    """Return the number of a list's first item; one where it is none or is negative."""
    start = element.attributes.get("start", "1")
    number = int(start) if re.fullmatch("[0-9]{1,7}", start) else 1
    return min(number, MAX_LIST_START)


def inline_of(
    children: Iterable[Element | str], *, max_run: int = MAX_RUN
) -> list[Inline]:
    """Return inline values with white space collapsed as HTML does, none at either end."""
    content = list(_inline(children, max_run))
    _collapse(content, is_after_space=True)
    _trim_end(content)
    return [node for node in content if not _is_empty(node)]


def _inline(children: Iterable[Element | str], max_run: int) -> Iterator[Inline]:
    for child in children:
        if isinstance(child, str):
            yield words(_SPACES.sub(" ", child), max_run=max_run)
        elif child.tag == "br":
            yield ["break"]
        elif child.tag == "img":
            alt = _image(child)["alt"]
            yield words(f"[{alt}]" if alt else "", max_run=max_run)
        elif child.tag in INLINE:
            yield [child.tag, list(_inline(child.children, max_run))]
        elif child.tag == "a" and _is_href(child.attributes.get("href", "")):
            inside = list(_inline(child.children, max_run))
            yield ["link", child.attributes["href"], inside]
        elif child.tag in BLOCKS | CELLS | {"tr", "caption"}:
            # A block where only words can be, such as a paragraph in a cell.
            yield ["break"]
            yield from _inline(child.children, max_run)
            yield ["break"]
        else:
            yield from _inline(child.children, max_run)


def _is_href(href: str) -> bool:
    return 0 < len(href) <= MAX_HREF and not _UNPRINTED.search(href)


def _collapse(nodes: list[Inline], *, is_after_space: bool) -> bool:
    """Drop each space and break that follows one; return whether the end is one."""
    for node in nodes:
        if node[0] == "text":
            if is_after_space:
                node[1] = node[1].lstrip(" ")
            if node[1]:
                is_after_space = node[1].endswith(" ")
        elif node[0] == "break":
            if is_after_space and node is nodes[0]:
                node[:] = ["text", ""]
            is_after_space = True
        else:
            is_after_space = _collapse(node[-1], is_after_space=is_after_space)
    return is_after_space


def _trim_end(nodes: list[Inline]) -> None:
    while nodes:
        node = nodes[-1]
        if node[0] == "text":
            node[1] = node[1].rstrip(" ")
        elif node[0] != "break":
            _trim_end(node[-1])
        if node[0] != "break" and not _is_empty(node):
            return
        nodes.pop()


def _is_empty(node: Inline) -> bool:
    return node[0] != "break" and not node[-1]


def _table(element: Element) -> Iterator[Block]:
    caption = [
        node
        for part in element.descendants({"caption"})
        for node in inline_of(part.children)
    ]
    rows = list(_rows(element))
    if rows:
        yield {"kind": "table", "caption": caption, **laid_out(rows)}
    elif caption:
        yield {"kind": "paragraph", "content": caption}


def _rows(table: Element, *, is_in_head: bool = False) -> Iterator[Row]:
    for child in table.children:
        if not isinstance(child, Element):
            continue
        if child.tag == "tr":
            cells = [_cell(cell) for cell in child.descendants(CELLS)]
            if cells:
                kind = child.attributes.get("class", "")
                yield Row(kind=kind, cells=cells, is_in_head=is_in_head)
        elif child.tag in {"thead", "tbody"}:
            yield from _rows(child, is_in_head=child.tag == "thead")


def _cell(element: Element) -> SourceCell:
    content = inline_of(element.children, max_run=MAX_RUN_IN_CELL)
    indent = re.fullmatch("indent-([1-4])", element.attributes.get("class", ""))
    return SourceCell(
        content=content,
        text="".join(text_of(content)).strip(),
        is_header=element.tag == "th",
        indent=int(indent[1]) if indent else 0,
        columns=_span_of(element, "colspan"),
        rows=_span_of(element, "rowspan"),
    )


def _span_of(cell: Element, name: str) -> int:
    value = cell.attributes.get(name, "1")
    return max(1, int(value)) if re.fullmatch("[0-9]{1,4}", value) else 1


def text_of(content: Iterable[Inline]) -> Iterator[str]:
    """Yield the text of inline values, without the places at which words may break."""
    for node in content:
        if node[0] == "text":
            yield node[1].replace(_BREAK, "")
        elif node[0] == "break":
            yield "\n"
        else:
            yield from text_of(node[-1])
