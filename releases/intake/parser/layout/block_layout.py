"""From lines to blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from itertools import pairwise

from releases.intake.parser.blocks import PAGE, Block, Kind, is_finished, is_mark
from releases.intake.parser.bullets import bullet, depth
from releases.intake.parser.layout.wrapping import Wrapping
from releases.intake.parser.lines import Line
from releases.intake.parser.tables.bar_tables import bar_table, marked_line
from releases.intake.parser.tables.loose_cells import loose_cells
from releases.intake.parser.tables.text_tables import text_table
from releases.intake.parser.tables.word_tables import word_columns
from releases.text.dates import MONTH

# A number that no word stands beside, and how many lines a page has at least.
_NUMBER = re.compile(r"\d{1,3}")
_SHORTEST_PAGE = 8
_MONTH_OF = re.compile(rf"{MONTH},?\s\d{{4}}\b")
# Lines enough to tell a text in which a blank line stands after each.
_ENOUGH_LINES = 5
_LONGEST_UNIT = 160
_UNIT = re.compile(
    r"(?i)(?:\s?\((?=[^()]*\b(?:thousands?|millions?|billions?|unaudited|audited|dollars?|euros?|per share|percent(?:ages?)?|[’']?000s?)\b|[^()]*[$€£¥%])(?:[^()]|\([^()]{1,40}\)){1,140}\))+"
)


def single_spaced(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; without one blank line each where one stands after every line.

    Then blank lines tell nothing, and only where two were left was one meant.
    """
    full = [index for index, line in enumerate(lines) if line.text]
    gaps = [after - before for before, after in pairwise(full)]
    if len(gaps) < _ENOUGH_LINES or min(gaps) == 1:
        return list(lines)
    skipped = {index + 1 for index in full}
    return [line for index, line in enumerate(lines) if index not in skipped]


class _Layout:
    """Reads lines in order; every line with words goes to exactly one block."""

    def __init__(self, lines: Sequence[Line]) -> None:
        closed = single_spaced(lines)
        self.lines = [marked_line(line) for line in closed]
        self.wrapping = Wrapping(self.lines, spread=len(closed) < len(lines))
        self.blocks: list[Block] = []
        self.at = 0
        self.gap = True

    def read(self) -> list[Block]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.text:
                self.gap = True
                self.at += 1
                continue
            self._block(line)
            self.gap = False
        return self.blocks

    def _block(self, line: Line) -> None:
        for table_at in (loose_cells, bar_table, text_table, word_columns):
            table = table_at(self.lines, self.at)
            if table:
                blocks, self.at = table
                self.blocks += [replace(blocks[0], gap=self.gap), *blocks[1:]]
                return
        marked = bullet(line.text)
        if marked and self._is_item(marked[0]):
            self._item(line, *marked)
        elif is_mark(line.text) and not self._is_day(line.text):
            self._add("mark", line, line.text, line.number)
            self.at += 1
        else:
            self._add("text", line, *self._run(line.text))

    def _is_day(self, text: str) -> bool:
        """Return whether a number alone is the day of the month on the next line."""
        month = _MONTH_OF.match(self._line(self.at + 1))
        return month is not None and _NUMBER.fullmatch(text) is not None

    def _is_item(self, marker: str) -> bool:
        if is_mark(self.lines[self.at].text):
            following = self._line(self.at + 1)
            return marker in {"-", "–", "•", "●", "*", "o"} and bool(following)
        if marker == "*":
            return self._another_star()
        if marker in {"--", "–", "—", "-"}:
            return not self._is_signature()
        return True

    def _is_signature(self) -> bool:
        """Return whether the line is a dash before the name of the person quoted above."""
        text = self.lines[self.at].text
        before = self.blocks[-1].text if self.blocks else ""
        return before.endswith(("”", '"')) and len(text) < 120 and "," in text

    def _another_star(self) -> bool:
        near = [
            *self.lines[max(0, self.at - 12) : self.at],
            *self.lines[self.at + 1 : self.at + 13],
        ]
        return any(line.text.startswith("* ") for line in near)

    def _line(self, at: int) -> str:
        return self.lines[at].text if at < len(self.lines) else ""

    def _run(self, text: str) -> tuple[str, int]:
        """Return the text with the lines that run on from it, and the last line's number."""
        opens = True
        while self.at + 1 < len(self.lines):
            line, following = self.lines[self.at], self.lines[self.at + 1]
            if not following.text or is_mark(following.text):
                break
            if "|" in following.text and not self.wrapping.fills(line, following):
                break
            if any(
                table_at(self.lines, self.at + 1)
                for table_at in (loose_cells, text_table, word_columns)
            ):
                break
            if text and not self.wrapping.joins(line, following, opens=opens):
                break
            text = _glued(text, following.text)
            opens = False
            self.at += 1
        last = self.lines[self.at].number
        self.at += 1
        return text, last

    def _add(
        self, kind: Kind, line: Line, text: str, last: int, marker: str = ""
    ) -> None:
        self.blocks.append(
            Block(
                kind=kind, text=text, first=line.number, last=last,
                marker=marker, depth=depth(marker), gap=self.gap,
            )
        )  # fmt: skip

    def _item(self, line: Line, marker: str, rest: str) -> None:
        if not rest:
            while self.at + 1 < len(self.lines) and not self._line(self.at + 1):
                self.at += 1
        text, last = self._run(rest)
        inner = line.indent + 1
        while (
            self.at < len(self.lines)
            and self.lines[self.at].text
            and self.lines[self.at].indent > inner
            and not bullet(self.lines[self.at].text)
        ):
            more, last = self._run(self.lines[self.at].text)
            text = f"{text}\n{more}"
        self._add("item", line, text, last, marker)


