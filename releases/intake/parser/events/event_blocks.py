"""Prepare blocks for reading events, and find where a calendar begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from releases.intake.parser.blocks import Block
from releases.intake.parser.dates.dating import first_time
from releases.intake.parser.events.records import fields_in, key_of
from releases.intake.parser.mentions import dates_in, phones_in, urls_in
from releases.text.dates import MONTHS
from releases.text.links import strip_markdown

_CUT_DAY = (*"0123456789", *MONTHS)
_BEFORE_DAY = re.compile(r"\b(?:on|held|place|held on|place on)\s?:?$")
_LONGEST, _LONGEST_LABEL = 2000, 30
_LABELS = {"date", "time", "place", "title"}
_REACH = {"dial", "code", "link", "reference"}


def starts_calendar(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a list of dated lines starts here; not behind the last block."""
    near = blocks[index : index + 6]
    if not near or near[0].kind == "table" or not _begins(near[0].flat):
        return False
    at = seen = 0
    for ahead, block in enumerate(near[1:], 1):
        if ahead - at > 2:
            return False
        if block.kind in {"text", "item"} and _begins(block.flat):
            at, seen = ahead, seen + 1
    return seen >= 2


def _begins(text: str) -> bool:
    date = next(dates_in(strip_markdown(text)[:40]), None)
    return date is not None and date.start < 3 and len(text) < 200


def prepare_event_blocks(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks with labels joined to their values, and sentences to their dates."""
    done: list[Block] = []
    label = ""
    whole_blocks = list(_rejoin_sentences(blocks))
    for index, block in enumerate(whole_blocks):
        text = strip_markdown(block.flat)
        ahead = whole_blocks[index + 1 : index + 7]
        is_label = _is_label(block, text, ahead) and not starts_calendar(ahead, 0)
        if label and block.kind == "text":
            block = replace(block, text=f"{label.rstrip(':')}: {block.text}")  # noqa: PLW2901
        label = text if is_label else ""
        if not label:
            done.append(block)
    return done


def _rejoin_sentences(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks, joining sentences that were set around a date."""
    waiting: Block | None = None
    for block in blocks:
        if waiting is not None and block.kind == "text" and _goes_on(waiting, block):
            text = f"{waiting.text} {block.text}"
            waiting = replace(waiting, text=text, last=block.last)
            continue
        if waiting is not None:
            yield waiting
        waiting = block
    if waiting is not None:
        yield waiting


def _goes_on(block: Block, following: Block) -> bool:
    """Return whether a line ends before or inside its date, or its place comes below it."""
    before, after = block.text[-40:], strip_markdown(following.flat)[:90]
    if block.kind != "text" or len(block.text) > _LONGEST:
        return False
    if _BEFORE_DAY.search(before):
        return _begins(after)
    if before.endswith(_CUT_DAY) and any(
        date.start < len(before) < date.end for date in dates_in(f"{before} {after}")
    ):
        return True  # “on Friday, 26” above “July 2019.”
    place = after.startswith(("at the ", "in the ", "at our ", "at "))
    date = next(dates_in(before), None)
    return place and date is not None and first_time(before) is not None


def _is_label(block: Block, text: str, ahead: Sequence[Block]) -> bool:
    """Return whether a line is only a label such as “When:”, with its value below."""
    if [b.kind for b in (block, *ahead[:1])] != ["text", "text"]:
        return False
    if len(text) > _LONGEST_LABEL:
        return False
    key, value = key_of(text), strip_markdown(ahead[0].flat)
    if text.endswith(":"):
        return key in _LABELS or (key in _REACH and len(value) < 90)
    holds = _VALUES.get(key or "")
    return holds is not None and len(value) < _LONGEST_VALUE and bool(holds(value))


_LONGEST_VALUE = 120
# What stands below a label without a colon, for each kind of label.
_VALUES: dict[str, Callable[[str], object]] = {
    "date": lambda text: next(dates_in(text), None),
    "time": first_time,
    "dial": lambda text: next(phones_in(text), None),
    "link": urls_in,
    "code": re.compile(r"#?\d[\d -]{2,11}#?").fullmatch,
}


def has_facts(block: Block) -> bool:
    """Return whether a short line is more than a heading: it has a time or a number."""
    return bool(
        first_time(block.flat)
        or next(phones_in(block.flat), None)
        or fields_in(block.flat, block.first)
    )


def is_numbers_table(block: Block) -> bool:
    """Return whether a table has dial-in numbers or times, not figures."""
    return (
        len(block.rows) < 25 and next(phones_in(block.text), None) is not None
    ) or first_time(block.text) is not None
