"""Tables whose cells have a bar between them and none at the ends of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from releases.intake.parser.blocks import is_finished
from releases.intake.parser.bullets import bullet
from releases.intake.parser.cells import is_figure, table, whole
from releases.intake.parser.grids import Numbered, Shape
from releases.intake.parser.lines import Line

_BAR = " | "
_WORDS = 110


def marked_line(line: Line) -> Line:
    """An item without the bar that was set between its marker and its words."""
    marker, bar, words = line.text.partition(_BAR)
    if not bar or len(marker) > 4 or "|" in words or not bullet(f"{marker} {words}"):
        return line
    return replace(line, text=f"{marker} {words}")


def spread(lines: Sequence[Line], at: int) -> Shape | None:
    """The table that starts on this line, and the line after it."""
    if not _is_row(lines[at].text):
        return None
    rows: list[Numbered] = []
    barred, figured = 0, False
    end, reach = at, at
    while reach < len(lines) and _carries_on(lines[reach].text):
        cells = tuple(whole(c.strip() for c in lines[reach].text.split("|")))
        rows.append((lines[reach].number, cells))
        if _is_row(lines[reach].text):
            end = reach + 1
            barred += 1
            figured = figured or any(is_figure(cell) for cell in cells)
        reach += 1
    rows = rows[: end - at]
    even = len({len(cells) for _, cells in rows}) == 1
    if barred < 2 or not (figured or even):
        return None
    return (table(rows, last=lines[end - 1].number),), end


def _is_row(text: str) -> bool:
    """Whether a line holds cells with a bar between them."""
    return _BAR in text and text[0] != "|" and text[-1] != "|" and len(text) < 1000


def _carries_on(text: str) -> bool:
    """Whether a table goes on over this line: another row, or words over some rows."""
    if _is_row(text):
        return True
    words = bool(text) and "|" not in text and len(text) < _WORDS
    return words and not is_finished(text.rstrip(":")) and bullet(text) is None
