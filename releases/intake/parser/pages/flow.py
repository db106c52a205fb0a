"""From an HTML tree to blocks, and to the text that their line numbers count."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from releases.intake.parser.blocks import PAGE, Block, Kind, is_finished, is_mark
from releases.intake.parser.bullets import bullet
from releases.intake.parser.layout.block_layout import blocks_of, rejoined
from releases.intake.parser.lines import LEFT_OUT, lines_of
from releases.intake.parser.pages.html_words import WordWriter
from releases.intake.parser.pages.lost_elements import (
    Loss,
    as_doubts,
    formula_loss,
    loss_of,
)
from releases.intake.parser.pages.tags import BLOCKS, UNREAD
from releases.intake.parser.pages.webpage import NEVER, words_of
from releases.intake.parser.pages.webtables import grid_of
from releases.intake.parser.reading import Doubt
from releases.intake.parser.styles import Styled, join_styled, to_markdown
from releases.intake.parser.tables.table_grid import TableGrid

_APART = BLOCKS - {"div", "td", "th", "tr", "tbody", "thead", "tfoot", "center", "body"}
_TIGHT = re.compile(r"(?i)margin(?:-top|-bottom)?:\s{0,3}0")
_PAGE_BREAK = re.compile(
    r"(?i)\b(?:page-)?break-(?:before|after):\s{0,3}(?:always|page)"
)
_EMPTY = {"embed", "frame", "source", "track"}
_LONGEST_HEADING = 160
_SHORT = 90
_LONGEST_PARAGRAPH = 20_000
# A number in brackets stays: a footnote is called by it.
_SIGNS = re.compile(r"[^\w\s]|\uf0b7|\uf0a7|\d{1,2}[.)]")


@dataclass(slots=True)
class OpenItem:
    """A list item that is being read."""

    marker: str
    depth: int
    pieces: list[Styled] = field(default_factory=list)


@dataclass(slots=True)
class OpenList:
    """A list that is being read, with the style of its markers."""

    number: int | None
    letters: bool = False

    def marker(self) -> str:
        """Return the next item's marker."""
        if self.number is None:
            return "•"
        self.number += 1
        if self.letters and self.number - 1 <= 26:
            return f"{chr(96 + self.number - 1)}."
        return f"{self.number - 1}."


