"""Tables whose cells are set off by vertical bars, as filings print them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from releases.intake.parser.blocks import Block, Row, is_finished, is_mark
from releases.intake.parser.bullets import bullet, depth
from releases.intake.parser.lines import Line
from releases.intake.parser.tables.cells import is_figure, table, whole
from releases.intake.parser.tables.field_tables import field_table

_SAMPLE = 40
Numbered = tuple[int, Row]
Shape = tuple[tuple[Block, ...], int]


def grid(lines: Sequence[Line], at: int) -> Shape | None:
    """Return the table between bars from this line on, and the line after it."""
    text = lines[at].text
    bars = text.count("|")
    if not bars:
        return None
    if bars >= 2:
        return _rows(lines, at)
    if text == "|" or text.startswith("|"):
        return _upright(lines, at) or _unbarred(lines[at], at)
    if text.endswith("|"):
        return _stacked(lines, at) or _rows(lines, at)
    return None


def _unbarred(line: Line, at: int) -> Shape:
    """Read a line whose only bar stands before it: its text is no table."""
    text = line.text.strip("| ")
    kind: str = "mark" if not text or is_mark(text) else "text"
    block = Block(
        kind="mark" if kind == "mark" else "text",
        text=text or "|",
        first=line.number,
        last=line.number,
    )
    return (block,), at + 1


def _row_end(lines: Sequence[Line], at: int) -> int | None:
    """One past the lines of the row that starts here: it ends with a bar."""
    for end in range(at, min(at + 12, len(lines))):
        text = lines[end].text
        if not text or (end == at + 1 and "|" not in lines[at].text and text[0] != "|"):
            return None
        if text.endswith("|"):
            return end + 1
    return None


def _rows(lines: Sequence[Line], at: int) -> Shape:
    """Rows that each end with a bar, whatever they are broken over."""
    rows: list[Numbered] = []
    fields: list[Numbered] = []
    end = at
    while end < len(lines):
        after = _row_end(lines, end)
        if after is None:
            break
        text = " ".join(line.text for line in lines[end:after])
        cells = [" ".join(cell.split()) for cell in text.split("|")]
        kept = tuple(whole(cells))
        if kept:
            rows.append((lines[end].number, _led(cells, kept)))
            fields.append((lines[end].number, _between_bars(cells)))
        end = after
    if end == at:
        return _unbarred(lines[at], at)
    if not rows:
        return (_bars(lines[at].number, lines[end - 1].number),), end
    return field_table(fields) or _shaped(rows, lines[end - 1].number), end


def _between_bars(cells: Sequence[str]) -> Row:
    """Return a row's fields between its first bar and its last."""
    inner = cells[1:] if not cells[0] else cells
    return tuple(inner[:-1] if not inner[-1] else inner)


def _bars(first: int, last: int) -> Block:
    return Block(kind="mark", text="|", first=first, last=last)


def _led(cells: Sequence[str], kept: Row) -> Row:
    """Return the row; one of headings over figures keeps its empty corner."""
    if (
        not cells[0]
        and len(kept) > 1
        and not is_figure(kept[0])
        and not bullet(kept[0])
    ):
        return ("", *kept)
    return kept


def _shaped(rows: list[Numbered], last: int) -> tuple[Block, ...]:
    if all(_marked(row) for _, row in rows):
        return tuple(_item(number, row) for number, row in rows)
    wide = [row for _, row in rows if len([c for c in row if c]) > 1]
    if len(wide) >= 2:
        return field_table(rows) or (table(_unpadded(rows), last=last),)
    return tuple(_lines_of(rows))


def _unpadded(rows: list[Numbered]) -> list[Numbered]:
    """Without the empty corner where every row has it."""
    if all(len(row) == 1 or not row[0] for _, row in rows):
        return [(n, row[1:] if len(row) > 1 else row) for n, row in rows]
    return rows


def _marked(row: Row) -> bool:
    cells = [cell for cell in row if cell]
    return len(cells) == 2 and bullet(cells[0]) is not None and len(cells[0]) < 3


def _item(number: int, row: Row) -> Block:
    marker, text = [cell for cell in row if cell]
    return Block(
        kind="item",
        text=text,
        first=number,
        last=number,
        marker=marker,
        depth=depth(marker),
    )


