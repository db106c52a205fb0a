"""Passages as plain text that reads well in a mail: headings, lists and aligned tables."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterable, Sequence

from releases.text.passages import Passage, link_hrefs, parse_passages

WIDTH = 76
# A wider table is written as rows of cells that no column aligns.
MAX_TABLE_WIDTH = 110
_GAP = "  "
# Kana and Chinese characters: their lines end anywhere, and the only spaces are in names.
_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# Where a line ends in a passage; names and values of a list (`dl`) have their own.
_BREAK_ELEMENT = re.compile(r"<br\s*/?>\s*|</d[td]>\s*")
# A character that no text has (Unicode calls it a noncharacter), for a line that ends.
_BREAK = "\ufdd0"
# “https://www.example.com (https://www.example.com)” after a link that shows its address.
_SAID_TWICE = re.compile(r"(\S+) \((?:https?://)?\1/?\)")


def plain_text(markup: str) -> str:
    """Return the restricted HTML as lines of plain text, with the addresses of its links."""
    markup = _BREAK_ELEMENT.sub(_BREAK, markup)
    web = [href for href in link_hrefs(markup) if href.startswith(("http:", "https:"))]
    return write_passages(parse_passages(markup, show_hrefs=web))


def write_passages(passages: Sequence[Passage]) -> str:
    """Return the passages as lines, an empty one between paragraphs."""
    return "\n\n".join(_block(group) for group in _groups(passages))


def _groups(passages: Sequence[Passage]) -> Iterable[list[Passage]]:
    """Yield the rows of a table together, the items of a list, and each other passage."""
    group: list[Passage] = []
    for passage in passages:
        goes_on = passage.kind in {"tr", "li"} and not passage.starts_table
        if group and not (goes_on and passage.kind == group[-1].kind):
            yield group
            group = []
        group.append(passage)
    if group:
        yield group


def _block(group: list[Passage]) -> str:
    kind = group[0].kind
    if kind == "tr":
        return _table(group)
    first, rest = {"li": ("- ", "  "), "blockquote": ("> ", "> ")}.get(kind, ("", ""))
    return "\n".join(
        _wrapped(_text_of(passage), first=first, rest=rest) for passage in group
    )


def _text_of(passage: Passage) -> str:
    return _SAID_TWICE.sub(r"\1", passage.text)


def _wrapped(text: str, *, first: str, rest: str) -> str:
    """Return the lines of a text, each as long as its mail program likes in Japanese."""
    return "\n".join(
        textwrap.fill(
            line.strip(),
            sys.maxsize if _WITHOUT_SPACES.search(line) else WIDTH,
            initial_indent=rest if number else first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for number, line in enumerate(text.strip(_BREAK).split(_BREAK))
    )


def _table(rows: list[Passage]) -> str:
    """Return the rows with their columns aligned, the first to the left."""
    widths: dict[int, int] = {}
    for row in rows:
        for column, span, cell in _columns(row):
            if span == 1:
                widths[column] = max(widths.get(column, 0), len(cell))
    if sum(width + len(_GAP) for width in widths.values()) > MAX_TABLE_WIDTH:
        return "\n".join(
            " | ".join(cell for _, _, cell in _columns(row) if cell) for row in rows
        )
    return "\n".join(_row(_columns(row), widths) for row in rows)


def _columns(row: Passage) -> Iterable[tuple[int, int, str]]:
    """Yield the first column, the number of columns and the text of each cell."""
    column = 0
    for cell, span in zip(row.cells, row.spans, strict=True):
        yield column, span, cell.replace(_BREAK, " ")
        column += span


def _row(cells: Iterable[tuple[int, int, str]], widths: dict[int, int]) -> str:
    written = []
    for column, span, cell in cells:
        covered = [widths.get(column + offset, 0) for offset in range(span)]
        width = sum(covered) + len(_GAP) * (span - 1)
        written.append(cell.rjust(width) if column else cell.ljust(width))
    return _GAP.join(written).rstrip()
