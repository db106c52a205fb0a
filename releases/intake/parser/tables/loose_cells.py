"""Tables that a copy took apart: one cell on each line, or columns one space apart.

They are set out again only where every row has the same form, and doubted always.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.bullets import bullet
from releases.intake.parser.lines import Line
from releases.intake.parser.reading import Doubt
from releases.intake.parser.tables.table_grid import GridCell, TableGrid
from releases.intake.parser.tables.values import is_value
from releases.text.translatable import Message, gettext_noop

_LONGEST_CELL = 40
_MOST_COLUMNS = 9
_FEWEST_ROWS = 3
_SIGN = re.compile(r"(?:US|C|A)?[$€£¥]")

_ONE_A_LINE = gettext_noop(
    "a table that was copied with one cell on each line, starting with “%(words)s”"
)
_SET_OUT = gettext_noop(
    "Set out as %(rows)d rows of %(columns)d columns. Compare them with the original."
)
_ONE_SPACE = gettext_noop(
    "%(count)d rows of figures with only one space between their columns"
)
_KEPT_AS_LINES = Message(
    gettext_noop("Kept as lines of text. Set them out as a table.")
)

Shape = tuple[tuple[Block, ...], int]


def loose_cells(lines: Sequence[Line], at: int) -> Shape | None:
    """Return the table, or the doubted lines, that start here; and the line after them."""
    return _one_a_line(lines, at) or _spaced(lines, at)


def _one_a_line(lines: Sequence[Line], at: int) -> Shape | None:
    """Return a table with one cell on each line, as long as its rows have one form."""
    forms = [_form(line) for line in lines[at : at + _FEWEST_ROWS * _MOST_COLUMNS]]
    cells = "".join(forms[: forms.index("")] if "" in forms else forms)
    if "v" not in cells:
        return None
    for width in range(2, _MOST_COLUMNS + 1):
        if _is_table(cells, width):
            end = at + 2 * width
            row = cells[width : 2 * width]
            while "".join(map(_form, lines[end : end + width])) == row:
                end += width
            return (_table(lines[at:end], width, headed="v" not in cells[:width]),), end
    return None


def _form(line: Line) -> str:
    """Whether a line is a value, words that may be a cell, or neither."""
    if not _is_cell(line):
        return ""
    return "v" if is_value(_words(line)) else "w"


def _words(line: Line) -> str:
    return line.text.removesuffix("|").strip()


def _is_cell(line: Line) -> bool:
    text = _words(line)
    return (
        0 < len(text) < _LONGEST_CELL
        and "|" not in text
        and "  " not in line.raw.strip()
        and not text.endswith((":", ".", ";", ","))
        and "@" not in text
        and bullet(text) is None
    )


def _is_table(forms: str, width: int) -> bool:
    """Whether rows of so many cells begin here: one of words, or like all the others."""
    first, *body = (forms[i * width : (i + 1) * width] for i in range(_FEWEST_ROWS))
    return (
        len(body[-1]) == width
        and len(set(body)) == 1
        and "v" in body[0]
        and (set(first) == {"w"} or (first == body[0] and first[0] == "w"))
    )


def _table(lines: Sequence[Line], width: int, *, headed: bool) -> Block:
    cells = [_words(line) for line in lines]
    rows = [cells[i : i + width] for i in range(0, len(cells), width)]
    grid = TableGrid(width=width, headed=int(headed))
    grid.cells = [
        [GridCell.plain(c, i, i + 1) for i, c in enumerate(row)] for row in rows
    ]
    doubt = Doubt(
        line=lines[0].number,
        saw=Message(_ONE_A_LINE, {"words": cells[0]}),
        assumed=Message(_SET_OUT, {"rows": len(rows), "columns": width}),
    )
    return grid.block(
        first=lines[0].number,
        last=lines[-1].number,
        numbers=(line.number for line in lines[::width]),
        doubts=[doubt],
    )


def _spaced(lines: Sequence[Line], at: int) -> Shape | None:
    """Rows of a label and values that one space sets apart: kept as lines, and doubted."""
    end = at
    while end < len(lines) and _values_after(lines[end]) >= 2:
        end += 1
    if end - at < _FEWEST_ROWS:
        return None
    rows = lines[at:end]
    block = Block(
        kind="text",
        text="\n".join(line.text for line in rows),
        first=rows[0].number,
        last=rows[-1].number,
        doubts=(
            Doubt(
                line=rows[0].number,
                saw=Message(_ONE_SPACE, {"count": len(rows)}),
                assumed=_KEPT_AS_LINES,
            ),
        ),
    )
    return (block,), end


def _values_after(line: Line) -> int:
    """How many values stand at the end of a line, after a short label."""
    text = line.text
    if "  " in line.raw.strip() or "\t" in line.raw or "|" in text or len(text) > 110:
        return 0
    words = text.split()
    if len(words) > 24:
        return 0
    count = 0
    while len(words) > 1 and is_value(words[-1]):
        words.pop()
        if _SIGN.fullmatch(words[-1]) and len(words) > 1:
            words.pop()
        count += 1
    labelled = bool(words) and (words[-1][-1].isalpha() or words[-1][-1] in ")’:*")
    return count if labelled and len(words) < 12 and not bullet(text) else 0
