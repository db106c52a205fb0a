"""Rows of headings: which lines are one heading, and how they stand above columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from releases.intake.parser.tables.placement import Heading


@dataclass(slots=True)
class HeadRow:
    """A row of headings, and what stands over the labels in it."""

    number: int
    headings: tuple[Heading, ...]
    stub: str = ""


def merge_lines(heads: Sequence[HeadRow]) -> list[HeadRow]:
    """Return the rows of headings, those joined that are lines of the same headings."""
    rows: list[HeadRow] = []
    for head in heads:
        if rows and _same_places(rows[-1].headings, head.headings):
            rows[-1] = _joined(rows[-1], head)
        else:
            rows.append(head)
    for index in range(len(rows) - 1):
        rows[index : index + 2] = _lowered(rows[index], rows[index + 1])
    return rows


def _same_places(above: Sequence[Heading], below: Sequence[Heading]) -> bool:
    """Whether no heading of one line stands over a part of one of the other's."""
    return all(
        (a.first, a.last) == (b.first, b.last)
        for a in above
        for b in below
        if a.first <= b.last and b.first <= a.last
    )


def _joined(above: HeadRow, below: HeadRow) -> HeadRow:
    texts: dict[tuple[int, int], str] = {}
    for heading in (*above.headings, *below.headings):
        place = (heading.first, heading.last)
        texts[place] = _run_on(texts.get(place, ""), heading.text)
    headings = tuple(Heading(text, *place) for place, text in sorted(texts.items()))
    stub = " ".join(filter(None, [above.stub, below.stub]))
    return HeadRow(above.number, headings, stub)


def _run_on(text: str, following: str) -> str:
    """Words and those of the next line; a word cut at a hyphen is one again."""
    if text.endswith("-") and text[-2:-1].isalpha() and following[:1].islower():
        return text + following
    return f"{text} {following}".strip()


def _lowered(above: HeadRow, below: HeadRow) -> tuple[HeadRow, HeadRow]:
    """Move a heading over one column, with none below it, to the lower row."""
    taken = {c for h in below.headings for c in range(h.first, h.last + 1)}
    alone = [h for h in above.headings if h.first == h.last and h.first not in taken]
    if not alone or not below.headings or len(alone) == len(above.headings):
        return above, below
    kept = tuple(h for h in above.headings if h not in alone)
    moved = tuple(sorted([*below.headings, *alone], key=lambda h: h.first))
    return replace(above, headings=kept), replace(below, headings=moved)
