"""Tables on the clipboard: without hidden columns, never one in another, as those of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from releases.intake.parser.pages.webtables import grid_of
from releases.intake.pasting.tree import (
    BLOCKS,
    has_block,
    replace_with,
    text_of,
    unwrap,
    with_text,
    wrap_content,
)
from releases.text.translatable import Message, gettext_noop
from releases.text.unshown import LABELS, shortened

_HIDDEN = re.compile(r"(?i)display:\s*none|visibility:\s*(?:collapse|hidden)")
_PARTS = {"thead", "tbody", "tfoot"}
_MOST_SPANNED = 1000
_NESTED = gettext_noop(
    "a table that held another: what was in its cells stands one below the other"
)
_IN_CELL = gettext_noop("a table, pasted into a cell: each of its rows is a line")


def remove_hidden_columns(root: etree._Element) -> Iterator[Message]:
    """Empty and remove the cells of columns that a spreadsheet hides; yield their words."""
    for table in root.iter("table"):
        hidden = set(_hidden_columns(table))
        if not hidden:
            continue
        gone = []
        for row in table.iterdescendants("tr"):
            at = 0
            for cell in list(row.iterchildren("td", "th")):
                span = _span(cell)
                columns = range(at, at + span)
                at += span
                left = sum(column not in hidden for column in columns)
                if left:
                    cell.set("colspan", str(left))
                    continue
                gone.append(text_of(cell))
                row.remove(cell)
        words = " ".join(filter(None, gone))
        if words:
            yield Message(LABELS["hidden"], {"words": shortened(words)})


def _hidden_columns(table: etree._Element) -> Iterator[int]:
    at = 0
    for column in table.iter("col"):
        number = min(_number(column.get("span")), _MOST_SPANNED)
        if _HIDDEN.search(column.get("style") or "") or column.get("width") == "0":
            yield from range(at, at + number)
        at += number


def _span(cell: etree._Element) -> int:
    return min(_number(cell.get("colspan")), _MOST_SPANNED)


def _number(value: str | None) -> int:
    return int(value) if value and re.fullmatch(r"[1-9]\d{0,4}", value) else 1


def caption_tables(root: etree._Element) -> None:
    """Make the caption that Word writes above a table the table's own."""
    for paragraph in list(root.iter("p")):
        following = paragraph.getnext()
        if following is not None and following.tag == "div" and len(following) == 1:
            following = following[0]
        is_caption = "MsoCaption" in (paragraph.get("class") or "").split()
        if not is_caption or following is None or following.tag != "table":
            continue
        if following.find("caption") is None and text_of(paragraph):
            replace_with(paragraph, [])
            paragraph.tag = "caption"
            paragraph.tail = None
            following.insert(0, paragraph)


def flatten_tables(root: etree._Element) -> Iterator[Message]:
    """Leave no table in another, and none that only frames something; yield what changed."""
    for table in list(root.iter("table")):
        if next(table.iterdescendants("table"), None) is not None:
            if len(list(_rows(table))) > 1 or any(len(row) > 1 for row in _rows(table)):
                yield Message(_NESTED)
            _take_apart(table)
        elif sum(len(row) for row in _rows(table)) == 1:
            _take_apart(table)


def rows_as_lines(root: etree._Element) -> Iterator[Message]:
    """Write tables as lines, for a cell: none may stand in another."""
    tables = list(root.iter("table"))
    for table in tables:
        lines = [
            with_text("p", " ".join(filter(None, map(text_of, row))))
            for row in _rows(table)
        ]
        replace_with(table, [line for line in lines if line.text])
    if tables:
        yield Message(_IN_CELL)


def is_one_table(root: etree._Element) -> bool:
    """Return whether a tree is one table and no word beside it."""
    tables = list(root.iter("table"))
    return len(tables) == 1 and text_of(tables[0]) == text_of(root)


def set_out_tables(root: etree._Element) -> None:
    """Write each table of data as one from a file: its heads marked, its signs with figures.

    One whose heads say of what they are the head is left as it is.
    """
    for table in list(root.iter("table")):
        if table.find(".//th[@scope]") is not None:
            continue
        grid = grid_of(table)
        if grid is None or grid.items:
            continue
        new = etree.fromstring(grid.html(), etree.HTMLParser()).find(".//table")
        assert new is not None
        replace_with(table, [new])


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    for child in table:
        rows = [child] if child.tag == "tr" else child.iterchildren("tr")
        if child.tag == "tr" or child.tag in _PARTS:
            for row in rows:
                yield list(row.iterchildren("td", "th"))


def _take_apart(table: etree._Element) -> None:
    """Put what is in the cells of a table in its place, one below the other."""
    for column in list(table.iter("col", "colgroup")):
        unwrap(column)
    for cells in list(_rows(table)):
        for cell in cells:
            _make_blocks(cell)
            unwrap(cell)
    for row in list(table.iterdescendants("tr")):
        if _table_of(row) is table:
            unwrap(row)
    for part in list(table.iterchildren(*_PARTS)):
        unwrap(part)
    unwrap(table)


def _make_blocks(cell: etree._Element) -> None:
    """Make a paragraph of the words of a cell, or of those around its blocks."""
    if not has_block(cell):
        wrap_content(cell, "p")
        return
    for block in list(cell):
        _own_paragraph(block)
    if (cell.text or "").strip():
        cell.insert(0, with_text("p", cell.text or ""))
    cell.text = None


def _table_of(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors("table"), None)


def _own_paragraph(element: etree._Element) -> None:
    """Make a paragraph of the words after a block, or leave them after what is none."""
    if element.tag in BLOCKS and (element.tail or "").strip():
        parent = element.getparent()
        assert parent is not None
        paragraph = with_text("p", (element.tail or "").strip())
        element.tail = None
        parent.insert(parent.index(element) + 1, paragraph)
