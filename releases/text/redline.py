"""What became of each passage of a text: kept, changed, taken out, put in."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from releases.text.changes import Piece, pieces
from releases.text.passages import Passage, passages, targets

# Longer texts are not matched passage by passage.
MOST_PASSAGES = 4_000
# Nor is a stretch in which more pairs than this could be meant.
MOST_PAIRS = 10_000
# Two passages that share less than this are not one passage rewritten.
ALIKE = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What became of one cell, or of a passage that is no row."""

    pieces: tuple[Piece, ...]
    span: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What became of one passage."""

    kind: str
    fate: Literal["same", "changed", "gone", "new"]
    cells: tuple[Cell, ...]
    heads: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Blocks that are set together: a table's rows, a list's entries, or one alone."""

    kind: Literal["table", "list", "alone"]
    blocks: tuple[Block, ...]


def redline(before: str, after: str) -> tuple[Block, ...]:
    """The way from one text in the small HTML to the other.

    Words are compared, and where links lead; emphasis is not.
    """
    moved = targets(before) ^ targets(after)
    return aligned(passages(before, naming=moved), passages(after, naming=moved))


def aligned(old: Sequence[Passage], new: Sequence[Passage]) -> tuple[Block, ...]:
    """What became of each passage, in an order that reads on."""
    if max(len(old), len(new)) > MOST_PASSAGES:
        return (*map(_gone, old), *map(_new, new))
    first = _shared(old, new)
    last = _shared(old[first:][::-1], new[first:][::-1])
    inner = _matched(old[first : len(old) - last], new[first : len(new) - last])
    return (*map(_kept, new[:first]), *inner, *map(_kept, new[len(new) - last :]))


def _shared(old: Sequence[Passage], new: Sequence[Passage]) -> int:
    """How many passages two texts begin with alike."""
    pairs = zip(map(_said, old), map(_said, new), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _matched(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[Block]:
    """What became of each passage, between the first change and the last."""
    said = [_said(one) for one in old], [_said(one) for one in new]
    for tag, a, b, c, d in difflib.SequenceMatcher(None, *said).get_opcodes():
        if tag == "equal":
            yield from map(_kept, new[c:d])
        else:
            yield from _rewritten(old[a:b], new[c:d])


def grouped(blocks: Sequence[Block]) -> Iterator[Group]:
    """The blocks as they are set: rows in tables, entries in lists."""
    kinds: dict[str, Literal["table", "list"]] = {"tr": "table", "li": "list"}
    waiting: list[Block] = []
    for block in blocks:
        if waiting and (waiting[0].kind != block.kind or block.opens):
            yield Group(kind=kinds[waiting[0].kind], blocks=tuple(waiting))
            waiting = []
        if block.kind in kinds:
            waiting.append(block)
        else:
            yield Group(kind="alone", blocks=(block,))
    if waiting:
        yield Group(kind=kinds[waiting[0].kind], blocks=tuple(waiting))


def _said(passage: Passage) -> tuple[bool, tuple[str, ...]]:
    return passage.kind == "tr", passage.cells


def _kept(passage: Passage) -> Block:
    return _whole(passage, "same")


def _gone(passage: Passage) -> Block:
    return _whole(passage, "gone")


def _new(passage: Passage) -> Block:
    return _whole(passage, "new")


def _whole(passage: Passage, fate: Literal["same", "gone", "new"]) -> Block:
    cells = tuple(
        Cell(pieces=(Piece(kind=fate, text=text),) if text else (), span=span)
        for text, span in zip(passage.cells, passage.spans, strict=True)
    )
    return Block(
        kind=passage.kind,
        fate=fate,
        cells=cells,
        heads=passage.heads,
        opens=passage.opens,
    )


def _rewritten(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[Block]:
    """Pairs that are one passage rewritten, each behind what came before it."""
    a = c = 0
    for left, right in _pairs(old, new):
        yield from map(_gone, old[a:left])
        yield from map(_new, new[c:right])
        yield _changed(old[left], new[right])
        a, c = left + 1, right + 1
    yield from map(_gone, old[a:])
    yield from map(_new, new[c:])


def _pairs(old: Sequence[Passage], new: Sequence[Passage]) -> list[tuple[int, int]]:
    """The pairs, in both orders, that have the most in common."""
    if not old or not new or len(old) * len(new) > MOST_PAIRS:
        return []
    alike = [[_likeness(left, right) for right in new] for left in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            together = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    found = []
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _likeness(left: Passage, right: Passage) -> float:
    """What two passages have in common, from 0 to 1; 0 where it is too little.

    Rows that begin alike are one row, whatever its figures are.
    """
    if (left.kind == "tr") != (right.kind == "tr"):
        return 0.0
    old, new = Counter(left.text.split()), Counter(right.text.split())
    shared = 2 * (old & new).total() / ((old.total() + new.total()) or 1)
    if left.kind == "tr" and left.cells[0] and left.cells[0] == right.cells[0]:
        shared = (1 + shared) / 2
    return shared if shared >= ALIKE else 0.0


def _changed(old: Passage, new: Passage) -> Block:
    return Block(
        kind=new.kind,
        fate="changed",
        cells=tuple(_cells(old, new)),
        heads=new.heads,
        opens=new.opens,
    )


def _cells(old: Passage, new: Passage) -> Iterator[Cell]:
    """Cell against cell where a row has as many; else those that are the same."""
    if len(old.cells) == len(new.cells):
        for before, after, span in zip(old.cells, new.cells, new.spans, strict=True):
            yield Cell(pieces=pieces(before, after), span=span)
        return
    matcher = difflib.SequenceMatcher(None, old.cells, new.cells, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            for text, span in zip(old.cells[a:b], old.spans[a:b], strict=True):
                yield Cell(pieces=pieces(text, ""), span=span)
        for text, span in zip(new.cells[c:d], new.spans[c:d], strict=True):
            yield Cell(pieces=pieces(text if tag == "equal" else "", text), span=span)
