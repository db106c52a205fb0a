"""Reads a tagged PDF as assistive technology does: by its structure tree, in its order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

_BLOCKS = {"/P", "/H1", "/H2", "/H3", "/H4", "/LI", "/TH", "/TD", "/Caption"}
_CHARACTERS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TRIPLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


@dataclass(slots=True)
class Tag:
    """An element of the structure: its tag, its text or the elements in it."""

    name: str
    scope: str = ""
    children: list[Tag | str] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[Tag]:
        """Yield the elements below this one that have one of these tags, in order."""
        for child in self.children:
            if isinstance(child, Tag):
                if child.name in names:
                    yield child
                yield from child.all(*names)

    @property
    def text(self) -> str:
        """The text with single spaces, without the labels of lists."""
        return " ".join(self._text().replace("\u200b", "").split())

    @property
    def letters(self) -> str:
        """The text without white space, of which a line's end has none."""
        return "".join(self.text.split())

    def _text(self) -> str:
        if self.name == "/Lbl":
            return ""
        text = "".join(
            child if isinstance(child, str) else child._text()  # noqa: SLF001 - its own
            for child in self.children
        )
        return f" {text} " if self.name in _BLOCKS else text


def read_pdf(content: bytes) -> Tag:
    """Return the structure tree of a tagged PDF."""
    with pikepdf.open(BytesIO(content)) as pdf:
        marked = {
            (page.objgen, number): text
            for page in pdf.pages
            for number, text in _marked_text(page)
        }
        root = Tag("/Root")
        _read(pdf.Root.StructTreeRoot.K, None, marked, root)
        return root


def _read(kids: Any, page: Any, marked: dict[Any, str], into: Tag) -> None:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            into.children.append(marked.get((page, kid), ""))
        elif "/MCID" in kid:
            own = kid.Pg.objgen if "/Pg" in kid else page
            into.children.append(marked.get((own, int(kid.MCID)), ""))
        elif "/S" in kid:
            tag = Tag(str(kid.S), _scope_of(kid))
            own = kid.Pg.objgen if "/Pg" in kid else page
            _read(kid.get("/K", pikepdf.Array()), own, marked, tag)
            into.children.append(tag)


def _scope_of(element: Any) -> str:
    owners = element.get("/A", pikepdf.Array())
    for owner in owners if isinstance(owners, pikepdf.Array) else [owners]:
        if "/Scope" in owner:
            return str(owner.Scope)
    return ""


def _marked_text(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    """Yield (MCID, text) of the marked contents of a page; artifacts have no MCID."""
    fonts = {
        name: _characters(font)
        for name, font in page.resources.get("/Font", {}).items()
    }
    numbers: list[int | None] = []
    characters: dict[int, str] = {}
    texts: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in {"BDC", "BMC"}:
            properties: Any = operands[1] if operator == "BDC" else {}
            is_marked = isinstance(properties, pikepdf.Dictionary)
            own = properties.get("/MCID") if is_marked else None
            numbers.append(int(own) if own is not None else None)
        elif operator == "EMC":
            numbers.pop()
        elif operator == "Tf":
            characters = fonts[str(operands[0])]
        elif operator in {"Tj", "TJ"}:
            number = next((one for one in reversed(numbers) if one is not None), None)
            if number is not None:
                shown = _shown(operands[0], characters)
                texts[number] = texts.get(number, "") + shown
        elif operator == "ET" and numbers and numbers[-1] is not None:
            # A line ends with its space left out.
            texts[numbers[-1]] = texts.get(numbers[-1], "") + " "
    yield from texts.items()


def _shown(operand: Any, characters: dict[int, str]) -> str:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    glyphs = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    pairs = zip(glyphs[::2], glyphs[1::2], strict=True)
    return "".join(characters.get(high << 8 | low, "") for high, low in pairs)


def _characters(font: Any) -> dict[int, str]:
    """Return the text of each glyph by its number (ISO 32000-1, 9.10.3)."""
    table = bytes(font.ToUnicode.read_bytes())
    characters = {}
    for block in _CHARACTERS.findall(table):
        for glyph, text in _PAIR.findall(block):
            characters[int(glyph, 16)] = bytes.fromhex(text.decode()).decode(
                "utf-16-be"
            )
    for block in _RANGES.findall(table):
        for first, last, text in _TRIPLE.findall(block):
            start = int(text, 16)
            for place, glyph in enumerate(range(int(first, 16), int(last, 16) + 1)):
                characters[glyph] = chr(start + place)
    return characters
