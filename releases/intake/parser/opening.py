"""Where the front of a release ends and its first sentence begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser.banners import is_moment
from releases.intake.parser.blocks import Block, is_finished
from releases.intake.parser.dateline import Opening
from releases.intake.parser.event_blocks import is_calendar
from releases.intake.parser.names import is_company
from releases.intake.parser.phrases import legal_kind
from releases.text.links import strip_markdown

_PARAGRAPH = 170
_LONGEST_TITLE = 320
_BODY_HEAD = re.compile(
    r"(?i)(?:(?:key|main|group|unaudited) )?(?:(?:financial|operational|operating|business|corporate|recent|period|strategic|(?:and|&)) ?){0,4}(?:summary(?: of (?:the )?results)?|highlights|key points|overview|key figures)\s?:?"
)


def front_end(blocks: Sequence[Block], found: Opening | None) -> int:
    """The number of the block at which the body begins."""
    if (
        found is not None
        and found.ends < len(strip_markdown(blocks[found.index].flat)) - 40
    ):
        return found.index
    start = found.index + 1 if found is not None else 0
    for index in range(start, min(len(blocks), start + 30)):
        if index > start and _is_body(blocks, index):
            return index
        text = strip_markdown(blocks[index].flat)
        if is_moment(text):
            continue
        told = blocks[index].kind != "table" and _is_prose(text, first=index == start)
        if told and not _is_long_title(blocks, index):
            return index
        if text.lower().startswith("dear ") and index:
            return index
    return start if start < len(blocks) else 0


def _is_body(blocks: Sequence[Block], index: int) -> bool:
    """Whether a calendar starts here, or a heading that no letterhead has."""
    head = _BODY_HEAD.fullmatch(strip_markdown(blocks[index].flat))
    return head is not None or is_calendar(blocks, index)


def _is_long_title(blocks: Sequence[Block], index: int) -> bool:
    """Whether a long line without its full stop stands over the first paragraph."""
    text = strip_markdown(blocks[index].flat)
    if len(text) > _LONGEST_TITLE or is_finished(text) or text.endswith(","):
        return False
    below = next((b for b in blocks[index + 1 : index + 2]), None)
    return below is not None and is_finished(below.flat) and len(below.flat) > len(text)


def _is_prose(text: str, *, first: bool) -> bool:
    """Whether a text is a paragraph or leads into a list, and no title."""
    if text[:60].isupper() and legal_kind(text):
        return False
    if text.endswith(":"):
        return len(text) > (90 if first else 50)
    ends = text.endswith((".", ",")) and len(text) > 38 and not is_company(text)
    return ends or len(text) > _PARAGRAPH


def lead_in(text: str, ends: int) -> str:
    """The first paragraph without its dateline."""
    if text[:ends] != strip_markdown(text)[:ends]:
        return strip_markdown(text)[ends:].strip()
    return text[ends:].strip()
