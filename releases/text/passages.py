"""The restricted HTML as passages: paragraphs, headings, items, table rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

BLOCKS = {"p", "h2", "h3", "h4", "li", "blockquote", "caption"}
CELLS = {"td", "th"}
# A passage inside one of these takes its kind, whatever its own tag is.
AROUND = ("li", "blockquote", "caption")
# How superscript and subscript are written in plain text.
RAISED = {"sup": "^", "sub": "_"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One paragraph, heading or list item; or a table row with its cells.

    `kind` is its tag name (`tr` for a row), `starts_table` marks a table's first row,
    and `spans` gives the columns that each cell covers.
    """

    kind: str
    cells: tuple[str, ...]
    spans: tuple[int, ...] = (1,)
    is_header: bool = False
    starts_table: bool = False

    @property
    def text(self) -> str:
        """Return the text of all cells."""
        return " ".join(self.cells)


def parse_passages(
    markup: str, *, show_hrefs: Iterable[str] = ()
) -> tuple[Passage, ...]:
    """Return the passages of the markup in order.

    The address of a link to one of `show_hrefs` is added after its words.
    """
    parser = _PassageParser(frozenset(show_hrefs))
    parser.feed(markup)
    parser.close()
    parser.flush()
    return tuple(parser.passages)


def text_passages(text: str, *, kind: str = "p") -> tuple[Passage, ...]:
    """Return each line of plain text that is not blank as a passage."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(Passage(kind=kind, cells=(line,)) for line in lines if line)


def link_hrefs(markup: str) -> frozenset[str]:
    """Return every address that the markup links to."""
    parser = _PassageParser(frozenset())
    parser.feed(markup)
    parser.close()
    return frozenset(filter(None, parser.hrefs))


class _PassageParser(HTMLParser):
    """Collects words until a passage ends."""

    def __init__(self, show_hrefs: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.show_hrefs = show_hrefs
        self.passages: list[Passage] = []
        self.hrefs: list[str] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self._cells: list[tuple[str, int, str]] = []
        self._first_row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Start a block, row, cell or link; a block ends the passage before it."""
        attributes = dict(attrs)
        if tag in BLOCKS:
            self.flush()
        if tag == "img":
            self._read_image(attributes.get("alt") or "")
            return
        if tag == "table":
            self.flush()
            self._first_row = True
        elif tag == "a":
            self.hrefs.append(attributes.get("href") or "")
        elif tag in CELLS:
            span = attributes.get("colspan") or "1"
            self._cells.append((tag, int(span) if span.isdecimal() else 1, ""))
        self._words.append(RAISED.get(tag, " " if tag in BLOCKS | {"br"} else ""))
        if tag != "br":
            self._open.append(tag)

    def _read_image(self, alt: str) -> None:
        """Take the text of an image for a passage; inside another, for words of it."""
        stands_alone = not self._open
        if alt:
            self._words.append(f"[{alt}]")
        if stands_alone:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        """End a passage, a row or a cell."""
        if tag == "a" and self.hrefs and self.hrefs[-1] in self.show_hrefs:
            self._words.append(f" ({self.hrefs[-1]})")
        if tag in CELLS and self._cells:
            name, span, _ = self._cells.pop()
            self._cells.append((name, span, self._taken()))
        elif tag == "tr":
            self._end_row()
        elif tag in BLOCKS:
            self.flush()
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def flush(self) -> None:
        """End the open passage; inside a table cell, only separate words."""
        if any(tag in CELLS for tag in self._open):
            self._words.append(" ")
            return
        text = self._taken()
        if text:
            self.passages.append(Passage(kind=self._kind(), cells=(text,)))

    def _kind(self) -> str:
        around = [tag for tag in AROUND if tag in self._open]
        blocks = [tag for tag in self._open if tag in BLOCKS]
        return [*around, *reversed(blocks), "p"][0]

    def _taken(self) -> str:
        text = " ".join("".join(self._words).split())
        self._words.clear()
        return text

    def _end_row(self) -> None:
        cells, self._cells = self._cells, []
        if not any(text for _, _, text in cells):
            return
        self.passages.append(
            Passage(
                kind="tr",
                cells=tuple(text for _, _, text in cells),
                spans=tuple(span for _, span, _ in cells),
                is_header=all(name == "th" for name, _, _ in cells),
                starts_table=self._first_row,
            )
        )
        self._first_row = False
