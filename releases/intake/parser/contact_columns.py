"""The lines of contact blocks, whatever columns they were set in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.cells import is_figure
from releases.intake.parser.contact_lines import LineFacts, facts_of
from releases.text.dates import MONTH, WEEKDAY


def _lines_in(blocks: Iterable[Block]) -> Iterable[tuple[int, str]]:
    for block in blocks:
        if block.kind == "table":
            yield from _unfolded(block)
        elif block.kind != "mark":
            for line in block.text.split("\n"):
                yield from _split_alternatives(block.first, line)


def _unfolded(block: Block) -> Iterable[tuple[int, str]]:
    """Return a contact table column by column; or row by row, if its rows are pairs."""
    width = max(len(row) for row in block.rows)
    labelled = sum(1 for row in block.rows if row[0].endswith(":"))
    reached = sum(
        1
        for row in block.rows
        if _is_only_reach(row[-1]) and not _is_only_reach(row[0])
    )
    if max(labelled, reached) * 2 >= len(block.rows) and all(r[0] for r in block.rows):
        for number, row in zip(block.row_lines, block.rows, strict=True):
            first, *rest = [cell for cell in row if cell]
            yield number, " ".join([first, ", ".join(rest)])
        return
    for column in range(width):
        for number, row in zip(block.row_lines, block.rows, strict=True):
            if row[column] and not (is_figure(row[column]) and len(row[column]) < 4):
                yield number, row[column]


def _is_only_reach(cell: str) -> bool:
    facts = facts_of(cell, None)
    return bool(facts.phones or facts.emails)


_DAY = re.compile(
    rf"(?:{WEEKDAY},? )?{MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {MONTH} \d{{4}}"
)
_FOR_ANOTHER = re.compile(
    r"(?<=\.)\s(?=For\s(?:\w+\s){0,2}(?:investors?|media|press|further|more|analysts?)\b)"
)
_LABEL_WITHIN = re.compile(
    r"\s(?=(?:Investors?|Media|Press|Company|Corporate|Analyst)\s(?:(?:and|&)\s(?:Investors?|Media)\s)?(?:Relations\s)?(?:Contacts?|Inquiries|Enquiries):\s)"
)
_BESIDE = re.compile(r",?\s(?:and|or|&)\s(?=[A-Z])|;\s|\s[/|]\s")
_LONGEST = 300
_SEVERAL = re.compile(
    r"(?i)^/?(?:contacts?|for (?:further|more|additional) information(?:,? (?:please )?contact)?):?\s"
)
_OR = re.compile(r"(?:[;,]\s?|\s)or,?\s(?=[A-Z])|;\s(?=[A-Z])|,\s(?=(?:both|all) of\s)")
_FOR_WHOM = re.compile(
    r"(?i)^((?:contacts?:\s)?(?:(?:news media|investors?|media|press|analysts?|financial|investment)(?: relations| community| contacts?| inquiries)?)),\s"
)


def has_audience_prefix(line: str) -> bool:
    """Return whether a line begins with the audience of its people, and a comma."""
    return _FOR_WHOM.match(line) is not None


def _is_entry(part: str) -> bool:
    """Return whether the words name a person and how to reach that person."""
    facts = facts_of(part, None)
    named = any(kind == "person" for kind, _ in facts.pieces)
    return named and bool(facts.phones or facts.emails)


def _split_people(line: str) -> list[str]:
    """Return the sentences or people that are side by side on a line."""
    each = [p for part in _FOR_ANOTHER.split(line) for p in _LABEL_WITHIN.split(part)]
    if len(each) > 1 or len(line) > _LONGEST:
        return each
    beside = _BESIDE.split(line)
    if _SEVERAL.match(line) or has_audience_prefix(line):
        return [line]
    return beside if all(_is_entry(part) for part in beside) else [line]


def _split_alternatives(number: int, line: str) -> Iterable[tuple[int, str]]:
    """Yield a line for each of several people with "or" between them."""
    each = _split_people(line)
    if len(each) > 1:
        yield from ((number, person) for person in each)
        return
    if not (_SEVERAL.match(line) or has_audience_prefix(line)) or not _OR.search(line):
        yield number, _FOR_WHOM.sub(r"\1: ", line)
        return
    for part in _OR.split(_SEVERAL.sub("", line)):
        yield number, _FOR_WHOM.sub(r"\1: ", part)


def contact_lines(blocks: Sequence[Block]) -> list[tuple[int, str]]:
    """Return a contact block's numbered lines, columns one below the other.

    A copy may have put the cells of two or three columns row by row on lines of their
    own: they are so where every row of that many lines is of one kind.
    """
    lines = [(n, line) for n, line in _lines_in(blocks) if not _DAY.fullmatch(line)]
    facts = [facts_of(line, None) for _, line in lines]
    for start in (0, 1):
        stop = len(lines)
        for width in (2, 3):
            spare = (stop - start) % width
            if spare and not (spare == 1 and _is_only_site(facts[-1:])):
                continue
            end = stop - spare
            rows = [facts[i : i + width] for i in range(start, end, width)]
            if _are_rows(rows):
                columns = [
                    line
                    for i in range(width)
                    for line in lines[start + i : end : width]
                ]
                return [*lines[:start], *columns, *lines[end:]]
    return lines


def _is_only_site(facts: Sequence[LineFacts]) -> bool:
    return any(fact.urls and not fact.pieces for fact in facts)


def _are_rows(rows: Sequence[Sequence[LineFacts]]) -> bool:
    """Return whether lines are rows of cells: numbers beside numbers, names beside names."""
    if len(rows) < _FEWEST_ROWS:
        return False
    reach = [row for row in rows if any(f.phones or f.emails for f in row)]
    if not reach or not all(_same_reach(row) for row in reach):
        return False
    alike = sum(1 for row in rows if all(_same_kind(row[0], f) for f in row[1:]))
    named = [row for row in rows if row not in reach]
    return alike * 2 >= len(rows) and all(_may_be_row(row) for row in named)


def _same_reach(row: Sequence[LineFacts]) -> bool:
    kinds = {(bool(f.phones), bool(f.emails), bool(f.pieces)) for f in row}
    return len(kinds) == 1


def _may_be_row(row: Sequence[LineFacts]) -> bool:
    """Return whether no cell of a row is a heading beside names."""
    bare = [f.labelled and not f.pieces and f.office is None for f in row]
    return len(set(bare)) == 1


_FEWEST_ROWS = 3


def _same_kind(a: LineFacts, b: LineFacts) -> bool:
    kinds = [
        (bool(f.phones), bool(f.emails), [kind for kind, _ in f.pieces]) for f in (a, b)
    ]
    return (
        kinds[0] == kinds[1]
        and bool(a.aside) == bool(b.aside)
        and a.labelled == b.labelled
    )
