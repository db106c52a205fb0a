"""Write blocks as the restricted HTML of a release's body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

from releases.intake.parser import phrases
from releases.intake.parser.blocks import Block, Row
from releases.intake.parser.styles import from_markdown, styled_html
from releases.intake.parser.tables.values import is_full_date, is_head_like, is_value
from releases.text.links import strip_markdown


def block_html(block: Block) -> str:
    """Return a block's words with their styles if it came from HTML, else as text."""
    if block.styled:
        styled = block.styled.part(strip_markdown(block.text))
        if styled:
            return styled_html(styled)
    return styled_html(from_markdown(block.text))


def header_row_count(rows: Sequence[Row]) -> int:
    """Return how many rows are above the first one with a figure."""
    for index, row in enumerate(rows):
        if any(is_value(cell) and not is_head_like(cell) for cell in row[1:]):
            return index if index <= 6 and _may_head(rows[:index]) else 0
    return 1 if _has_words_for_heads(rows) else 0


def _may_head(rows: Sequence[Row]) -> bool:
    """Whether rows above figures are headings: in two columns a label and a day are not."""
    return all(
        len(row) > 2
        or not row[0]
        or (is_head_like(row[1]) and not is_full_date(row[1]))
        for row in rows
    )


def _has_words_for_heads(rows: Sequence[Row]) -> bool:
    """Whether the first row of a table without figures heads its columns.

    In two columns it is as likely a row: a label and what it stands for.
    """
    if len(rows) < 2 or any(cell.endswith(":") for cell in rows[0][:1]):
        return False
    return len(rows[0]) > 2


def _is_head(row: Row, *, first: bool) -> bool:
    return first or not row[0] or any(row[1:])


def head_row_count(rows: Sequence[Row]) -> int:
    """Return how many rows head the columns: no label of a group of rows is among them."""
    heads = header_row_count(rows)
    while heads and not _is_head(rows[heads - 1], first=heads == 1):
        heads -= 1
    return heads


def _list(items: Sequence[Block]) -> str:
    """Return items as one list, the deeper ones inside the item before them."""
    tag = "ol" if _is_numbered(items[0].marker) else "ul"
    out: list[str] = []
    at = 0
    while at < len(items):
        item = block_html(items[at])
        inner = at + 1
        while inner < len(items) and items[inner].depth > items[at].depth:
            inner += 1
        if inner > at + 1:
            item += _list(items[at + 1 : inner])
        out.append(f"<li>{item}</li>")
        at = inner
    return f"<{tag}>{''.join(out)}</{tag}>"


def _is_numbered(marker: str) -> bool:
    return re.fullmatch(r"\(?\d{1,2}[.)]", marker) is not None


def _items(blocks: Sequence[Block], at: int) -> list[Block]:
    end = at
    numbered = _is_numbered(blocks[at].marker)
    while (
        end < len(blocks)
        and blocks[end].kind == "item"
        and _is_numbered(blocks[end].marker) == numbered
    ):
        end += 1
    return list(blocks[at:end])


def _starts_at_one(items: Sequence[Block]) -> bool:
    return re.fullmatch(r"\(?1[.)]", items[0].marker) is not None


def blocks_html(blocks: Sequence[Block]) -> str:
    """Return blocks as HTML: headings, paragraphs, lists and tables."""
    return "\n".join(_pieces(blocks))


def _pieces(blocks: Sequence[Block]) -> Iterable[str]:
    levels = sorted({block.level for block in blocks if block.level})
    at = 0
    while at < len(blocks):
        block = blocks[at]
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if block.kind == "item":
            items = _items(blocks, at)
            yield from _listed(items, are_notes=_are_notes(items, blocks))
            at += len(items)
            continue
        if block.kind == "table":
            yield block.html
        elif block.level or phrases.is_heading(block, following):
            yield _heading(block, levels)
        elif block.kind != "mark":
            yield f"<p>{block_html(block)}</p>"
        at += 1


def _heading(block: Block, levels: Sequence[int]) -> str:
    """Return a heading, ranked among the body's own, without bold."""
    tag = f"h{2 + min(2, levels.index(block.level)) if block.level else 2}"
    styled = block.styled.without("strong") if block.styled else None
    return f"<{tag}>{block_html(replace(block, styled=styled))}</{tag}>"


def _are_notes(items: Sequence[Block], blocks: Sequence[Block]) -> bool:
    """Return whether “(1)” or “*” is also behind a word elsewhere: items are its notes.

    Asterisks also begin the items of lists, so a note's is the only one of its kind.
    """
    marker = items[0].marker
    if marker == "*":
        marked = [block for block in blocks if block.marker == marker]
        call = re.compile(r"[\w.,”’%)]\*(?![*\w])")
        is_mark = len(marked) == 1
    else:
        call = re.compile(rf"[\w.,”’%)]\s?{re.escape(marker)}")
        is_mark = marker.startswith("(") and marker.endswith(")")
    return is_mark and any(call.search(b.text) for b in blocks if b not in items)


def _listed(items: Sequence[Block], *, are_notes: bool) -> Iterable[str]:
    """Return a list; numbers that mean something stay in the text."""
    marker = items[0].marker
    counts = _is_numbered(marker) and _starts_at_one(items)
    if not are_notes and (counts or marker[-1:] not in {".", ")"}):
        yield _list(items)
        return
    for item in items:
        yield f"<p>{escape(item.marker, quote=False)} {block_html(item)}</p>"


def blocks_text(blocks: Iterable[Block]) -> str:
    """Return blocks as plain text with an empty line between paragraphs."""
    pieces = []
    for block in blocks:
        if block.kind == "table":
            pieces.append(
                "\n".join(" ".join(c for c in row if c) for row in block.rows)
            )
        elif block.kind == "item" and block.marker[-1:] in {".", ")"}:
            pieces.append(f"{block.marker} {block.text}")
        elif block.kind != "mark":
            pieces.append(block.text)
    return "\n\n".join(pieces)
