"""A table in columns: cells over one or more of them, and the table as HTML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import takewhile

from releases.intake.parser.blocks import Block, Row
from releases.intake.parser.reading import Doubt
from releases.intake.parser.styles import (
    Styled,
    from_markdown,
    styled_html,
    to_markdown,
)
from releases.intake.parser.tables.markup import head_row_count
from releases.intake.parser.tables.values import is_value
from releases.text.translatable import Message


@dataclass(slots=True)
class GridCell:
    """Words, and the columns from `start` up to `end` that they stand over.

    `rows` is how many rows of the table they stand in, from theirs downwards.
    """

    styled: Styled
    start: int
    end: int
    indent: int = 0
    rows: int = 1

    def is_over(self, columns: range) -> bool:
        """Return whether it stands over one of these columns."""
        return self.start < columns.stop and columns.start < self.end

    @property
    def text(self) -> str:
        """The words alone."""
        return self.styled.text

    @classmethod
    def plain(cls, text: str, start: int, end: int, *, indent: int = 0) -> GridCell:
        """Return a cell of plain words."""
        return cls(from_markdown(text), start, end, indent)


@dataclass(slots=True)
class LaidOutRow:
    """The cells that begin in a row, and the columns that those above reach into."""

    cells: list[GridCell]
    covered: set[int]

    def is_free(self, columns: range) -> bool:
        """Return whether no cell stands over these columns."""
        return self.covered.isdisjoint(columns) and not any(
            cell.is_over(columns) for cell in self.cells
        )


@dataclass(slots=True)
class TableGrid:
    """A table of data, its empty and its currency columns gone; or a list.

    `kinds` says of each row whether it is a "group" (a label over the rows below it) or
    a "total"; `headed` is how many rows head the columns, None where that is to be seen
    from what the rows hold.
    """

    cells: list[list[GridCell]] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    width: int = 0
    items: list[tuple[str, Styled]] = field(default_factory=list)
    caption: Styled = field(default_factory=lambda: Styled(""))
    hidden_characters: list[str | Message] = field(default_factory=list)
    headed: int | None = None

    @property
    def printed_rows(self) -> tuple[Row, ...]:
        """Each row with a text for every column; what stands in several is in the first."""
        return self._rows(repeated=False)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Each row with a text for every column; what stands in several is in each."""
        return self._rows(repeated=True)

    def _rows(self, *, repeated: bool) -> tuple[Row, ...]:
        rows = [[""] * self.width for _ in self.cells]
        for number, cells in enumerate(self.cells):
            for cell in cells:
                words = " ".join(to_markdown(cell.styled).split())
                for row in rows[number : number + (cell.rows if repeated else 1)]:
                    row[cell.start] = row[cell.start] or words
        return tuple(tuple(row) for row in rows)

    def block(
        self,
        *,
        first: int,
        last: int,
        numbers: Iterable[int],
        doubts: Iterable[Doubt] = (),
    ) -> Block:
        """Return the table as a block; `numbers` are those of the lines of its rows."""
        return Block(
            kind="table",
            text="\n".join(" ".join(filter(None, row)) for row in self.printed_rows),
            first=first,
            last=last,
            rows=self.rows,
            row_lines=tuple(numbers),
            html=self.html(),
            doubts=tuple(doubts),
        )

    def html(self) -> str:
        """Return the table as HTML, with its heads, groups and totals marked."""
        heads = head_row_count(self.rows) if self.headed is None else self.headed
        kinds = self.kinds or [""] * len(self.cells)
        rows = list(zip(self._laid_out(heads), kinds, strict=True))
        head = "".join(
            self._html_row(row, kind, head=True) for row, kind in rows[:heads]
        )
        body = "".join(
            self._html_row(row, kind, head=False) for row, kind in rows[heads:]
        )
        caption = styled_html(self.caption)
        caption = f"<caption>{caption}</caption>" if caption else ""
        head = f"<thead>{head}</thead>" if head else ""
        return f"<table>{caption}{head}<tbody>{body}</tbody></table>"

    def _laid_out(self, heads: int) -> list[LaidOutRow]:
        """Return each row with its cells, none reaching into another or out of the heads.

        Where one can't reach down as far as it did, its words are repeated.
        """
        rows = [LaidOutRow(list(cells), set()) for cells in self.cells]
        for number, cells in enumerate(self.cells):
            for cell in cells:
                if cell.rows == 1:
                    continue
                below = rows[number + 1 : number + cell.rows]
                section = below[: heads - number - 1] if number < heads else below
                columns = range(cell.start, cell.end)
                reached = list(takewhile(lambda row: row.is_free(columns), section))  # noqa: B023 - read at once
                for row in reached:
                    row.covered.update(columns)
                # Words repeated from above may stand before it.
                own = rows[number].cells
                place = next(n for n, other in enumerate(own) if other is cell)
                own[place] = replace(cell, rows=len(reached) + 1)
                for row in below[len(reached) :]:
                    if row.is_free(columns):
                        row.cells.append(replace(cell, rows=1))
                        row.cells.sort(key=lambda cell: cell.start)
        return rows

    def _html_row(self, row: LaidOutRow, kind: str, *, head: bool) -> str:
        # A row of headings has nothing else, so that an editor knows it again.
        empty = '<th scope="col"></th>' if head else "<td></td>"
        out, at = [], 0
        for cell in row.cells:
            out += [empty for c in range(at, cell.start) if c not in row.covered]
            tag, attributes = _tag(cell, kind, head=head)
            span = cell.end - cell.start
            span_set = f' colspan="{span}"' if span > 1 else ""
            span_set += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
            # A head is bold by itself.
            words = cell.styled.without("strong") if head else cell.styled
            out.append(f"<{tag}{attributes}{span_set}>{styled_html(words)}</{tag}>")
            at = cell.end
        out += [empty for c in range(at, self.width) if c not in row.covered]
        named = f' class="{kind}"' if kind else ""
        return f"<tr{named}>{''.join(out)}</tr>"


def _tag(cell: GridCell, kind: str, *, head: bool) -> tuple[str, str]:
    if head:
        return "th", ' scope="col"'
    indent = f' class="indent-{cell.indent}"' if cell.indent else ""
    if kind == "group":
        return "th", f' scope="rowgroup"{indent}'
    if not cell.start and cell.text and not is_value(cell.text):
        return "th", f' scope="row"{indent}'
    return "td", ""
