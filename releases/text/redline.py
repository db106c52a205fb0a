"""Compare two texts passage by passage: unchanged, changed, removed or added."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from releases.text.passages import Passage, link_hrefs, parse_passages
from releases.text.word_diff import DiffSegment, diff_words

# Longer texts are not aligned: all of the old one is removed, the new one added.
MAX_PASSAGES = 4_000
# Longer stretches of changed passages are not paired.
MAX_PAIRS = 10_000
# Passages that share less than this are not versions of one passage.
MIN_SIMILARITY = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineCell:
    """The differences in one table cell, or in a passage that is no row."""

    segments: tuple[DiffSegment, ...]
    span: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineBlock:
    """The differences in one passage."""

    kind: str
    status: Literal["same", "changed", "gone", "new"]
    cells: tuple[RedlineCell, ...]
    is_header: bool = False
    starts_table: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineGroup:
    """Blocks that are shown together: a table's rows, a list's items, or one alone."""

    kind: Literal["table", "list", "alone"]
    blocks: tuple[RedlineBlock, ...]


def redline_html(before: str, after: str) -> tuple[RedlineBlock, ...]:
    """Compare two texts in the restricted HTML.

    Words and link targets are compared; emphasis is not.
    """
    moved = link_hrefs(before) ^ link_hrefs(after)
    return align_passages(
        parse_passages(before, show_hrefs=moved),
        parse_passages(after, show_hrefs=moved),
    )


def align_passages(
    old: Sequence[Passage], new: Sequence[Passage]
) -> tuple[RedlineBlock, ...]:
    """Pair the passages of two texts and compare each pair, in reading order."""
    if max(len(old), len(new)) > MAX_PASSAGES:
        return (*map(_removed_block, old), *map(_added_block, new))
    first = _count_shared(old, new)
    last = _count_shared(old[first:][::-1], new[first:][::-1])
    inner = _diff_passages(old[first : len(old) - last], new[first : len(new) - last])
    return (
        *map(_same_block, new[:first]),
        *inner,
        *map(_same_block, new[len(new) - last :]),
    )


def _count_shared(old: Sequence[Passage], new: Sequence[Passage]) -> int:
    """Return how many passages two texts have in common at their start."""
    pairs = zip(map(_comparison_key, old), map(_comparison_key, new), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _diff_passages(
    old: Sequence[Passage], new: Sequence[Passage]
) -> Iterator[RedlineBlock]:
    """Compare the passages between the first change and the last."""
    keys = (
        [_comparison_key(passage) for passage in old],
        [_comparison_key(passage) for passage in new],
    )
    for tag, a, b, c, d in difflib.SequenceMatcher(None, *keys).get_opcodes():
        if tag == "equal":
            yield from map(_same_block, new[c:d])
        else:
            yield from _diff_stretch(old[a:b], new[c:d])


def group_blocks(blocks: Sequence[RedlineBlock]) -> Iterator[RedlineGroup]:
    """Group table rows into tables and list items into lists."""
    kinds: dict[str, Literal["table", "list"]] = {"tr": "table", "li": "list"}
    waiting: list[RedlineBlock] = []
    for block in blocks:
        if waiting and (waiting[0].kind != block.kind or block.starts_table):
            yield RedlineGroup(kind=kinds[waiting[0].kind], blocks=tuple(waiting))
            waiting = []
        if block.kind in kinds:
            waiting.append(block)
        else:
            yield RedlineGroup(kind="alone", blocks=(block,))
    if waiting:
        yield RedlineGroup(kind=kinds[waiting[0].kind], blocks=tuple(waiting))


def _comparison_key(passage: Passage) -> tuple[bool, tuple[str, ...]]:
    return passage.kind == "tr", passage.cells


def _same_block(passage: Passage) -> RedlineBlock:
    return _whole_block(passage, "same")


def _removed_block(passage: Passage) -> RedlineBlock:
    return _whole_block(passage, "gone")


def _added_block(passage: Passage) -> RedlineBlock:
    return _whole_block(passage, "new")


def _whole_block(
    passage: Passage, fate: Literal["same", "gone", "new"]
) -> RedlineBlock:
    cells = tuple(
        RedlineCell(
            segments=(DiffSegment(kind=fate, text=text),) if text else (), span=span
        )
        for text, span in zip(passage.cells, passage.spans, strict=True)
    )
    return RedlineBlock(
        kind=passage.kind,
        status=fate,
        cells=cells,
        is_header=passage.is_header,
        starts_table=passage.starts_table,
    )


def _diff_stretch(
    old: Sequence[Passage], new: Sequence[Passage]
) -> Iterator[RedlineBlock]:
    """Compare a stretch that changed: each pair comes after what precedes it."""
    a = c = 0
    for left, right in _best_pairs(old, new):
        yield from map(_removed_block, old[a:left])
        yield from map(_added_block, new[c:right])
        yield _changed_block(old[left], new[right])
        a, c = left + 1, right + 1
    yield from map(_removed_block, old[a:])
    yield from map(_added_block, new[c:])


def _best_pairs(
    old: Sequence[Passage], new: Sequence[Passage]
) -> list[tuple[int, int]]:
    """Return the pairs, in both texts' order, that have the most words in common."""
    if not old or not new or len(old) * len(new) > MAX_PAIRS:
        return []
    alike = [[_passage_similarity(left, right) for right in new] for left in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            together = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs = []
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _passage_similarity(left: Passage, right: Passage) -> float:
    """Return how much two passages share, from 0 to 1; below the minimum it is 0.

    Table rows that begin with the same cell count as similar whatever their figures.
    """
    if (left.kind == "tr") != (right.kind == "tr"):
        return 0.0
    old, new = Counter(left.text.split()), Counter(right.text.split())
    shared = 2 * (old & new).total() / ((old.total() + new.total()) or 1)
    if left.kind == "tr" and left.cells[0] and left.cells[0] == right.cells[0]:
        shared = (1 + shared) / 2
    return shared if shared >= MIN_SIMILARITY else 0.0


def _changed_block(old: Passage, new: Passage) -> RedlineBlock:
    return RedlineBlock(
        kind=new.kind,
        status="changed",
        cells=tuple(_diff_cells(old, new)),
        is_header=new.is_header,
        starts_table=new.starts_table,
    )


def _diff_cells(old: Passage, new: Passage) -> Iterator[RedlineCell]:
    """Compare cell by cell if two rows have as many cells; else match equal cells."""
    if len(old.cells) == len(new.cells):
        for before, after, span in zip(old.cells, new.cells, new.spans, strict=True):
            yield RedlineCell(segments=diff_words(before, after), span=span)
        return
    matcher = difflib.SequenceMatcher(None, old.cells, new.cells, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            for text, span in zip(old.cells[a:b], old.spans[a:b], strict=True):
                yield RedlineCell(segments=diff_words(text, ""), span=span)
        for text, span in zip(new.cells[c:d], new.spans[c:d], strict=True):
            yield RedlineCell(
                segments=diff_words(text if tag == "equal" else "", text), span=span
            )
