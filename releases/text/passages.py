"""The small HTML as a row of passages: paragraphs, headings, rows of tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

BLOCKS = {"p", "h2", "h3", "h4", "li", "blockquote", "caption"}
CELLS = {"td", "th"}
# What a passage inside one of these is called, whatever it is itself.
AROUND = ("li", "blockquote", "caption")
# What raises or lowers figures and marks, in a line of plain words.
RAISED = {"sup": "^", "sub": "_"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One paragraph, heading or entry; or a row of a table, with its cells.

    `kind` is the tag it stood in, or `tr`. `opens` marks the first row of a table;
    `spans` says over how many columns each cell goes.
    """

    kind: str
    cells: tuple[str, ...]
    spans: tuple[int, ...] = (1,)
    heads: bool = False
    opens: bool = False

    @property
    def text(self) -> str:
        """All that it says."""
        return " ".join(self.cells)


def passages(markup: str, *, naming: Iterable[str] = ()) -> tuple[Passage, ...]:
    """The passages of the markup in their order.

    Behind the words of a link to one of the addresses in `naming` stands the address.
    """
    reader = _Reader(frozenset(naming))
    reader.feed(markup)
    reader.close()
    reader.flush()
    return tuple(reader.found)


def plain_passages(text: str, *, kind: str = "p") -> tuple[Passage, ...]:
    """Each line of plain text that says something, as a passage."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(Passage(kind=kind, cells=(line,)) for line in lines if line)


def targets(markup: str) -> frozenset[str]:
    """Every address that the markup links to."""
    reader = _Reader(frozenset())
    reader.feed(markup)
    reader.close()
    return frozenset(filter(None, reader.targets))


class _Reader(HTMLParser):
    """Gathers words until a passage ends."""

    def __init__(self, naming: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.naming = naming
        self.found: list[Passage] = []
        self.targets: list[str] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self._cells: list[tuple[str, int, str]] = []
        self._first_row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block ends what was gathered before it."""
        given = dict(attrs)
        if tag in BLOCKS:
            self.flush()
        if tag == "table":
            self.flush()
            self._first_row = True
        elif tag == "a":
            self.targets.append(given.get("href") or "")
        elif tag in CELLS:
            span = given.get("colspan") or "1"
            self._cells.append((tag, int(span) if span.isdecimal() else 1, ""))
        self._words.append(RAISED.get(tag, " " if tag in BLOCKS | {"br"} else ""))
        if tag != "br":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """What was gathered is a passage, or a cell of one."""
        if tag == "a" and self.targets and self.targets[-1] in self.naming:
            self._words.append(f" ({self.targets[-1]})")
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
        """Words."""
        self._words.append(data)

    def flush(self) -> None:
        """End the passage, if one is open; inside a table's cell words only gather."""
        if any(tag in CELLS for tag in self._open):
            self._words.append(" ")
            return
        text = self._taken()
        if text:
            self.found.append(Passage(kind=self._kind(), cells=(text,)))

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
        self.found.append(
            Passage(
                kind="tr",
                cells=tuple(text for _, _, text in cells),
                spans=tuple(span for _, span, _ in cells),
                heads=all(name == "th" for name, _, _ in cells),
                opens=self._first_row,
            )
        )
        self._first_row = False