def _lines_of(rows: Iterable[Numbered]) -> Iterable[Block]:
    for number, row in rows:
        cells = [cell for cell in row if cell]
        if len(cells[0]) <= 3:
            cells = [" ".join(cells)]
        for cell in cells:
            yield Block(kind="text", text=cell, first=number, last=number, gap=False)


def _stacked(lines: Sequence[Line], at: int) -> Shape | None:
    """Rows set off by empty lines, one cell a line, each ending with a bar."""
    rows: list[Numbered] = []
    end, i = at, at
    while (
        i < len(lines) and lines[i].text.endswith("|") and lines[i].text.count("|") == 1
    ):
        start, cells = i, []
        while i < len(lines) and lines[i].text.endswith("|"):
            cells.append(lines[i].text.rstrip("| "))
            i += 1
        rows.append((lines[start].number, tuple(cells)))
        end = i
        while i < len(lines) and not lines[i].text:
            i += 1
    widths = {len(row) for _, row in rows}
    if len(rows) < 2 or len(widths) != 1 or widths == {1}:
        return None
    return field_table(rows) or (table(rows, last=lines[end - 1].number),), end


def _upright(lines: Sequence[Line], at: int) -> Shape | None:
    """Cells each begun by a bar; a bar alone on its line begins a row."""
    sample, _ = _upright_cells(lines, at, most=_SAMPLE)
    if not (_by_bars(sample) or _by_figures(sample)):
        return None
    cells, end = _upright_cells(lines, at, most=len(lines))
    rows = _by_bars(cells) or _by_figures(cells)
    if rows is None:
        return None
    return field_table(rows) or (table(rows, last=lines[end - 1].number),), end


def _upright_cells(
    lines: Sequence[Line], at: int, *, most: int
) -> tuple[list[tuple[bool, int, str]], int]:
    cells: list[tuple[bool, int, str]] = []
    end = at
    while end < len(lines) and end < at + 3 * most and lines[end].text.startswith("|"):
        line = lines[end]
        if line.text.count("|") > 1 or len(cells) >= most:
            break
        after = _cell_end(lines, end)
        words = " ".join(line.text for line in lines[end:after]).strip("| ")
        if words:
            cells.append((line.text == "|", line.number, words))
        end = after
    return cells, end


def _cell_end(lines: Sequence[Line], at: int) -> int:
    """One past the last line of a cell, which is seldom more than three lines."""
    end = at + 1
    if (
        lines[at].text == "|"
        and end < len(lines)
        and not lines[end].text.startswith("|")
    ):
        end += 1
    reach = end
    while reach < len(lines) and reach < end + 3 and lines[reach].text:
        if lines[reach].text.startswith("|"):
            return reach
        reach += 1
    while (
        end < reach
        and lines[end].text[0] in "(*"
        and not is_finished(lines[end - 1].text)
    ):
        end += 1
    return end


def _by_bars(cells: list[tuple[bool, int, str]]) -> list[Numbered] | None:
    rows: list[tuple[int, list[str]]] = []
    for begins, number, words in cells:
        if begins or not rows:
            rows.append((number, []))
        rows[-1][1].append(words)
    wide = sum(1 for _, row in rows if len(row) > 1)
    if wide < 2 or wide * 2 < len(rows):
        return None
    if len(rows) > 1 and len(rows[0][1]) < max(len(row) for _, row in rows):
        rows[0][1].insert(0, "")
    return [(number, tuple(row)) for number, row in rows]


def _by_figures(cells: list[tuple[bool, int, str]]) -> list[Numbered] | None:
    """Rows recognised by the words that begin them after the last row's figures."""
    words = [text for _, _, text in cells]
    starts = [
        i
        for i in range(1, len(words))
        if not is_figure(words[i]) and is_figure(words[i - 1])
    ]
    steps = {b - a for a, b in pairwise(starts)}
    if len(starts) < 2 or len(steps) != 1:
        return None
    (step,) = steps
    first = starts[0] % step
    bounds = [*([0] if first else []), *range(first, len(words), step)]
    return [
        (cells[a][1], tuple(words[a:b]))
        for a, b in zip(bounds, [*bounds[1:], len(words)], strict=True)
    ]