class Flow:
    """Walks a tree in order; every word of it goes to exactly one block."""

    def __init__(self, formulas: Collection[etree._Element] = ()) -> None:
        self.formulas = set(formulas)
        # What is lost where the words since the last line stand.
        self.lost: list[Loss] = []
        self.blocks: list[Block] = []
        self.lines: list[str] = []
        self.doubts: list[Doubt] = []
        self.writer = WordWriter()
        self.gap = True
        self.lists: list[OpenList] = []
        self.items: list[OpenItem] = []
        self.levels: list[int] = []

    def read(self, root: etree._Element, skipped: Collection[etree._Element]) -> None:
        """All of an element but its tail and what is to be skipped."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if not isinstance(element.tag, str):
                continue
            # The parser takes what follows an empty element for its content.
            is_empty = element.tag in _EMPTY
            unread = (element.tag in UNREAD or element in skipped) and not is_empty
            if event == "start":
                self._note_loss(element, skipped)
                if unread or self._whole(element):
                    walk.skip_subtree()
                elif not is_empty:
                    self._start(element)
                continue
            if not (unread or is_empty or element.tag == "pre"):
                self._end(element)
            if element is not root:
                self.writer.write(element.tail)
        self._flush()

    def _note_loss(
        self, element: etree._Element, skipped: Collection[etree._Element] = ()
    ) -> None:
        """Note what the words can't hold of an element, for the next line."""
        if element in skipped and element.tag not in NEVER:
            return
        loss = formula_loss(element) if element in self.formulas else loss_of(element)
        if loss:
            self.lost.append(loss)

    def _whole(self, element: etree._Element) -> bool:
        """Read at once what is no flow of words: a table of data, ready-set text."""
        if element.tag == "br":
            self.writer.break_line()
            return True
        if element.tag == "pre":
            self._flush()
            self._ready_set("".join(words_of(element)))
            return True
        grid = grid_of(element) if element.tag == "table" else None
        if grid is None:
            return False
        self._flush()
        for inner in element.iterdescendants(tag=etree.Element):
            self._note_loss(inner)
        self._table(grid)
        return True

    def _start(self, element: etree._Element) -> None:
        name = str(element.tag)
        if name == "hr" or _PAGE_BREAK.search(element.get("style") or ""):
            self._page_ends()
        if name in BLOCKS:
            self._flush()
            if name in _APART and not _TIGHT.search(element.get("style") or ""):
                self.gap = True
            self._open(name, element)
        self.writer.enter(element)

    def _page_ends(self) -> None:
        """Mark a number that stands alone before the end of a page as the page's."""
        self._flush()
        last = self.blocks[-1] if self.blocks else None
        if last and last.kind == "mark" and last.text.strip("- ").isdigit():
            self.blocks[-1] = replace(last, marker=PAGE)

    def _open(self, name: str, element: etree._Element) -> None:
        if name in {"ul", "ol", "menu"}:
            self._item_ends()
            start = element.get("start") or "1"
            number = int(start) if re.fullmatch(r"\d{1,4}", start) else 1
            letters = element.get("type") in {"a", "A"}
            numbered = number if name == "ol" else None
            self.lists.append(OpenList(number=numbered, letters=letters))
        elif name == "li":
            marker = self.lists[-1].marker() if self.lists else "•"
            depth = min(5, max(0, len(self.lists) - 1))
            self.items.append(OpenItem(marker=marker, depth=depth))
        elif re.fullmatch(r"h[1-6]", name):
            self.levels.append(int(name[1]))

    def _end(self, element: etree._Element) -> None:
        name = str(element.tag)
        self.writer.leave(element)
        if name not in BLOCKS:
            return
        self._flush()
        if name == "li" and self.items:
            self._item_ends()
            self.items.pop()
        elif name in {"ul", "ol", "menu"} and self.lists:
            self.lists.pop()
        elif re.fullmatch(r"h[1-6]", name) and self.levels:
            self.levels.pop()
        if name in _APART and not _TIGHT.search(element.get("style") or ""):
            self.gap = True

    def _flush(self) -> None:
        """Put down the words that were read since the last block."""
        blank = self.writer.blank
        styled = self.writer.take_words()
        if not styled.text:
            self.gap = self.gap or blank
            return
        if self.items:
            self.items[-1].pieces.append(styled)
            return
        pending: list[Styled] = []
        for line in styled.lines():
            if pending and not _runs_on(pending[-1].text, line.text):
                self._text(join_styled(pending, " "))
                pending = []
            if not line.text.strip():
                self.gap = True
                continue
            pending.append(line)
        if pending:
            self._text(join_styled(pending, " "))

    def _item_ends(self) -> None:
        if not self.items or not self.items[-1].pieces:
            return
        item = self.items[-1]
        styled = join_styled(item.pieces, "\n")
        item.pieces = []
        lead = "  " * item.depth + f"{item.marker} "
        self._put(styled, kind="item", marker=item.marker, depth=item.depth, lead=lead)

    def _text(self, styled: Styled) -> None:
        """One paragraph or heading; one that a sign begins is an item of a list."""
        level = self.levels[-1] if self.levels else 0
        if level and len(styled.text) <= _LONGEST_HEADING:
            self._put(styled.without("a").without("strong"), level=level)
            return
        if self._cut_by_page(styled.text):
            self._goes_on(styled)
            return
        marked = bullet(styled.text)
        if marked and marked[1] and _SIGNS.fullmatch(marked[0]):
            rest = styled.part(marked[1]) or Styled(marked[1])
            self._put(rest, kind="item", marker=marked[0], lead=f"{marked[0]} ")
        else:
            self._put(styled, kind="mark" if is_mark(styled.text) else "text")

    def _put(
        self,
        styled: Styled,
        *,
        kind: Kind = "text",
        marker: str = "",
        depth: int = 0,
        level: int = 0,
        lead: str = "",
    ) -> None:
        text = styled.text if level else to_markdown(styled)
        before = self.blocks[-1].text if self.blocks else ""
        apart = self.gap or len(text) > _SHORT or len(before) > _SHORT
        first = self._line(*(lead + text).split("\n"), apart=apart)
        self.blocks.append(
            Block(
                kind=kind, text=text, first=first, last=len(self.lines), marker=marker,
                depth=depth, gap=apart, level=level, styled=styled,
            )
        )  # fmt: skip
        self.gap = False

    def _cut_by_page(self, text: str) -> bool:
        """Whether the number of a page stands inside a sentence that goes on here."""
        if len(self.blocks) < 2 or self.blocks[-1].marker != PAGE:
            return False
        before = self.blocks[-2]
        prose = any(word[0].islower() for word in before.text.split() if len(word) > 4)
        return (
            before.kind == "text"
            and not before.level
            and 40 < len(before.text) < _LONGEST_PARAGRAPH
            and prose
            and not is_finished(before.text)
            and bullet(text) is None
        )

    def _goes_on(self, styled: Styled) -> None:
        """Put words to the paragraph before the page's number."""
        before = self.blocks[-2]
        self._line(to_markdown(styled), apart=True)
        whole = join_styled([before.styled or Styled(before.text), styled], " ")
        self.blocks[-2] = replace(
            before, text=to_markdown(whole), styled=whole, last=len(self.lines)
        )
        self.gap = False

    def _line(self, *lines: str, apart: bool) -> int:
        """Write lines of the text; the first one's number."""
        if apart and self.lines:
            self.lines.append("")
        first = len(self.lines) + 1
        self.lines += lines
        self.doubts += (
            Doubt(line=first, saw=saw, assumed=LEFT_OUT)
            for saw in dict.fromkeys(self.writer.hidden_characters)
        )
        self.writer.hidden_characters = []
        self.doubts += as_doubts(self.lost, first)
        self.lost = []
        return first

    def _table(self, grid: TableGrid) -> None:
        if self.items:
            self._item_ends()
        self.writer.hidden_characters += grid.hidden_characters
        if grid.items:
            for marker, styled in grid.items:
                self._sign(marker, styled)
            return
        title = [grid.caption.text] if grid.caption.text else []
        printed_rows = ["\t".join(row) for row in grid.printed_rows]
        first = self._line(*title, *printed_rows, apart=True) + len(title)
        self.blocks.append(
            grid.block(
                first=first - len(title),
                last=len(self.lines),
                numbers=range(first, first + len(grid.rows)),
            )
        )
        self.gap = True

    def _sign(self, marker: str, styled: Styled) -> None:
        if marker.startswith("("):
            self._put(join_styled([Styled(marker), styled], " "))
        else:
            self._put(styled, kind="item", marker=marker, lead=f"{marker} ")

    def _ready_set(self, text: str) -> None:
        """Text whose lines and columns are as the author typed them."""
        source = text.strip("\r\n")
        if not source.strip():
            return
        before = self._line(*source.splitlines(), apart=True) - 1
        self.blocks += (
            replace(
                block, first=block.first + before, last=block.last + before,
                row_lines=tuple(number + before for number in block.row_lines),
            )
            for block in blocks_of(lines_of("\n".join(source.splitlines())))
        )  # fmt: skip
        self.gap = True


def _runs_on(text: str, following: str) -> bool:
    """Whether a line break stands inside a sentence, as old pages set them."""
    return (
        len(text) >= 45
        and not is_finished(text)
        and following[:1].islower()
        and "@" not in following.split(" ", 1)[0]
    )


def flow_of(
    roots: Sequence[etree._Element],
    skipped: Collection[etree._Element],
    formulas: Collection[etree._Element] = (),
) -> tuple[list[Block], str, list[Doubt]]:
    """Return the blocks of some elements, the text that they stand in, and what misleads.

    `formulas` are elements whose words are to be compared with the page.
    """
    flow = Flow(formulas)
    for root in roots:
        flow.read(root, skipped)
    flow.doubts += as_doubts(flow.lost, max(1, len(flow.lines)))
    return rejoined(flow.blocks), "\n".join(flow.lines), flow.doubts
