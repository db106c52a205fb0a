"""A table in columns: cells over one or more of them, and the table as HTML."""

from __future__ import annotations

from dataclasses import dataclass, field

from releases.intake.parser.blocks import Row
from releases.intake.parser.markup import header_row_count
from releases.intake.parser.styles import Styled, styled_html, to_markdown
from releases.intake.parser.values import is_value
from releases.text.translatable import Message


@dataclass(slots=True)
class GridCell:
    """Words, and the columns from `start` up to `end` that they stand over."""

    styled: Styled
    start: int
    end: int
    indent: int = 0

    @property
    def text(self) -> str:
        """The words alone."""
        return self.styled.text

    @classmethod
    def plain(cls, text: str, start: int, end: int, *, indent: int = 0) -> GridCell:
        """Return a cell of plain words."""
        return cls(Styled(text), start, end, indent)


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
    def rows(self) -> tuple[Row, ...]:
        """Each row with a text for every column."""
        return tuple(self._row(cells) for cells in self.cells)

    def _row(self, cells: list[GridCell]) -> Row:
        row = [""] * self.width
        for cell in cells:
            row[cell.start] = " ".join(to_markdown(cell.styled).split())
        return tuple(row)

    def html(self) -> str:
        """Return the table as HTML, with its heads, groups and totals marked."""
        heads = header_row_count(self.rows) if self.headed is None else self.headed
        kinds = self.kinds or [""] * len(self.cells)
        rows = list(zip(self.cells, kinds, strict=True))
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

    def _html_row(self, cells: list[GridCell], kind: str, *, head: bool) -> str:
        # A row of headings has nothing else, so that an editor knows it again.
        empty = '<th scope="col"></th>' if head else "<td></td>"
        out, at = [], 0
        for cell in cells:
            out.append(empty * (cell.start - at))
            tag, attributes = _tag(cell, kind, head=head)
            span = cell.end - cell.start
            span_set = f' colspan="{span}"' if span > 1 else ""
            # A head is bold by itself.
            words = cell.styled.without("strong") if head else cell.styled
            out.append(f"<{tag}{attributes}{span_set}>{styled_html(words)}</{tag}>")
            at = cell.end
        out.append(empty * (self.width - at))
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
