"""Tables whose cells have a bar between them and none at the ends of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from releases.intake.parser.blocks import Row, is_finished
from releases.intake.parser.bullets import bullet
from releases.intake.parser.lines import Line
from releases.intake.parser.tables.cells import is_figure, table, whole
from releases.intake.parser.tables.field_tables import field_table
from releases.intake.parser.tables.grids import Numbered, Shape

_BAR = " | "
_WORDS = 110
# Rows enough to tell a table by, and lines of words that may stand between two rows.
_SAMPLE, _BETWEEN = 40, 6


def marked_line(line: Line) -> Line:
    """Return an item without the bar that was set between its marker and its words."""
    marker, bar, words = line.text.partition(_BAR)
    if not bar or len(marker) > 4 or "|" in words or not bullet(f"{marker} {words}"):
        return line
    return replace(line, text=f"{marker} {words}")


def spread(lines: Sequence[Line], at: int) -> Shape | None:
    """Return the table that starts on this line, and the line after it."""
    if not (_is_row(lines[at].text) and _is_table(lines, at)):
        return None
    rows: list[Numbered] = []
    end, barred, reach = at, 0, at
    while reach < len(lines) and reach <= end + _BETWEEN and _goes_on(lines[reach]):
        rows.append((lines[reach].number, _cells(lines[reach])))
        reach += 1
        if _is_row(lines[reach - 1].text):
            end, barred = reach, barred + 1
    if barred < 2:
        return None
    fields = [(line.number, _fields(line)) for line in lines[at:end]]
    return field_table(fields) or (
        table(rows[: end - at], last=lines[end - 1].number),
    ), end


def _is_table(lines: Sequence[Line], at: int) -> bool:
    """Whether the rows from here on have figures in them, or one number of cells."""
    rows = []
    for line in lines[at : at + _SAMPLE]:
        if not _goes_on(line):
            break
        rows.append(_cells(line))
    wide = [cells for cells in rows if len(cells) > 1]
    figured = any(is_figure(cell) for cells in wide for cell in cells)
    return len(wide) > 1 and (figured or len({len(cells) for cells in rows}) == 1)


def _fields(line: Line) -> Row:
    return tuple(" ".join(field.split()) for field in line.text.split("|"))


def _cells(line: Line) -> Row:
    return tuple(whole(cell.strip() for cell in line.text.split("|")))


def _is_row(text: str) -> bool:
    """Whether a line holds cells with a bar between them."""
    return _BAR in text and text[0] != "|" and text[-1] != "|" and len(text) < 1000


def _goes_on(line: Line) -> bool:
    """Whether a table goes on over this line: another row, or words over some rows."""
    text = line.text
    if _is_row(text):
        return True
    words = bool(text) and "|" not in text and len(text) < _WORDS
    return words and not is_finished(text.rstrip(":")) and bullet(text) is None
