"""Cells of tables: what is a figure, and which pieces belong to one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from releases.intake.parser.blocks import Block, Row

_FIGURE = re.compile(
    r"(?:US|C|A|NZ|HK|S)?[$€£¥]?\s?(?:NOK|SEK|EUR|USD|GBP|CHF|DKK)?\s?\(?[-–—+−]?\s?"  # noqa: RUF001
    r"[$€£¥]?\s?\d[\d,. ']*\)?\s?(?:%|x|pp|bps|bp)?\)?\s?(?:\([a-z0-9*]\)|\*)?"
    r"|\(?[-–—−]+\)?%?|n/?[am]\.?|nm|nil|\([\d,.]+\)%?|N/M",  # noqa: RUF001
    re.IGNORECASE,
)
_PREFIX = re.compile(r"(?:US|C|A)?[$€£¥]|\(|[$€£¥]\s?\(")
_SUFFIX = re.compile(r"\)|%|\)\s?%|pp|bps|x")


def is_figure(cell: str) -> bool:
    """Whether a cell holds an amount, a percentage or a dash for none."""
    return len(cell) < 40 and _FIGURE.fullmatch(cell) is not None


def whole(cells: Iterable[str]) -> list[str]:
    """Cells with their currency and percent signs put to their figures, none empty."""
    joined: list[str] = []
    for cell in cells:
        if not cell:
            continue
        if joined and (_PREFIX.fullmatch(joined[-1]) or _SUFFIX.fullmatch(cell)):
            joined[-1] = f"{joined[-1]} {cell}"
        else:
            joined.append(cell)
    return joined


def table(rows: Sequence[tuple[int, Row]], *, last: int) -> Block:
    """Return a table of numbered rows, short ones filled up on the side where cells lack."""
    width = max(len(row) for _, row in rows)
    filled = [(number, _filled(row, width)) for number, row in rows]
    return Block(
        kind="table",
        text="\n".join(" ".join(cell for cell in row if cell) for _, row in filled),
        first=rows[0][0],
        last=last,
        rows=tuple(row for _, row in filled),
        row_lines=tuple(number for number, _ in filled),
    )


def _filled(row: Row, width: int) -> Row:
    missing = ("",) * (width - len(row))
    if row and len(row) > 1 and is_figure(row[0]):
        return (*missing, *row)
    return (*row, *missing)
