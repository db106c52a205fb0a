"""Tables set in plain text by spaces or tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser.blocks import Block, Row, is_mark
from releases.intake.parser.bullets import bullet
from releases.intake.parser.cells import is_figure, table, whole
from releases.intake.parser.lines import Line

_WIDE = re.compile(r"\t+| {3,}|\s?\.{4,}\s?|\s*\t\s*")
_NARROW = re.compile(r"\t+| {2,}|\s?\.{4,}\s?")
_RULE = re.compile(r"[-–—=_ \t]{3,}")
_REACH = 6


def _cells(line: Line) -> Row:
    if "  " not in line.raw.strip() and "\t" not in line.raw.strip():
        return (line.text,)
    cells = whole(" ".join(c.split()) for c in _NARROW.split(line.raw.strip()))
    return tuple(cells)


def _counts(line: Line) -> bool:
    """Whether the line is a row of figures."""
    cells = _cells(line)
    return len(cells) >= 2 and is_figure(cells[-1])


def _wide(line: Line) -> Row:
    raw = line.raw.strip()
    if "   " not in raw and "\t" not in raw:
        return ()
    return tuple(" ".join(c.split()) for c in _WIDE.split(raw) if c.strip())


def _is_row(line: Line) -> bool:
    """Whether the line may stand among rows of figures."""
    if not line.text or _RULE.fullmatch(line.text) or len(_cells(line)) > 1:
        return True
    return len(line.text) < 75 and not line.text.endswith(".")


def _figures_end(lines: Sequence[Line], at: int) -> int | None:
    """One past the last row of the table of figures that starts here."""
    end, figures, since = at, 0, 0
    for i in range(at, len(lines)):
        if not _is_row(lines[i]) or "|" in lines[i].text or since > _REACH:
            break
        if _counts(lines[i]):
            end, figures, since = i + 1, figures + 1, 0
        else:
            since += 1
    return end if figures >= 2 else None


def _starts(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    if _counts(line):
        return True
    if len(_wide(line)) < 2 or bullet(line.text):
        return False
    near = lines[at + 1 : at + 1 + _REACH]
    return any(_counts(other) for other in near)


def _words_end(lines: Sequence[Line], at: int) -> int | None:
    """One past the last line of the columns of words that start here."""
    width = len(_wide(lines[at]))
    if not 2 <= width <= 4 or bullet(lines[at].text):
        return None
    end = at
    while end < len(lines) and len(_wide(lines[end])) == width:
        end += 1
    return end if end - at >= 2 else None


def column_table(
    lines: Sequence[Line], at: int
) -> tuple[tuple[Block, ...], int] | None:
    """The table that starts on this line, and the line after it."""
    raw = lines[at].raw.strip()
    if "|" in raw or ("  " not in raw and "\t" not in raw and "...." not in raw):
        return None
    end, cells = None, _cells
    if _starts(lines, at):
        end = _figures_end(lines, at)
    if end is None:
        end, cells = _words_end(lines, at), _wide
    if end is None:
        return None
    rows = [
        (line.number, cells(line))
        for line in lines[at:end]
        if line.text and not is_mark(line.text)
    ]
    return (table(rows, last=lines[end - 1].number),), end