def _glued(text: str, following: str) -> str:
    if text.endswith("-") and text[-2:-1].isalpha() and following[:1].islower():
        return text + following
    return f"{text} {following}".strip()


def _continues(block: Block, following: Block) -> bool:
    """Whether a page or column break stands inside a sentence of these two."""
    if following.kind != "text" or block.kind not in {"text", "item"}:
        return False
    text = block.text
    return (
        following.text[:1].islower()
        and 60 < len(text) < 20_000
        and not is_finished(text)
        and not text.endswith(('"', "”"))
        and "@" not in following.text.split(" ", 1)[0]
        and ":" not in following.text[:12]
        and following.text not in {"or", "and"}
    )


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """Return the blocks of a text, with sentences joined that a page break cut in two."""
    return rejoined(_Layout(lines).read())


def rejoined(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks with sentences joined that a page break cut in two."""
    joined: list[Block] = []
    marks: list[Block] = []
    for block in _with_numbers(list(blocks)):
        if block.kind == "mark":
            marks.append(block)
            continue
        if joined and _continues(joined[-1], block):
            before = joined[-1]
            text = _glued(before.text, block.text)
            joined[-1] = replace(before, text=text, last=block.last)
        else:
            joined += [*marks, block]
            marks = []
    return _captioned(joined + marks)


def _captioned(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, a unit in brackets above a table made its caption."""
    out: list[Block] = []
    for block in blocks:
        units: list[Block] = []
        while block.html and out and _is_unit(out[-1]):
            units.insert(0, out.pop())
        out.append(_with_caption(block, units) if units else block)
    return out


def _is_unit(block: Block) -> bool:
    return (
        block.kind == "text"
        and not block.level
        and len(block.flat) < _LONGEST_UNIT
        and _UNIT.fullmatch(block.flat) is not None
    )


def _with_caption(table: Block, units: Sequence[Block]) -> Block:
    words = " ".join(block.flat for block in units)
    caption = f"<caption>{escape(words, quote=False)}</caption>"
    return replace(
        table,
        text=f"{words}\n{table.text}",
        first=units[0].first,
        html=table.html.replace("<table>", f"<table>{caption}", 1),
        gap=units[0].gap,
    )


def _with_numbers(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, a number that stands alone being text unless it numbers a page.

    It does where it ends a page of HTML, or where numbers go up by one, pages apart.
    """
    numbers = [
        index
        for index, block in enumerate(blocks)
        if block.kind == "mark"
        and block.marker != PAGE
        and _NUMBER.fullmatch(block.text)
    ]
    pages: set[int] = set()
    for index, following in pairwise(numbers):
        step = int(blocks[following].text) - int(blocks[index].text)
        apart = blocks[following].first - blocks[index].first
        if step == 1 and apart >= _SHORTEST_PAGE:
            pages |= {index, following}
    kept = set(numbers) - pages
    return [
        replace(block, kind="text") if index in kept else block
        for index, block in enumerate(blocks)
    ]
