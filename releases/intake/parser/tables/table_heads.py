"""Rows of headings: which lines are one heading, and how they stand above columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
        texts[place] = f"{texts.get(place, '')} {heading.text}".strip()
    headings = tuple(Heading(text, *place) for place, text in sorted(texts.items()))
    stub = " ".join(filter(None, [above.stub, below.stub]))
    return HeadRow(above.number, headings, stub)
