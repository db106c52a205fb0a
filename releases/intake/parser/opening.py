"""Where the front of a release ends and its first sentence begins."""

from __future__ import annotations

from collections.abc import Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.dateline import Opening
from releases.intake.parser.names import is_company
from releases.text.links import plain

_PARAGRAPH = 170


def front_end(blocks: Sequence[Block], found: Opening | None) -> int:
    """The number of the block at which the body begins."""
    if found is not None and found.ends < len(plain(blocks[found.index].flat)) - 40:
        return found.index
    start = found.index + 1 if found is not None else 0
    for index in range(start, min(len(blocks), start + 30)):
        text = plain(blocks[index].flat)
        if blocks[index].kind == "table":
            continue
        if len(text) > _PARAGRAPH or (
            text.endswith((".", ",")) and len(text) > 38 and not is_company(text)
        ):
            return index
        if text.lower().startswith("dear ") and index:
            return index
    return start if start < len(blocks) else 0


def lead_in(text: str, ends: int) -> str:
    """The first paragraph without its dateline."""
    if text[:ends] != plain(text)[:ends]:
        return plain(text)[ends:].strip()
    return text[ends:].strip()
