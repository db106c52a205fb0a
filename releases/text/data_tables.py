"""The tables of a release's body as data: each cell at its place, and figures as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from releases.text.body_tree import Inline, parse_blocks, text_of
from releases.text.printed_numbers import PrintedNumber, printed_numbers

_TABLE_TAG = re.compile(r"<(/?)table>")
_BREAKS = re.compile("[ \t\r\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DataCell:
    """A cell at column `x` and row `y`, both from 0.

    `header` is `column`, `row` or empty; `number` is None unless the text is a figure
    that has one reading.
    """

    x: int
    y: int
    width: int
    height: int
    text: str
    header: str
    indent: int
    number: PrintedNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """A table; its first `head` rows are headings, `rows` has a kind for each of all.

    `cells` fill each place once and are in reading order. `figure_columns` are those in
    which most cells are figures. `number` is the table's own, from 1, as on the page.
    """

    number: int
    caption: str
    columns: int
    head: int
    rows: tuple[str, ...]
    cells: tuple[DataCell, ...]
    figure_columns: frozenset[int]


def table_spans(markup: str) -> Iterator[tuple[int, int]]:
    """Yield where each table of sanitised markup begins and ends, none inside another."""
    depth = start = 0
    for tag in _TABLE_TAG.finditer(markup):
        if not tag[1]:
            start = start if depth else tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, tag.end()


def data_tables(markup: str, *, language: str) -> tuple[DataTable, ...]:
    """Return the tables of sanitised markup that have cells.

    Each has the number that it has on the page. `language` (BCP 47) is the text's.
    """
    return tuple(
        _table(number, block, language)
        for number, (start, end) in enumerate(table_spans(markup), start=1)
        for block in parse_blocks(markup[start:end])
        if block["kind"] == "table"
    )


def _table(number: int, block: dict[str, Any], language: str) -> DataTable:
    cells = [
        DataCell(
            **{name: cell[name] for name in ("x", "y", "width", "height", "indent")},
            text=_in_one_line(cell["text"]),
            header=cell["header"],
        )
        for cell in block["cells"]
    ]
    plain = {
        place
        for place, cell in enumerate(block["cells"])
        if not cell["header"] and not _is_note(cell) and not _has_note(cell["content"])
    }
    numbers = printed_numbers((cells[place].text for place in plain), language=language)
    return DataTable(
        number=number,
        caption=_in_one_line("".join(text_of(block["caption"]))),
        columns=block["columns"],
        head=block["head"],
        rows=tuple(block["rows"]),
        cells=tuple(
            replace(cell, number=numbers[cell.text]) if place in plain else cell
            for place, cell in enumerate(cells)
        ),
        figure_columns=frozenset(
            cell["x"] for cell in block["cells"] if cell["figure"]
        ),
    )


def _in_one_line(text: str) -> str:
    """Return the text with breaks as spaces; spaces that part no words are kept."""
    return _BREAKS.sub(" ", text).strip(" ")


def _is_note(cell: dict[str, Any]) -> bool:
    """Return whether a figure in the first column is in brackets, as a note's number is."""
    return bool(cell["x"] == 0 and cell["text"].startswith("("))


def _has_note(content: list[Inline]) -> bool:
    """Return whether a cell has a raised or lowered part, such as a footnote's number."""
    return any(
        node[0] in {"sup", "sub"}
        or (isinstance(node[-1], list) and _has_note(node[-1]))
        for node in content
    )
