"""Columns of words set in plain text by spaces or tabs, such as labels and their values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser.blocks import Block, Row
from releases.intake.parser.bullets import bullet
from releases.intake.parser.lines import Line
from releases.intake.parser.tables.cells import table

_GAP = re.compile(r"\t+| {3,}|\s?\.{4,}\s?|\s*\t\s*")
_MOST_COLUMNS = 4


def word_columns(
    lines: Sequence[Line], at: int
) -> tuple[tuple[Block, ...], int] | None:
    """Return the table of words that starts on this line, and the line after it.

    Two lines or more with one number of columns, at most four, are one.
    """
    width = len(_cells(lines[at]))
    if not 2 <= width <= _MOST_COLUMNS or bullet(lines[at].text):
        return None
    end = at
    while end < len(lines) and len(_cells(lines[end])) == width:
        end += 1
    if end - at < 2:
        return None
    rows = [(line.number, _cells(line)) for line in lines[at:end]]
    return (table(rows, last=lines[end - 1].number),), end


def _cells(line: Line) -> Row:
    raw = line.raw.strip()
    if "|" in raw or not any(sign in raw for sign in ("   ", "\t", "....")):
        return ()
    return tuple(" ".join(cell.split()) for cell in _GAP.split(raw) if cell.strip())
