"""Find where the front matter ends and the first sentence begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser.banners import is_date_line
from releases.intake.parser.blocks import Block, is_finished
from releases.intake.parser.dateline import DatelineOpening
from releases.intake.parser.event_blocks import starts_calendar
from releases.intake.parser.names import is_company
from releases.intake.parser.phrases import legal_kind
from releases.text.links import strip_markdown

_PARAGRAPH = 170
_LONGEST_TITLE = 320
_BODY_HEAD = re.compile(
    r"(?i)(?:(?:key|main|group|unaudited) )?(?:(?:financial|operational|operating|business|corporate|recent|period|strategic|(?:and|&)) ?){0,4}(?:summary(?: of (?:the )?results)?|highlights|key points|overview|key figures)\s?:?"
)


def front_end(blocks: Sequence[Block], opening: DatelineOpening | None) -> int:
    """Return the index of the block at which the body begins."""
    if (
        opening is not None
        and opening.ends < len(strip_markdown(blocks[opening.index].flat)) - 40
    ):
        return opening.index
    start = opening.index + 1 if opening is not None else 0
    for index in range(start, min(len(blocks), start + 30)):
        if index > start and _is_body(blocks, index):
            return index
        text = strip_markdown(blocks[index].flat)
        if is_date_line(text):
            continue
        is_prose = blocks[index].kind != "table" and _is_prose(
            text, first=index == start
        )
        if is_prose and not _is_long_title(blocks, index):
            return index
        if text.lower().startswith("dear ") and index:
            return index
    return start if start < len(blocks) else 0


def _is_body(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a calendar starts here, or a heading that no letterhead has."""
    head = _BODY_HEAD.fullmatch(strip_markdown(blocks[index].flat))
    return head is not None or starts_calendar(blocks, index)


def _is_long_title(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a long line without a full stop is above the first paragraph."""
    text = strip_markdown(blocks[index].flat)
    if len(text) > _LONGEST_TITLE or is_finished(text) or text.endswith(","):
        return False
    below = next((b for b in blocks[index + 1 : index + 2]), None)
    return below is not None and is_finished(below.flat) and len(below.flat) > len(text)


def _is_prose(text: str, *, first: bool) -> bool:
    """Return whether a text is a paragraph or introduces a list, and no title."""
    if text[:60].isupper() and legal_kind(text):
        return False
    if text.endswith(":"):
        return len(text) > (90 if first else 50)
    ends = text.endswith((".", ",")) and len(text) > 38 and not is_company(text)
    return ends or len(text) > _PARAGRAPH


def first_sentences(text: str, ends: int) -> str:
    """Return the first paragraph without its dateline."""
    if text[:ends] != strip_markdown(text)[:ends]:
        return strip_markdown(text)[ends:].strip()
    return text[ends:].strip()
